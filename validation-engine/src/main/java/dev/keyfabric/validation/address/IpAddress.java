package dev.keyfabric.validation.address;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An IP address as 4 or 16 bytes. An IPv4 address inside IPv6 ({@code ::ffff:10.0.0.1}) is the IPv4 address: a dual
 * stack socket shows the same caller in either form.
 */
public final class IpAddress {
    private static final int GROUPS = 8;
    private static final int MAX_TEXT = 45;

    private final byte[] bytes;

    private IpAddress(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The address that a text is, or empty: no names, no zones, no brackets, no leading zeros in IPv4. Never throws. */
    public static Optional<IpAddress> parse(String text) {
        byte[] bytes = bytesOf(text);
        return bytes == null ? Optional.empty() : Optional.of(new IpAddress(unmapped(bytes)));
    }

    /** The canonical text (RFC 5952), as {@link #parse} reads it. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(MAX_TEXT);
        if (bytes.length == 4) {
            for (int i = 0; i < 4; i++) {
                text.append(i == 0 ? "" : ".").append(bytes[i] & 0xff);
            }
            return text.toString();
        }
        int gap = -1;
        int gapLength = 1;
        for (int i = 0; i < GROUPS; i++) {
            int zeros = 0;
            while (i + zeros < GROUPS && group(i + zeros) == 0) {
                zeros++;
            }
            if (zeros > gapLength) {
                gap = i;
                gapLength = zeros;
            }
        }
        for (int i = 0; i < GROUPS; i++) {
            if (i == gap) {
                text.append("::");
                i += gapLength - 1;
            } else {
                boolean first = i == 0 || (gap >= 0 && i == gap + gapLength);
                text.append(first ? "" : ":").append(Integer.toHexString(group(i)));
            }
        }
        return text.toString();
    }

    private int group(int i) {
        return ((bytes[2 * i] & 0xff) << Byte.SIZE) | (bytes[2 * i + 1] & 0xff);
    }

    byte[] bytes() {
        return bytes;
    }

    /** The bytes of the address as it is written, an IPv4 address inside IPv6 still 16 long. */
    static byte @Nullable [] bytesOf(String text) {
        if (text.isEmpty() || text.length() > MAX_TEXT) {
            return null;
        }
        return text.indexOf(':') < 0 ? ipv4(text) : ipv6(text);
    }

    static boolean isMapped(byte[] bytes) {
        if (bytes.length != 16 || bytes[10] != -1 || bytes[11] != -1) {
            return false;
        }
        for (int i = 0; i < 10; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static byte[] unmapped(byte[] bytes) {
        return isMapped(bytes) ? Arrays.copyOfRange(bytes, 12, 16) : bytes;
    }

    private static byte @Nullable [] ipv4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return null;
        }
        byte[] bytes = new byte[4];
        for (int i = 0; i < 4; i++) {
            int value = number(parts[i], 10, 3);
            if (value < 0 || value > 255 || (parts[i].length() > 1 && parts[i].charAt(0) == '0')) {
                return null;
            }
            bytes[i] = (byte) value;
        }
        return bytes;
    }

    private static byte @Nullable [] ipv6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            byte[] all = groups(text);
            return all != null && all.length == 2 * GROUPS ? all : null;
        }
        if (text.indexOf("::", gap + 1) >= 0) {
            return null;
        }
        byte[] head = groups(text.substring(0, gap));
        byte[] tail = groups(text.substring(gap + 2));
        if (head == null || tail == null || head.length + tail.length > 2 * (GROUPS - 1)) {
            return null;
        }
        if (text.substring(0, gap).indexOf('.') >= 0) {
            return null;
        }
        byte[] bytes = new byte[2 * GROUPS];
        System.arraycopy(head, 0, bytes, 0, head.length);
        System.arraycopy(tail, 0, bytes, bytes.length - tail.length, tail.length);
        return bytes;
    }

    /** Groups of hex digits between colons; the last may be an IPv4 address. */
    private static byte @Nullable [] groups(String text) {
        if (text.isEmpty()) {
            return new byte[0];
        }
        String[] parts = text.split(":", GROUPS + 1);
        byte[] bytes = new byte[2 * GROUPS + 2];
        int at = 0;
        for (int i = 0; i < parts.length; i++) {
            boolean last = i == parts.length - 1;
            if (at > 2 * GROUPS - 2) {
                return null;
            }
            if (last && parts[i].indexOf('.') >= 0) {
                byte[] v4 = ipv4(parts[i]);
                if (v4 == null || at > 2 * GROUPS - 4) {
                    return null;
                }
                System.arraycopy(v4, 0, bytes, at, 4);
                at += 4;
            } else {
                int group = number(parts[i], 16, 4);
                if (group < 0) {
                    return null;
                }
                bytes[at++] = (byte) (group >> 8);
                bytes[at++] = (byte) group;
            }
        }
        return Arrays.copyOf(bytes, at);
    }

    /** A number of ASCII digits, or -1. */
    private static int number(String digits, int radix, int maxDigits) {
        if (digits.isEmpty() || digits.length() > maxDigits) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            int digit = c < 128 ? Character.digit(c, radix) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value * radix + digit;
        }
        return value;
    }
}
