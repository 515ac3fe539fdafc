package dev.keyfabric.key;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A key as its holder sends it: {@code <prefix>_<30 base62><6 base62 checksum>}, 178 bits of randomness.
 *
 * <p>This type holds a secret. {@link #toString()} shows only the prefix and the last four characters; the whole text
 * leaves by {@link #reveal()} alone.
 */
public final class ApiKey {
    /** Characters of randomness between the prefix and the checksum. */
    public static final int BODY_LENGTH = 30;

    private static final int TAIL_LENGTH = BODY_LENGTH + Checksum.LENGTH;
    private static final int MAX_PREFIX_LENGTH = 32;

    private final String text;
    private final int prefixLength;

    private ApiKey(String text, int prefixLength) {
        this.text = text;
        this.prefixLength = prefixLength;
    }

    /**
     * A new key.
     *
     * @param prefix for example {@code kf_live}; see {@link #isPrefix}
     * @param random must be cryptographically strong
     */
    public static ApiKey generate(String prefix, RandomGenerator random) {
        if (!isPrefix(prefix)) {
            throw new IllegalArgumentException("key prefix must match [a-z][a-z0-9]*(_[a-z0-9]+)*, at most 32 long");
        }
        StringBuilder body = new StringBuilder(BODY_LENGTH);
        for (int i = 0; i < BODY_LENGTH; i++) {
            body.append(Base62.ALPHABET.charAt(random.nextInt(62)));
        }
        return new ApiKey(prefix + "_" + body + Checksum.of(body.toString()), prefix.length());
    }

    /**
     * The key that a text is, or empty when it begins with none of the prefixes, or its shape or its checksum is wrong.
     * Never throws. No two of a fabric's keys are one typing error apart: a change of one character, one too many, one
     * too few and two neighbours swapped inside the body are all refused here, before any hashing or lookup.
     */
    public static Optional<ApiKey> parse(String text, KeyPrefixes prefixes) {
        return text.length() == prefixes.length() + 1 + TAIL_LENGTH && prefixes.startsOf(text)
                ? parse(text)
                : Optional.empty();
    }

    /**
     * The key that a text is under whatever prefix, or empty when its shape or its checksum is wrong. Never throws. The
     * checksum does not cover the prefix: where the fabric's prefixes are known use {@link #parse(String, KeyPrefixes)}.
     */
    public static Optional<ApiKey> parse(String text) {
        int prefixLength = text.length() - TAIL_LENGTH - 1;
        if (prefixLength < 1
                || prefixLength > MAX_PREFIX_LENGTH
                || text.charAt(prefixLength) != '_'
                || !Base62.allDigits(text, prefixLength + 1, text.length())
                || !isPrefix(text.substring(0, prefixLength))) {
            return Optional.empty();
        }
        int checksumAt = text.length() - Checksum.LENGTH;
        String expected = Checksum.of(text.substring(prefixLength + 1, checksumAt));
        return text.startsWith(expected, checksumAt) ? Optional.of(new ApiKey(text, prefixLength)) : Optional.empty();
    }

    /** Whether a text can stand before a key's body: lower case letters and digits, single underscores inside. */
    public static boolean isPrefix(String prefix) {
        if (prefix.isEmpty() || prefix.length() > MAX_PREFIX_LENGTH || !isLower(prefix.charAt(0))) {
            return false;
        }
        for (int i = 1; i < prefix.length(); i++) {
            char c = prefix.charAt(i);
            boolean joint = c == '_' && prefix.charAt(i - 1) != '_' && i < prefix.length() - 1;
            if (!joint && !isLower(c) && (c < '0' || c > '9')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
    }

    /** The 32 bytes by which the fabric recognises this key: SHA-256 of the whole text. */
    public byte[] sha256() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    public String prefix() {
        return text.substring(0, prefixLength);
    }

    public String lastFour() {
        return text.substring(text.length() - 4);
    }

    /** The whole secret, for the one answer that shows it and for the header that sends it. */
    public String reveal() {
        return text;
    }

    @Override
    public String toString() {
        return prefix() + "_…" + lastFour();
    }
}
