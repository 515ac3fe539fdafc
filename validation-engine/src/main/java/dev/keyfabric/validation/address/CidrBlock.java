package dev.keyfabric.validation.address;

import java.util.Arrays;
import java.util.Optional;

/** A block of addresses ({@code 10.0.0.0/8}, {@code 2001:db8::/32}, or one address), read once and matched by bytes. */
public final class CidrBlock {
    private static final int MAPPED_BITS = 96;

    private final byte[] network;
    private final int bits;

    private CidrBlock(byte[] network, int bits) {
        this.network = network;
        this.bits = bits;
    }

    /**
     * The block that a text is, or empty. Bits after the prefix may be set and do not count. A block of IPv4 addresses
     * written inside IPv6 ({@code ::ffff:10.0.0.0/104}) is the IPv4 block; {@code ::/0} holds no IPv4 address.
     */
    public static Optional<CidrBlock> parse(String text) {
        int slash = text.indexOf('/');
        byte[] network = IpAddress.bytesOf(slash < 0 ? text : text.substring(0, slash));
        if (network == null) {
            return Optional.empty();
        }
        int bits = slash < 0 ? network.length * Byte.SIZE : prefixLength(text, slash + 1);
        if (bits < 0 || bits > network.length * Byte.SIZE) {
            return Optional.empty();
        }
        if (bits >= MAPPED_BITS && IpAddress.isMapped(network)) {
            return Optional.of(new CidrBlock(Arrays.copyOfRange(network, 12, 16), bits - MAPPED_BITS));
        }
        return Optional.of(new CidrBlock(network, bits));
    }

    /** The block as bytes: the prefix length, then the address. */
    public byte[] toBytes() {
        byte[] bytes = new byte[1 + network.length];
        bytes[0] = (byte) bits;
        System.arraycopy(network, 0, bytes, 1, network.length);
        return bytes;
    }

    /** The block that {@link #toBytes} made these bytes of. */
    public static CidrBlock ofBytes(byte[] bytes) {
        return new CidrBlock(Arrays.copyOfRange(bytes, 1, bytes.length), bytes[0] & 0xff);
    }

    public boolean contains(IpAddress address) {
        byte[] bytes = address.bytes();
        if (bytes.length != network.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        for (int i = 0; i < whole; i++) {
            if (bytes[i] != network[i]) {
                return false;
            }
        }
        int rest = bits % Byte.SIZE;
        if (rest == 0) {
            return true;
        }
        int mask = 0xff << (Byte.SIZE - rest) & 0xff;
        return ((bytes[whole] ^ network[whole]) & mask) == 0;
    }

    private static int prefixLength(String text, int from) {
        int length = text.length() - from;
        if (length < 1 || length > 3 || (length > 1 && text.charAt(from) == '0')) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + (c - '0');
        }
        return value;
    }
}
