package dev.keyfabric.registry.topics;

import org.jspecify.annotations.Nullable;

/** The topics could not be made or checked now; trying again may work. */
public final class TopicsUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TopicsUnavailableException(String what, @Nullable Throwable cause) {
        super(what, cause);
    }

    TopicsUnavailableException(String what) {
        super(what);
    }
}
