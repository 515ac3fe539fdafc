package dev.keyfabric.context.tripwire;

/** The six bits of a character of base64, in either alphabet. */
final class Base64Bits {
    private Base64Bits() {}

    /** 0 to 63, or -1 for a character of neither alphabet. */
    static int of(int c) {
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        if (c >= 'a' && c <= 'z') {
            return c - 'a' + 26;
        }
        if (c >= '0' && c <= '9') {
            return c - '0' + 52;
        }
        return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
    }
}
