package dev.keyfabric.registry;

import java.util.Locale;

/** Addresses to bind to, judged without asking a name server. */
final class Addresses {
    private Addresses() {}

    /** Whether a host can be reached from itself alone. A name other than {@code localhost} could be anything: no. */
    static boolean isLoopback(String host) {
        String plain = host.toLowerCase(Locale.ROOT);
        return plain.equals("localhost")
                || plain.equals("::1")
                || plain.equals("[::1]")
                || plain.matches("127(\\.(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])){3}");
    }
}
