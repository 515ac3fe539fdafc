package dev.keyfabric.validation.limits;

import java.time.Duration;
import java.util.List;

/**
 * How a node limits.
 *
 * @param strictest what holds for keys whose plan cannot be read or is not known
 * @param keys how many keys are remembered
 * @param saveEvery how often what was consumed is written down
 * @param failedAttempts of one address; none = not limited
 * @param addresses how many of them are remembered
 */
public record LimitSettings(LimitSet strictest, int keys, Duration saveEvery, LimitSet failedAttempts, int addresses) {
    /** What answers call the limits that no plan and no key names. */
    public static final String STRICTEST_NAME = "strictest";

    public static final String FAILED_ATTEMPTS_NAME = "failed-attempts";

    public static final LimitSettings DEFAULT = new LimitSettings(
            new LimitSet(List.of(new RateWindow(STRICTEST_NAME, 10, 10))),
            100_000,
            Duration.ofSeconds(10),
            new LimitSet(List.of(new RateWindow(FAILED_ATTEMPTS_NAME, 30, 60))),
            65_536);
}
