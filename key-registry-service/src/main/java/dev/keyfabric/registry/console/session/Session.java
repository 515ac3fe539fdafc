package dev.keyfabric.registry.console.session;

import java.time.Instant;

/**
 * Somebody who is logged in by a browser. It holds the token that was given, which is judged again with each request: what ends the
 * token ends the session. Holds secrets.
 */
public final class Session {
    private final String token;
    private final String csrf;
    private final Instant startedAt;
    private volatile Instant usedAt;

    Session(String token, String csrf, Instant now) {
        this.token = token;
        this.csrf = csrf;
        this.startedAt = now;
        this.usedAt = now;
    }

    String token() {
        return token;
    }

    /** What each form of this session carries, and no other site can know. */
    public String csrf() {
        return csrf;
    }

    Instant startedAt() {
        return startedAt;
    }

    Instant usedAt() {
        return usedAt;
    }

    void used(Instant now) {
        usedAt = now;
    }

    @Override
    public String toString() {
        return "Session[***]";
    }
}
