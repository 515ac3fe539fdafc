package dev.keyfabric.registry.decide;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The strict syntax of an address block, {@code 10.0.0.0/8} or {@code 2001:db8::/32}; never asks a name service. */
final class Cidr {
    private static final Pattern LENGTH = Pattern.compile("0|[1-9][0-9]{0,2}");
    private static final Pattern OCTET = Pattern.compile("0|[1-9][0-9]{0,2}");
    private static final Pattern GROUP = Pattern.compile("[0-9A-Fa-f]{1,4}");

    private Cidr() {}

    /** What is wrong with a block, or null. */
    static @Nullable String fault(String block) {
        int slash = block.indexOf('/');
        if (slash < 0) {
            return "must be an address, a slash and a prefix length";
        }
        String address = block.substring(0, slash);
        byte[] bytes = address.indexOf(':') >= 0 ? v6(address) : v4(address);
        if (bytes == null) {
            return "is no IPv4 or IPv6 address";
        }
        String length = block.substring(slash + 1);
        if (!LENGTH.matcher(length).matches() || Integer.parseInt(length) > bytes.length * 8) {
            return "the prefix length must be from 0 to " + bytes.length * 8;
        }
        return hasHostBits(bytes, Integer.parseInt(length)) ? "the address has bits outside the prefix" : null;
    }

    private static byte @Nullable [] v4(String address) {
        String[] octets = address.split("\\.", -1);
        if (octets.length != 4) {
            return null;
        }
        byte[] bytes = new byte[4];
        for (int i = 0; i < 4; i++) {
            if (!OCTET.matcher(octets[i]).matches() || Integer.parseInt(octets[i]) > 255) {
                return null;
            }
            bytes[i] = (byte) Integer.parseInt(octets[i]);
        }
        return bytes;
    }

    /** RFC 4291 section 2.2, forms 1 and 2; the form with a dotted tail is not accepted. */
    private static byte @Nullable [] v6(String address) {
        byte[] bytes = new byte[16];
        int gap = address.indexOf("::");
        if (gap < 0) {
            return groups(address, bytes) == 8 ? bytes : null;
        }
        int head = groups(address.substring(0, gap), bytes);
        byte[] tail = new byte[16];
        int after = groups(address.substring(gap + 2), tail);
        if (head < 0 || after < 0 || head + after > 7) {
            return null;
        }
        System.arraycopy(tail, 0, bytes, 16 - 2 * after, 2 * after);
        return bytes;
    }

    /** Writes groups of four hex digits; how many there were, or -1. */
    private static int groups(String text, byte[] bytes) {
        if (text.isEmpty()) {
            return 0;
        }
        String[] groups = text.split(":", -1);
        if (groups.length > 8) {
            return -1;
        }
        for (int i = 0; i < groups.length; i++) {
            if (!GROUP.matcher(groups[i]).matches()) {
                return -1;
            }
            int value = Integer.parseInt(groups[i], 16);
            bytes[2 * i] = (byte) (value >> 8);
            bytes[2 * i + 1] = (byte) value;
        }
        return groups.length;
    }

    private static boolean hasHostBits(byte[] bytes, int length) {
        for (int bit = length; bit < bytes.length * 8; bit++) {
            if ((bytes[bit / 8] >> (7 - bit % 8) & 1) != 0) {
                return true;
            }
        }
        return false;
    }
}
