package dev.keyfabric.validation.view;

/**
 * What a view may take of its host.
 *
 * @param memoryMib one budget: twelve sixteenths for rows of keys, consumers and secrets, one for subjects of the other kinds, three
 *     for the database's blocks, to which its write buffers and filters are charged. A store that is filled anew takes at
 *     most a thirty-second of it more, for what was never put there, until it is closed
 * @param diskReserveMib space that is left free on the disk: with less the view takes nothing more, and goes on answering
 */
public record ViewLimits(int memoryMib, int diskReserveMib) {
    /** Plans, services and signing keys: there are few, and they have parts of all kinds. */
    private static final int BYTES_OF_A_FEW = 4096;

    /** What rows may take of a heap: no more than half of it, whatever is allowed. */
    long rowBytes(long heapBytes) {
        return Math.min(((long) memoryMib << 20) / 16 * 12, heapBytes / 2);
    }

    /** How many subjects of the kinds of which there are few are kept decoded. */
    int fewSubjects() {
        return (int) (((long) memoryMib << 20) / 16 / BYTES_OF_A_FEW);
    }

    int databaseMib() {
        return Math.max(1, memoryMib * 3 / 16);
    }
}
