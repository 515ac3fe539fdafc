package dev.keyfabric.validation.limits;

import java.util.List;

/**
 * What one key has consumed at one node, by limit: what is kept over a restart, and what nodes that converge on one
 * limit have to tell each other.
 *
 * @param total all that was ever charged here while the key was remembered: it only grows, so that the difference of two
 *     is what was charged between them
 */
public record Consumed(String keyId, long total, List<Amount> amounts) {
    public Consumed {
        amounts = List.copyOf(amounts);
    }

    /**
     * What counts against one limit now.
     *
     * @param amount of a {@link RateWindow} in 2^-22 of a request, of a {@link CalendarQuota} in requests
     * @param endMs when a quota's period ends, in ms since 1970; 0 for a window
     */
    public record Amount(Limit limit, long amount, long endMs) {
        /**
         * An amount.
         *
         * @throws IllegalArgumentException when it is negative
         */
        public Amount {
            if (amount < 0 || endMs < 0) {
                throw new IllegalArgumentException("less than nothing");
            }
        }
    }
}
