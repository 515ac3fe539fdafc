package dev.keyfabric.registry.readmodel;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Which subjects time has had an effect on that nobody has written down yet; a question to {@link Lookups#due}. */
public final class Overdue {
    /** A notice that comes so late is news to nobody. */
    private static final Duration WORTH_SAYING = Duration.ofDays(30);

    /** Keys that a person or a service uses, and may be missed: not those that enrol a signing key within the hour. */
    private static final String IN_USE = "status <> 'REVOKED' AND use_of IS NULL AND ";

    private final String since;
    private final SubjectKind kind;
    private final String condition;
    private final List<Object> values;

    private Overdue(SubjectKind kind, String since, String condition, List<Object> values) {
        this.kind = kind;
        this.since = since;
        this.condition = condition;
        this.values = values;
    }

    /** Keys that were revoked before a time. */
    public static Overdue keysRevokedBefore(Instant time) {
        return new Overdue(
                SubjectKind.KEY, "changed_at", "status = 'REVOKED' AND changed_at < ?", List.of(time.toEpochMilli()));
    }

    /** Keys that ended before a time by themselves. */
    public static Overdue keysExpiredBefore(Instant time) {
        return new Overdue(
                SubjectKind.KEY, "expires_at", "status <> 'REVOKED' AND expires_at < ?", List.of(time.toEpochMilli()));
    }

    /** Consumers that were deleted before a time and still have a name. */
    public static Overdue consumersDeletedBefore(Instant time) {
        return new Overdue(
                SubjectKind.CONSUMER,
                "changed_at",
                "status = 'DELETED' AND name <> '' AND changed_at < ?",
                List.of(time.toEpochMilli()));
    }

    /** Keys that have ended, of which the history does not say so. */
    public static Overdue keysEndedUnsaid(Instant now) {
        return new Overdue(
                SubjectKind.KEY,
                "expires_at",
                IN_USE + "expires_at <= ? AND expires_at > ? AND " + unsaid("KEY_EXPIRED", 0),
                List.of(now.toEpochMilli(), now.minus(WORTH_SAYING).toEpochMilli()));
    }

    /** Keys that end within a time, of which the history does not say so; those that live no longer than it are left out. */
    public static Overdue keysEndingUnsaid(Instant now, Duration within) {
        long millis = within.toMillis();
        return new Overdue(
                SubjectKind.KEY,
                "expires_at",
                IN_USE + "expires_at > ? AND expires_at <= ? AND created_at < expires_at - " + millis + " AND "
                        + unsaid("KEY_EXPIRING_SOON", millis),
                List.of(now.toEpochMilli(), now.plus(within).toEpochMilli()));
    }

    private static String unsaid(String type, long before) {
        return "NOT EXISTS (SELECT 1 FROM history AS h WHERE h.subject = s.id AND h.event_type = '" + type
                + "' AND h.at >= s.expires_at - " + before + ")";
    }

    String sql(Set<Integer> partitions, int limit) {
        String where = partitions.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return "SELECT id, " + since + " FROM " + kind.table() + " AS s WHERE unreadable = FALSE AND "
                + "partition_no IN (" + where + ") AND " + condition + " ORDER BY " + since + ", id LIMIT " + limit;
    }

    List<Object> values() {
        return values;
    }
}
