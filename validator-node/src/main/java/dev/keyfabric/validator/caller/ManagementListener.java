package dev.keyfabric.validator.caller;

import io.micronaut.context.env.Environment;

/** The listener of metrics and detailed health among those of the HTTP server, whose own order of them is nobody's. */
public final class ManagementListener {
    /** What the server's settings call it. */
    public static final String NAME = "management";

    /** Where its port stands, which is never 0: it must be told apart before a request is let in. */
    public static final String PORT = "micronaut.server.netty.listeners." + NAME + ".port";

    private static final int NONE = -1;

    private ManagementListener() {}

    /** Its port; -1 when there is none. */
    public static int port(Environment environment) {
        return environment.getProperty(PORT, Integer.class, NONE);
    }
}
