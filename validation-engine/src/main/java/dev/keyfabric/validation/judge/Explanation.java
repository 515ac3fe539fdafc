package dev.keyfabric.validation.judge;

import java.util.List;

/**
 * Why a verdict is what it is.
 *
 * @param rule the one that decided: {@code passed}, or what it looked at ({@code consumer.status}, {@code
 *     plan.rateLimits.burst})
 * @param records what was read of the key, its consumer and its plan
 */
public record Explanation(String rule, List<Source> records) {
    public Explanation {
        records = List.copyOf(records);
    }

    /** The kind of a record. */
    public enum Kind {
        KEY,
        CONSUMER,
        PLAN
    }

    /**
     * A record that was read.
     *
     * @param version of the last readable record; 0 when there was none
     */
    public record Source(Kind kind, String id, long version) {}
}
