package dev.keyfabric.validation.limits;

/** A quota of the calendar: {@code quota} requests in each hour, day or month of UTC, whenever they come in it. */
public record CalendarQuota(String name, long quota, CalendarPeriod period) implements Limit {
    /**
     * A quota.
     *
     * @throws IllegalArgumentException when it is out of range
     */
    public CalendarQuota {
        Limit.check(name, quota);
    }

    @Override
    public long seconds(long atMs) {
        return (period.endAfter(atMs) - period.startBefore(atMs)) / 1000;
    }
}
