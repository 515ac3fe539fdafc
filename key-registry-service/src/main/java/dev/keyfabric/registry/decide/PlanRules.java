package dev.keyfabric.registry.decide;

import dev.keyfabric.schemas.event.PlanDraft;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the fields of a plan must look like. */
final class PlanRules {
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(3660);

    private PlanRules() {}

    static void check(String planId, @Nullable PlanDraft draft, Faults faults) {
        faults.matches("/id", planId, CommandRules.ID);
        if (draft == null) {
            faults.required("/name", null);
            return;
        }
        faults.text("/name", draft.getName(), CommandRules.MAX_NAME);
        LimitRules.rateLimits(draft.getRateLimits(), faults);
        LimitRules.quotas(draft.getQuotas(), draft.getRateLimits(), faults);
        time("/maxLifetime", draft.getMaxLifetimeSeconds(), faults);
        time("/rotateEvery", draft.getRotateEverySeconds(), faults);
    }

    private static void time(String pointer, @Nullable Long seconds, Faults faults) {
        if (seconds != null && (seconds < SHORTEST.toSeconds() || seconds > LONGEST.toSeconds())) {
            faults.add(pointer, "OUT_OF_RANGE", "must be from " + SHORTEST + " to P" + LONGEST.toDays() + "D");
        }
    }
}
