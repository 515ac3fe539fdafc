package dev.keyfabric.validation.address;

/**
 * The addresses that one party is taken to have: one IPv4 address, or the /64 of an IPv6 address (RFC 4291, section
 * 2.5.4: whoever has one address of it has all).
 *
 * @param bits the address, or the upper half of it
 */
public record AddressGroup(boolean ipv6, long bits) {
    public static AddressGroup of(IpAddress address) {
        byte[] bytes = address.bytes();
        long bits = 0;
        for (int i = 0; i < Math.min(Long.BYTES, bytes.length); i++) {
            bits = (bits << Byte.SIZE) | (bytes[i] & 0xff);
        }
        return new AddressGroup(bytes.length > Integer.BYTES, bits);
    }
}
