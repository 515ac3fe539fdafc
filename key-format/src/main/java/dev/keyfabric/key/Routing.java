package dev.keyfabric.key;

import java.nio.charset.StandardCharsets;

/**
 * The rule that names a subject's partition: murmur2 of the routing id's UTF-8 bytes with the sign bit cleared, modulo
 * the number of partitions. It is the rule of Kafka's Java producer, so that a plain producer keyed by the routing id
 * hits the right partition.
 */
public final class Routing {
    /** The largest number of partitions a topic may have; also the number of slots in a key id. */
    public static final int MAX_PARTITIONS = 4096;

    private Routing() {}

    /** The slot (0 to 4095) of a routing id: its partition whatever the number of partitions, once reduced. */
    public static int slot(String routingId) {
        return hash(routingId) & (MAX_PARTITIONS - 1);
    }

    /**
     * The partition of a routing id.
     *
     * @param partitions a power of two from 1 to 4096
     */
    public static int partition(String routingId, int partitions) {
        return slot(routingId) & (checked(partitions) - 1);
    }

    /** The partition on which a key lies, read off its key id alone. */
    public static int partition(KeyId keyId, int partitions) {
        return keyId.slot() & (checked(partitions) - 1);
    }

    private static int checked(int partitions) {
        if (partitions < 1 || partitions > MAX_PARTITIONS || Integer.bitCount(partitions) != 1) {
            throw new IllegalArgumentException(
                    "the number of partitions must be a power of two from 1 to 4096, not " + partitions);
        }
        return partitions;
    }

    private static int hash(String routingId) {
        return murmur2(routingId.getBytes(StandardCharsets.UTF_8)) & 0x7fffffff;
    }

    /** MurmurHash2, 32 bit, with the seed that Kafka uses ({@code org.apache.kafka.common.utils.Utils.murmur2}). */
    static int murmur2(byte[] data) {
        final int m = 0x5bd1e995;
        int h = 0x9747b28c ^ data.length;
        int i = 0;
        for (; i + 4 <= data.length; i += 4) {
            int k = (data[i] & 0xff) | (data[i + 1] & 0xff) << 8 | (data[i + 2] & 0xff) << 16 | data[i + 3] << 24;
            k *= m;
            k ^= k >>> 24;
            k *= m;
            h *= m;
            h ^= k;
        }
        int left = data.length - i;
        if (left > 0) {
            for (int j = left - 1; j >= 0; j--) {
                h ^= (data[i + j] & 0xff) << (8 * j);
            }
            h *= m;
        }
        h ^= h >>> 13;
        h *= m;
        h ^= h >>> 15;
        return h;
    }
}
