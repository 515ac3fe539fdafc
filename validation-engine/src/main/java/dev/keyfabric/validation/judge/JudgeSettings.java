package dev.keyfabric.validation.judge;

import dev.keyfabric.key.KeyPrefixes;
import dev.keyfabric.schemas.event.Environment;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a node judges.
 *
 * @param service the audience of questions that name none; null = none
 * @param environments of keys this node serves
 * @param stalenessBound beyond which it says nothing but STALE
 * @param prefixes of the keys this fabric issues; a text under another is none of them
 */
public record JudgeSettings(
        @Nullable String service, Set<Environment> environments, Duration stalenessBound, KeyPrefixes prefixes) {
    public static final Duration STALENESS_BOUND = Duration.ofHours(24);
    public static final Set<Environment> BOTH = Set.of(Environment.LIVE, Environment.TEST);

    public JudgeSettings {
        environments = Set.copyOf(environments);
    }

    @Nullable
    String audience(@Nullable String asked) {
        return asked == null ? service : asked;
    }
}
