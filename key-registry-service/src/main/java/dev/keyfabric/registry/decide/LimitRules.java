package dev.keyfabric.registry.decide;

import dev.keyfabric.schemas.event.Quota;
import dev.keyfabric.schemas.event.QuotaPeriod;
import dev.keyfabric.schemas.event.RateLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the limits of a key or plan must look like; docs/contract/design.md, section 10. */
final class LimitRules {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,31}");
    private static final int MOST = 8;
    private static final long MAX_QUOTA = 1_000_000_000_000L;
    private static final long MAX_WINDOW_SECONDS = 366L * 24 * 60 * 60;

    private LimitRules() {}

    static void rateLimits(@Nullable List<RateLimit> limits, Faults faults) {
        if (limits == null || faults.tooMany("/rateLimits", limits, MOST)) {
            return;
        }
        faults.unique("/rateLimits", "/name", names(limits));
        for (int i = 0; i < limits.size(); i++) {
            String pointer = "/rateLimits/" + i;
            faults.matches(pointer + "/name", limits.get(i).getName(), NAME);
            faults.within(pointer + "/quota", limits.get(i).getQuota(), 1, MAX_QUOTA);
            faults.within(pointer + "/windowSeconds", limits.get(i).getWindowSeconds(), 1, MAX_WINDOW_SECONDS);
        }
    }

    /** Answers name a limit alone, so that no quota may have the name of a window. */
    static void quotas(List<Quota> quotas, List<RateLimit> limits, Faults faults) {
        if (faults.tooMany("/quotas", quotas, MOST)) {
            return;
        }
        List<String> windows = names(limits);
        List<String> before = new ArrayList<>();
        for (int i = 0; i < quotas.size(); i++) {
            String pointer = "/quotas/" + i;
            String name = quotas.get(i).getName();
            faults.matches(pointer + "/name", name, NAME);
            if (Stream.concat(windows.stream(), before.stream()).anyMatch(name::equals)) {
                faults.add(pointer + "/name", "DUPLICATE", "is there twice");
            }
            before.add(name);
            faults.within(pointer + "/quota", quotas.get(i).getQuota(), 1, MAX_QUOTA);
            faults.known(pointer + "/period", quotas.get(i).getPeriod() != QuotaPeriod.UNKNOWN);
        }
    }

    private static List<String> names(List<RateLimit> limits) {
        return limits.stream().map(RateLimit::getName).toList();
    }
}
