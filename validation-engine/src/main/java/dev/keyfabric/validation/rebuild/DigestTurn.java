package dev.keyfabric.validation.rebuild;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a node may fill its view anew for its digests without being told to: at most once a day, and only in an hour in which
 * the hash of its id and the hour names it, as it names one node in ten; docs/contract/design.md, section 8. A fault that
 * made every digest differ must not have the whole fleet read every topic at once.
 */
final class DigestTurn {
    private static final Duration APART = Duration.ofDays(1);
    private static final BigInteger ONE_IN = BigInteger.TEN;

    private DigestTurn() {}

    /** @param last when it was last done, in ms; null = never */
    static boolean isNow(String nodeId, @Nullable Long last, Instant now) {
        boolean rested = last == null || Math.abs(now.toEpochMilli() - last) >= APART.toMillis();
        return rested && isNamed(nodeId, now);
    }

    private static boolean isNamed(String nodeId, Instant now) {
        long hour = Math.floorDiv(now.getEpochSecond(), Duration.ofHours(1).toSeconds());
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest((nodeId + "@" + hour).getBytes(UTF_8));
            return new BigInteger(1, hash).mod(ONE_IN).signum() == 0;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
