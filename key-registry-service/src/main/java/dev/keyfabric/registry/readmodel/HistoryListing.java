package dev.keyfabric.registry.readmodel;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A wish to see some of the history. Of one subject it comes in the order of its versions, else in that of the broker's
 * time; a null condition is none.
 */
public final class HistoryListing {
    private final @Nullable String subject;
    private final boolean newestFirst;
    private final int limit;
    private final @Nullable HistoryCursor after;
    private final List<String> conditions = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

    public HistoryListing(@Nullable String subject, boolean newestFirst, int limit, @Nullable HistoryCursor after) {
        this.subject = subject;
        this.newestFirst = newestFirst;
        this.limit = limit;
        this.after = after;
        add("subject = ?", subject);
    }

    public HistoryListing kind(@Nullable SubjectKind kind) {
        return add("kind = ?", kind == null ? null : kind.name());
    }

    public HistoryListing actor(@Nullable String actor) {
        return add("actor = ?", actor);
    }

    public HistoryListing door(@Nullable String door) {
        return add("door = ?", door);
    }

    public HistoryListing type(@Nullable String type) {
        return add("event_type = ?", type);
    }

    public HistoryListing command(@Nullable String command) {
        return add("command = ?", command);
    }

    /** Only what happened at this instant or later. */
    public HistoryListing from(@Nullable Instant from) {
        return add("at >= ?", from == null ? null : from.toEpochMilli());
    }

    /** Only what happened before this instant. */
    public HistoryListing to(@Nullable Instant to) {
        return add("at < ?", to == null ? null : to.toEpochMilli());
    }

    int limit() {
        return limit;
    }

    /** The query; asks for one more row than the limit, to know whether there is a next page. */
    String sql(List<Object> parameters) {
        List<String> all = new ArrayList<>(conditions);
        parameters.addAll(values);
        String order = subject == null ? "at, partition_no, record_offset" : "partition_no, record_offset";
        if (after != null) {
            all.add("(" + order + ") " + (newestFirst ? "<" : ">") + (subject == null ? " (?, ?, ?)" : " (?, ?)"));
            if (subject == null) {
                parameters.add(after.at());
            }
            parameters.add(after.partition());
            parameters.add(after.offset());
        }
        String direction = newestFirst ? " DESC" : "";
        return "SELECT " + HistoryTable.COLUMNS + " FROM history"
                + (all.isEmpty() ? "" : " WHERE " + String.join(" AND ", all))
                + " ORDER BY " + order.replace(",", direction + ",") + direction
                + " LIMIT " + (limit + 1);
    }

    private HistoryListing add(String condition, @Nullable Object value) {
        if (value != null) {
            conditions.add(condition);
            values.add(value);
        }
        return this;
    }
}
