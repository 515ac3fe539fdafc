package dev.keyfabric.validation.view;

import dev.keyfabric.schemas.event.Quota;
import dev.keyfabric.schemas.event.QuotaPeriod;
import dev.keyfabric.schemas.event.RateLimit;
import dev.keyfabric.schemas.wire.UnreadableValueException;
import dev.keyfabric.validation.limits.CalendarPeriod;
import dev.keyfabric.validation.limits.CalendarQuota;
import dev.keyfabric.validation.limits.Limit;
import dev.keyfabric.validation.limits.LimitSet;
import dev.keyfabric.validation.limits.RateWindow;
import java.util.ArrayList;
import java.util.List;

/** Reads limits as they are stored. A limit that is not understood makes its record unreadable: none is ever dropped. */
final class LimitReading {
    private LimitReading() {}

    static LimitSet read(List<RateLimit> rates, List<Quota> quotas) {
        if (rates.isEmpty() && quotas.isEmpty()) {
            return LimitSet.NONE;
        }
        List<Limit> limits = new ArrayList<>(rates.size() + quotas.size());
        try {
            for (RateLimit rate : rates) {
                limits.add(new RateWindow(rate.getName(), rate.getQuota(), rate.getWindowSeconds()));
            }
            for (Quota quota : quotas) {
                limits.add(new CalendarQuota(quota.getName(), quota.getQuota(), period(quota.getPeriod())));
            }
        } catch (IllegalArgumentException e) {
            throw new UnreadableValueException("an unreadable limit");
        }
        return new LimitSet(limits);
    }

    private static CalendarPeriod period(QuotaPeriod period) {
        return switch (period) {
            case HOUR -> CalendarPeriod.HOUR;
            case DAY -> CalendarPeriod.DAY;
            case MONTH -> CalendarPeriod.MONTH;
            case UNKNOWN -> throw new UnreadableValueException("unknown period");
        };
    }
}
