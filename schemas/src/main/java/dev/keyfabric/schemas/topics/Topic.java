package dev.keyfabric.schemas.topics;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A topic of the fabric, by its name without prefix. */
public enum Topic {
    KEYS("keys.v1", Kind.LIFECYCLE),
    CONSUMERS("consumers.v1", Kind.LIFECYCLE),
    PLANS("plans.v1", Kind.LIFECYCLE),
    SERVICES("services.v1", Kind.LIFECYCLE),
    SIGNING_KEYS("signing-keys.v1", Kind.LIFECYCLE),
    HISTORY("history.v1", Kind.KEPT_A_YEAR),
    COMMANDS("commands.v1", Kind.KEPT_A_WEEK),
    COMMAND_RESULTS("command-results.v1", Kind.KEPT_EIGHT_DAYS),
    POSITIONS("positions.v1", Kind.POSITIONS),
    SECURITY_EVENTS("security-events.v1", Kind.KEPT_NINETY_DAYS);

    private enum Kind {
        LIFECYCLE,
        KEPT_A_YEAR,
        KEPT_A_WEEK,
        KEPT_EIGHT_DAYS,
        POSITIONS,
        KEPT_NINETY_DAYS
    }

    private static final List<Topic> LIFECYCLE =
            Arrays.stream(values()).filter(t -> t.kind == Kind.LIFECYCLE).toList();

    private final String id;
    private final Kind kind;

    Topic(String id, Kind kind) {
        this.id = id;
        this.kind = kind;
    }

    /** The name without prefix, as positions spell it: {@code keys.v1}. */
    public String id() {
        return id;
    }

    /** The five compacted topics that hold the state of the fabric. */
    public static List<Topic> lifecycle() {
        return LIFECYCLE;
    }

    public boolean isLifecycle() {
        return kind == Kind.LIFECYCLE;
    }

    public static Optional<Topic> ofId(String id) {
        return Arrays.stream(values()).filter(t -> t.id.equals(id)).findFirst();
    }

    /** The settings the topic must have, as Kafka spells them; docs/contract/design.md, section 3. */
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("message.timestamp.type", "LogAppendTime");
        settings.put("unclean.leader.election.enable", "false");
        settings.put("max.message.bytes", String.valueOf(1 << 20));
        switch (kind) {
            case LIFECYCLE -> {
                settings.put("cleanup.policy", "compact");
                settings.put("segment.ms", millis(Duration.ofHours(1)));
                settings.put("segment.bytes", String.valueOf(64 << 20));
                settings.put("min.cleanable.dirty.ratio", "0.1");
                settings.put("max.compaction.lag.ms", millis(Duration.ofHours(1)));
                settings.put("delete.retention.ms", millis(Duration.ofDays(7)));
            }
            case KEPT_A_YEAR -> keep(settings, "delete", Duration.ofDays(365));
            case KEPT_A_WEEK -> keep(settings, "delete", Duration.ofDays(7));
            case KEPT_EIGHT_DAYS -> keep(settings, "delete", Duration.ofDays(8));
            case KEPT_NINETY_DAYS -> keep(settings, "delete", Duration.ofDays(90));
            case POSITIONS -> {
                keep(settings, "compact,delete", Duration.ofDays(7));
                settings.put("segment.ms", millis(Duration.ofHours(1)));
            }
        }
        return settings;
    }

    private static void keep(Map<String, String> settings, String policy, Duration time) {
        settings.put("cleanup.policy", policy);
        settings.put("retention.ms", millis(time));
    }

    private static String millis(Duration duration) {
        return String.valueOf(duration.toMillis());
    }
}
