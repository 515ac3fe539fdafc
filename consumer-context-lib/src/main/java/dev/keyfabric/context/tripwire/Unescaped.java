package dev.keyfabric.context.tripwire;

import java.util.Arrays;

/**
 * Bytes with one layer of escapes taken off: JSON's and percent's, and the line breaks inside base64. Taken off both at
 * once and without asking where a string begins: what becomes garbage in that way was searched as it was before.
 */
final class Unescaped {
    private final byte[] source;
    private final byte[] bytes;
    private final int length;

    private Unescaped(byte[] source, byte[] bytes, int length) {
        this.source = source;
        this.bytes = bytes;
        this.length = length;
    }

    static Unescaped of(byte[] source) {
        byte[] out = new byte[source.length];
        int length = 0;
        for (int at = 0; at < source.length; ) {
            int code = decode(source, at);
            if (!isBreak(code) || !(length > 0 && isBase64(out[length - 1]))) {
                out[length++] = (byte) code;
            }
            at += width(source, at);
        }
        return new Unescaped(source, Arrays.copyOf(out, length), length);
    }

    byte[] bytes() {
        return bytes;
    }

    /** Whether anything was taken off. */
    boolean changed() {
        return length != source.length;
    }

    /** Where in the source the byte at {@code index} comes from. */
    int sourceOffset(int index) {
        int made = 0;
        int last = -1;
        for (int at = 0; at < source.length; at += width(source, at)) {
            int code = decode(source, at);
            if (!isBreak(code) || !(made > 0 && isBase64(last))) {
                if (made == index) {
                    return at;
                }
                made++;
                last = (byte) code;
            }
        }
        return source.length;
    }

    /**
     * Whether at this place there is something to take off that a key could be hidden by. An escaped quote is not, nor is
     * a line break that does not follow a character of base64, which spares ordinary JSON a second pass.
     */
    static boolean begins(byte[] in, int at) {
        return switch (in[at]) {
            case '%' -> hex(in, at + 1, 2) >= 0;
            case '\\' -> at + 1 < in.length && "u/nr\\".indexOf(in[at + 1]) >= 0;
            case '\n', '\r' -> at > 0 && isBase64(in[at - 1]);
            default -> false;
        };
    }

    private static int width(byte[] in, int at) {
        if (in[at] == '%' && hex(in, at + 1, 2) >= 0) {
            return 3;
        }
        if (in[at] != '\\' || at + 1 >= in.length) {
            return 1;
        }
        return in[at + 1] == 'u' && hex(in, at + 2, 4) >= 0 ? 6 : 2;
    }

    private static int decode(byte[] in, int at) {
        int width = width(in, at);
        if (width == 1) {
            return in[at];
        }
        if (width == 2) {
            return in[at + 1] == 'n' ? '\n' : in[at + 1] == 'r' ? '\r' : in[at + 1];
        }
        int code = width == 3 ? hex(in, at + 1, 2) : hex(in, at + 2, 4);
        // Outside ASCII nothing of a key can be; a byte that no pattern has stands for it.
        return code < 0x80 ? code : 0;
    }

    private static int hex(byte[] in, int at, int digits) {
        if (at + digits > in.length) {
            return -1;
        }
        int code = 0;
        for (int i = at; i < at + digits; i++) {
            int digit = in[i] < 0 ? -1 : Character.digit(in[i], 16);
            if (digit < 0) {
                return -1;
            }
            code = code << 4 | digit;
        }
        return code;
    }

    private static boolean isBreak(int code) {
        return code == '\n' || code == '\r';
    }

    static boolean isBase64(int c) {
        return Base64Bits.of(c) >= 0;
    }
}
