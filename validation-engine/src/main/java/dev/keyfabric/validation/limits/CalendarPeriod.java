package dev.keyfabric.validation.limits;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

/** A period of the UTC calendar. */
public enum CalendarPeriod {
    HOUR(ChronoUnit.HOURS),
    DAY(ChronoUnit.DAYS),
    MONTH(ChronoUnit.MONTHS);

    private final ChronoUnit unit;

    CalendarPeriod(ChronoUnit unit) {
        this.unit = unit;
    }

    /** The first instant of the period that an instant is in; ms since 1970. */
    long startBefore(long ms) {
        return start(ms).toInstant().toEpochMilli();
    }

    /** The first instant of the period after the one that an instant is in; ms since 1970. */
    long endAfter(long ms) {
        return start(ms).plus(1, unit).toInstant().toEpochMilli();
    }

    private ZonedDateTime start(long ms) {
        ZonedDateTime at = Instant.ofEpochMilli(ms).atZone(ZoneOffset.UTC);
        return this == MONTH ? at.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1) : at.truncatedTo(unit);
    }
}
