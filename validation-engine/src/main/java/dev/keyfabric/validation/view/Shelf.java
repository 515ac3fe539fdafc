package dev.keyfabric.validation.view;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of the {@link RowCache}: rows one after the other on boards, and a table that finds them by their place's hash.
 * When the boards are full the one filled first is cleared: rows that were asked for since they came, or since the last
 * time, stay, up to half a board; the others go. Used by one thread at a time.
 */
final class Shelf {
    private static final int BOARD = 1 << 15;

    /** With what the table takes for the rows on it. */
    static final int BYTES_OF_A_BOARD = BOARD + BOARD / 8;

    /** On a board: hash of the place (4 bytes), column, length of the key, length of the row (2), key, row. */
    private static final int HEADER = 8;

    private static final int ASKED = 0x80;
    private static final int FIRST_SLOTS = 64;
    private static final int LONGEST_KEY = 0xff;
    private static final Column[] COLUMNS = Column.values();

    private final int most;
    private final List<byte[]> boards = new ArrayList<>();
    private final int[] filled;
    private int board;
    private int end = BOARD;
    /** Open addressing: hash in the upper half, 1 + where the row begins in the lower; 0 = free. */
    private long[] slots = new long[FIRST_SLOTS];

    private int rows;
    private long dropped;

    /** An empty one that may have so many boards. */
    Shelf(int most) {
        this.most = most;
        this.filled = new int[most];
    }

    static int spread(CacheKey place) {
        int hash = place.hashCode() * 0x9E3779B9;
        return hash ^ hash >>> 15;
    }

    /** Grows with each drop, whether there was anything or not. */
    long dropped() {
        return dropped;
    }

    boolean isFull() {
        return boards.size() == most;
    }

    /** A copy of the row at a place, or null. */
    byte @Nullable [] find(CacheKey place) {
        int slot = slot(place);
        if (slots[slot] == 0) {
            return null;
        }
        int at = at(slots[slot]);
        byte[] bytes = boards.get(at / BOARD);
        int offset = at % BOARD;
        bytes[offset + 4] |= (byte) ASKED;
        int from = offset + HEADER + keyLength(bytes, offset);
        return Arrays.copyOfRange(bytes, from, from + rowLength(bytes, offset));
    }

    /** Takes in a row, unless there is one, or it is too long for a board. */
    @SuppressWarnings("EnumOrdinal") // nothing of it outlasts the process
    void put(CacheKey place, byte[] row) {
        byte[] key = place.key();
        int size = HEADER + key.length + row.length;
        if (key.length > LONGEST_KEY || size > BOARD) {
            return;
        }
        if (slots[slot(place)] != 0) {
            return;
        }
        while (end + size > BOARD) {
            turn();
        }
        byte[] bytes = boards.get(board);
        int hash = spread(place);
        putInt(bytes, end, hash);
        bytes[end + 4] = (byte) place.column().ordinal();
        bytes[end + 5] = (byte) key.length;
        bytes[end + 6] = (byte) (row.length >>> 8);
        bytes[end + 7] = (byte) row.length;
        System.arraycopy(key, 0, bytes, end + HEADER, key.length);
        System.arraycopy(row, 0, bytes, end + HEADER + key.length, row.length);
        slots[slot(place)] = entry(hash, board * BOARD + end);
        end += size;
        rows++;
        if (rows > slots.length / 4 * 3) {
            grow();
        }
    }

    void drop(CacheKey place) {
        dropped++;
        int slot = slot(place);
        if (slots[slot] != 0) {
            free(slot);
        }
    }

    void clear() {
        dropped++;
        boards.clear();
        board = 0;
        end = BOARD;
        slots = new long[FIRST_SLOTS];
        rows = 0;
    }

    /** Goes on to the next board: a new one, or the one filled first. */
    private void turn() {
        if (!boards.isEmpty()) {
            filled[board] = end;
        }
        if (boards.size() < most) {
            boards.add(new byte[BOARD]);
            board = boards.size() - 1;
            end = 0;
        } else {
            board = (board + 1) % most;
            end = makeRoom();
        }
    }

