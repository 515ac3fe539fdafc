package dev.keyfabric.validation;

import dev.keyfabric.validation.address.IpAddress;
import dev.keyfabric.validation.limits.LimitSet;
import dev.keyfabric.validation.limits.LimitSettings;
import dev.keyfabric.validation.limits.LimitStanding;
import dev.keyfabric.validation.limits.Limiter;
import dev.keyfabric.validation.limits.RateWindow;
import java.util.List;

/** Limits that tests of other things never meet. */
public final class TestLimits {
    public static final LimitSettings SETTINGS = new LimitSettings(
            new LimitSet(List.of(new RateWindow("strictest", 1_000_000_000, 1))),
            LimitSettings.DEFAULT.keys(),
            LimitSettings.DEFAULT.saveEvery(),
            LimitSet.NONE,
            LimitSettings.DEFAULT.addresses());

    /** Lets everything through. */
    public static final Limiter NONE = new Limiter() {
        @Override
        public LimitStanding charge(String keyId, LimitSet plan, LimitSet own, int cost) {
            return null;
        }

        @Override
        public LimitStanding failed(IpAddress address) {
            return null;
        }

        @Override
        public LimitSet strictest() {
            return LimitSet.NONE;
        }
    };

    private TestLimits() {}
}
