package dev.keyfabric.key;

import java.math.BigInteger;

/** Base 62 over the alphabet {@code 0-9A-Za-z}, the one GitHub's token checksum uses. */
final class Base62 {
    static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final BigInteger RADIX = BigInteger.valueOf(62);

    /** By character: comparing with three ranges mispredicts at every other character of a random text. */
    private static final boolean[] DIGITS = new boolean[128];

    static {
        ALPHABET.chars().forEach(digit -> DIGITS[digit] = true);
    }

    private Base62() {}

    static boolean isDigit(char c) {
        return c < DIGITS.length && DIGITS[c];
    }

    static boolean allDigits(CharSequence text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!isDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** The lowest {@code width} digits of a non-negative number, left-padded with {@code 0}. */
    static String encode(BigInteger number, int width) {
        char[] digits = new char[width];
        BigInteger rest = number;
        for (int i = width - 1; i >= 0; i--) {
            BigInteger[] split = rest.divideAndRemainder(RADIX);
            digits[i] = ALPHABET.charAt(split[1].intValue());
            rest = split[0];
        }
        return new String(digits);
    }

    static String encode(long number, int width) {
        char[] digits = new char[width];
        long rest = number;
        for (int i = width - 1; i >= 0; i--) {
            digits[i] = ALPHABET.charAt((int) (rest % 62));
            rest /= 62;
        }
        return new String(digits);
    }
}
