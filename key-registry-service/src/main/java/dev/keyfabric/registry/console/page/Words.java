package dev.keyfabric.registry.console.page;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How values are said to people. Times are UTC; the browser adds its own beside them. */
public final class Words {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH);

    private Words() {}

    public static String time(@Nullable Instant time) {
        return time == null ? "—" : TIME.format(time.atOffset(ZoneOffset.UTC));
    }

    /** For machines, the script among them. */
    public static String iso(@Nullable Instant time) {
        return time == null ? "" : time.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    /** As much of a duration as matters: {@code 350 ms}, {@code 12 s}, {@code 3 h 20 min}, {@code 7 d}. */
    public static String duration(Duration duration) {
        if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
            return duration.toMillis() + " ms";
        }
        if (duration.compareTo(Duration.ofMinutes(1)) < 0) {
            return duration.toSeconds() + " s";
        }
        if (duration.compareTo(Duration.ofHours(1)) < 0) {
            return two(duration.toMinutes(), "min", duration.toSecondsPart(), "s");
        }
        if (duration.compareTo(Duration.ofDays(2)) < 0) {
            return two(duration.toHours(), "h", duration.toMinutesPart(), "min");
        }
        return two(duration.toDays(), "d", duration.toHoursPart(), "h");
    }

    private static String two(long many, String unit, int rest, String small) {
        return many + " " + unit + (rest == 0 ? "" : " " + rest + " " + small);
    }

    /** A constant in words: {@code SIGNING_KEY_TAINTED} is "Signing key tainted". */
    public static String said(@Nullable String constant) {
        if (constant == null || constant.isEmpty()) {
            return "—";
        }
        String words = constant.toLowerCase(Locale.ROOT).replace('_', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** As requests spell a constant. */
    public static String lower(String constant) {
        return constant.toLowerCase(Locale.ROOT);
    }

    /** The tone of a status, for its colour: good, to be looked at, bad, or over. */
    public static String tone(String status) {
        return switch (status.toUpperCase(Locale.ROOT)) {
            case "ACTIVE", "CURRENT", "LIVE", "CONFIRMED" -> "good";
            case "SUSPENDED", "RETIRING", "PREPARED", "REBUILDING", "PENDING" -> "warn";
            case "SILENT", "UNHEARD", "REVOKED", "TAINTED", "DELETED", "UNREADABLE" -> "bad";
            default -> "over";
        };
    }

    /** The beginning of a long id that is nobody's to type. */
    public static String brief(String id) {
        return id.length() <= 14 ? id : id.substring(0, 12) + "…";
    }
}
