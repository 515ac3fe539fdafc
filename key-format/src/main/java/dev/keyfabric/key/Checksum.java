package dev.keyfabric.key;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * The six base62 characters at the end of a key: CRC-32 (IEEE) of the body, as GitHub's tokens have it, so that a
 * secret scanner knows a key without asking anyone. It catches typing errors; it proves nothing.
 */
final class Checksum {
    static final int LENGTH = 6;

    private Checksum() {}

    static String of(String body) {
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.US_ASCII));
        return Base62.encode(crc.getValue(), LENGTH);
    }
}