    /** Moves what stays to the front of the board. */
    private int makeRoom() {
        byte[] bytes = boards.get(board);
        int kept = 0;
        for (int at = 0; at < filled[board]; ) {
            int size = HEADER + keyLength(bytes, at) + rowLength(bytes, at);
            int hash = getInt(bytes, at);
            int slot = slot(entry(hash, board * BOARD + at));
            if (slot >= 0 && (bytes[at + 4] & ASKED) != 0 && kept + size <= BOARD / 2) {
                bytes[at + 4] &= (byte) ~ASKED;
                System.arraycopy(bytes, at, bytes, kept, size);
                slots[slot] = entry(hash, board * BOARD + kept);
                kept += size;
            } else if (slot >= 0) {
                free(slot);
            }
            at += size;
        }
        return kept;
    }

    /** Where the entry of a place is, or the free slot where it would be. */
    private int slot(CacheKey place) {
        int hash = spread(place);
        int slot = hash & slots.length - 1;
        while (slots[slot] != 0 && !((int) (slots[slot] >>> 32) == hash && isAt(at(slots[slot]), place))) {
            slot = slot + 1 & slots.length - 1;
        }
        return slot;
    }

    /** Where an entry is, or -1. */
    private int slot(long entry) {
        int slot = (int) (entry >>> 32) & slots.length - 1;
        while (slots[slot] != 0) {
            if (slots[slot] == entry) {
                return slot;
            }
            slot = slot + 1 & slots.length - 1;
        }
        return -1;
    }

    private boolean isAt(int at, CacheKey place) {
        byte[] bytes = boards.get(at / BOARD);
        int offset = at % BOARD;
        int from = offset + HEADER;
        byte[] key = place.key();
        return COLUMNS[bytes[offset + 4] & ASKED - 1] == place.column()
                && Arrays.equals(bytes, from, from + keyLength(bytes, offset), key, 0, key.length);
    }

    /** Frees a slot and closes the gap, so that no search ends before what it looks for. */
    private void free(int slot) {
        rows--;
        int gap = slot;
        slots[gap] = 0;
        for (int next = gap + 1 & slots.length - 1; slots[next] != 0; next = next + 1 & slots.length - 1) {
            int home = (int) (slots[next] >>> 32) & slots.length - 1;
            boolean between = gap <= next ? gap < home && home <= next : gap < home || home <= next;
            if (!between) {
                slots[gap] = slots[next];
                slots[next] = 0;
                gap = next;
            }
        }
    }

    private void grow() {
        long[] before = slots;
        slots = new long[before.length * 2];
        for (long entry : before) {
            if (entry != 0) {
                int slot = (int) (entry >>> 32) & slots.length - 1;
                while (slots[slot] != 0) {
                    slot = slot + 1 & slots.length - 1;
                }
                slots[slot] = entry;
            }
        }
    }

    private static long entry(int hash, int at) {
        return (long) hash << 32 | at + 1;
    }

    private static int at(long entry) {
        return (int) entry - 1;
    }

    private static int keyLength(byte[] bytes, int offset) {
        return bytes[offset + 5] & 0xff;
    }

    private static int rowLength(byte[] bytes, int offset) {
        return ((bytes[offset + 6] & 0xff) << 8) | (bytes[offset + 7] & 0xff);
    }

    private static int getInt(byte[] bytes, int offset) {
        return bytes[offset] << 24
                | (bytes[offset + 1] & 0xff) << 16
                | (bytes[offset + 2] & 0xff) << 8
                | (bytes[offset + 3] & 0xff);
    }

    private static void putInt(byte[] bytes, int offset, int value) {
        bytes[offset] = (byte) (value >>> 24);
        bytes[offset + 1] = (byte) (value >>> 16);
        bytes[offset + 2] = (byte) (value >>> 8);
        bytes[offset + 3] = (byte) value;
    }
}
