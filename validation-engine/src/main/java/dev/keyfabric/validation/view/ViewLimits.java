package dev.keyfabric.validation.view;

/**
 * What a view may take of its host.
 *
 * @param memoryMib one budget: half for decoded records, half for the database's blocks, to which its write buffers and
 *     filters are charged. A store that is filled anew takes at most a thirty-second of it more, for what was never put
 *     there, until it is closed
 * @param diskReserveMib space that is left free on the disk: with less the view takes nothing more, and goes on answering
 */
public record ViewLimits(int memoryMib, int diskReserveMib) {}
