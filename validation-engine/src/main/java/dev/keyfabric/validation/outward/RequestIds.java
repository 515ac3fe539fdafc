package dev.keyfabric.validation.outward;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.UUID;

/** Names for single answers ({@code instance} of RFC 9457): random UUIDs, all of one length, that say nothing. Safe for many threads. */
public final class RequestIds {
    private static final int AT_ONCE = 64;

    private final Random random;
    private final byte[] drawn = new byte[AT_ONCE * 2 * Long.BYTES];
    private final ByteBuffer left = ByteBuffer.wrap(drawn).limit(0);

    /** Names made of a source of randomness. */
    public RequestIds(Random random) {
        this.random = random;
    }

    /** The next: {@code urn:uuid:} and a version 4 UUID (RFC 9562). */
    public String next() {
        long high;
        long low;
        synchronized (drawn) {
            if (!left.hasRemaining()) {
                random.nextBytes(drawn);
                left.clear();
            }
            high = left.getLong();
            low = left.getLong();
        }
        high = (high & ~0xf000L) | 0x4000L;
        low = (low & ~(3L << 62)) | (1L << 63);
        return "urn:uuid:" + new UUID(high, low);
    }
}
