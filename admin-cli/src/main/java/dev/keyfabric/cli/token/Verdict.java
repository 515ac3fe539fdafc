package dev.keyfabric.cli.token;

import dev.keyfabric.context.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * What came of a check.
 *
 * @param reason null when it is valid
 */
record Verdict(@Nullable Refusal reason) {
    static final Verdict VALID = new Verdict(null);

    boolean isValid() {
        return reason == null;
    }
}
