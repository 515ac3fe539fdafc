package dev.keyfabric.schemas.digest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.keyfabric.schemas.topics.Topic;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What one partition of a lifecycle topic holds, as a count and a sum that do not depend on the order in which it came to
 * hold it: the sum mod 2^256 of SHA-256(topic id ‖ record key ‖ value), one term for each subject; docs/decisions/0019.
 * The parts need no marks between them: no id holds the zero byte that every framed value begins with.
 *
 * @param records subjects held
 * @param sum from 0 to 2^256 − 1
 */
public record PartitionSum(long records, BigInteger sum) {
    /** The name of this way to sum. */
    public static final String ALGORITHM = "sum-sha256";

    private static final int BYTES = 32;
    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(Byte.SIZE * BYTES);

    /** Of a partition that holds nothing. */
    public static final PartitionSum EMPTY = new PartitionSum(0, BigInteger.ZERO);

    public PartitionSum {
        if (records < 0 || sum.signum() < 0 || sum.compareTo(MODULUS) >= 0) {
            throw new IllegalArgumentException("no sum of a partition: " + records + " records, sum " + sum);
        }
    }

    /**
     * A sum that was told in bytes.
     *
     * @param sum 32 bytes, big-endian
     * @throws IllegalArgumentException when they are more or fewer, or the count is negative
     */
    public static PartitionSum of(long records, byte[] sum) {
        if (sum.length != BYTES) {
            throw new IllegalArgumentException("a sum has " + BYTES + " bytes, not " + sum.length);
        }
        return new PartitionSum(records, new BigInteger(1, sum));
    }

    /** The sum once a subject is held besides. */
    public PartitionSum plus(Topic topic, byte[] key, byte[] value) {
        return new PartitionSum(records + 1, reduced(sum.add(term(topic, key, value))));
    }

    /**
     * The sum once a subject is no longer held so.
     *
     * @throws IllegalArgumentException when nothing was held
     */
    public PartitionSum minus(Topic topic, byte[] key, byte[] value) {
        return new PartitionSum(records - 1, reduced(sum.subtract(term(topic, key, value))));
    }

    /** The sum as 32 bytes, big-endian. */
    public byte[] bytes() {
        byte[] magnitude = sum.toByteArray();
        int sign = magnitude.length > BYTES ? 1 : 0;
        byte[] bytes = new byte[BYTES];
        int length = magnitude.length - sign;
        System.arraycopy(magnitude, sign, bytes, BYTES - length, length);
        return bytes;
    }

    /** Of the sum or the difference of two sums. */
    private static BigInteger reduced(BigInteger number) {
        return number.signum() < 0
                ? number.add(MODULUS)
                : number.compareTo(MODULUS) >= 0 ? number.subtract(MODULUS) : number;
    }

    private static BigInteger term(Topic topic, byte[] key, byte[] value) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(topic.id().getBytes(US_ASCII));
            sha256.update(key);
            return new BigInteger(1, sha256.digest(value));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
