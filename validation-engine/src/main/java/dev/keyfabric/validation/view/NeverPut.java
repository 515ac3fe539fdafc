package dev.keyfabric.validation.view;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Knows of most places of a store that nothing was ever put there: a Bloom filter over all places that were put since the
 * store was made. It spares a store that is being filled the question to the database for nearly every record; of a store
 * that was there before it knows nothing. Never wrong when it is certain, whatever is put. Used by the thread that feeds.
 */
final class NeverPut {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int PROBES = 3;

    private final long[] bits;

    private NeverPut(int words) {
        this.bits = new long[words];
    }

    /** Of a store that is made now; takes so many MiB, rounded down to a power of two, and 32 bits at least. */
    static NeverPut ofNewStore(double mib) {
        return new NeverPut(Integer.highestOneBit(Math.max(1, (int) (mib * (1 << 20) / Long.BYTES))));
    }

    /** Of a store that may hold anything. */
    static NeverPut ofAnyStore() {
        return new NeverPut(0);
    }

    /** Whether it is certain that nothing was put at a place. */
    boolean isCertain(Column column, byte[] key) {
        if (bits.length == 0) {
            return false;
        }
        long hash = hash(column, key);
        for (int probe = 0; probe < PROBES; probe++) {
            long bit = bit(hash, probe);
            if ((bits[(int) (bit >>> 6)] & (1L << bit)) == 0) {
                return true;
            }
        }
        return false;
    }

    void put(Column column, byte[] key) {
        if (bits.length == 0) {
            return;
        }
        long hash = hash(column, key);
        for (int probe = 0; probe < PROBES; probe++) {
            long bit = bit(hash, probe);
            bits[(int) (bit >>> 6)] |= 1L << bit;
        }
    }

    private long bit(long hash, int probe) {
        return (hash + probe * ((hash >>> 32) | 1)) & (bits.length * (long) Long.SIZE - 1);
    }

    private static long hash(Column column, byte[] key) {
        long hash = column.hashCode();
        int at = 0;
        for (; at + Long.BYTES <= key.length; at += Long.BYTES) {
            hash = mixed(hash ^ (long) LONGS.get(key, at));
        }
        long rest = key.length;
        for (; at < key.length; at++) {
            rest = (rest << Byte.SIZE) | (key[at] & 0xff);
        }
        return mixed(hash ^ rest);
    }

    /** The finalizer of SplittableRandom (David Stafford's variant 13 of MurmurHash3's). */
    private static long mixed(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
