package dev.keyfabric.validation.outward;

import java.util.Random;
import java.util.UUID;

/** Names for single answers ({@code instance} of RFC 9457): random UUIDs, all of one length, that say nothing. */
public final class RequestIds {
    private final Random random;

    /** Names made of a source of randomness. */
    public RequestIds(Random random) {
        this.random = random;
    }

    /** The next: {@code urn:uuid:} and a version 4 UUID (RFC 9562). */
    public String next() {
        long high = (random.nextLong() & ~0xf000L) | 0x4000L;
        long low = (random.nextLong() & ~(3L << 62)) | (1L << 63);
        return "urn:uuid:" + new UUID(high, low);
    }
}
