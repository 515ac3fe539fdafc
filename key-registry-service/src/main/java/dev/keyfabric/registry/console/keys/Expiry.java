package dev.keyfabric.registry.console.keys;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.keyfabric.registry.console.form.Form;
import dev.keyfabric.registry.console.form.Wish;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The end of a key, by a choice or as a time in UTC. A choice counts from when the form was opened, which the form says: sent twice, it
 * means the same time.
 */
public final class Expiry {
    private static final DateTimeFormatter FIELD = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm");
    private static final String DATED = "date";
    private static final Map<String, String> CHOICES = new LinkedHashMap<>();

    static {
        CHOICES.put("P30D", "In 30 days");
        CHOICES.put("P90D", "In 90 days");
        CHOICES.put("P365D", "In a year");
        CHOICES.put("P7D", "In 7 days");
        CHOICES.put("P1D", "In a day");
        CHOICES.put("", "Never, or as the plan says");
        CHOICES.put(DATED, "On a date …");
    }

    private Expiry() {}

    /** What can be chosen, with its words. */
    public static Map<String, String> choices() {
        return CHOICES;
    }

    static String asField(@Nullable Instant time) {
        return time == null ? "" : FIELD.format(time.atOffset(ZoneOffset.UTC));
    }

    /** The end that a form of a new key says. */
    static void choose(Form form, Wish wish) {
        String choice = form.text("expires");
        if (choice.equals(DATED)) {
            dated(form, wish);
        } else if (!choice.isEmpty()) {
            wish.time("expiresAt", opened(form).plus(Duration.parse(CHOICES.containsKey(choice) ? choice : "P1D")));
        }
    }

    /** The end that a form of a change says; emptied, there is none any more. */
    static void change(Form form, Wish wish) {
        if (form.isBlank("expiresAt")) {
            wish.clearable("expiresAt");
        } else {
            dated(form, wish);
        }
    }

    /** What is no time goes on as it is, and is refused as such. */
    private static void dated(Form form, Wish wish) {
        try {
            wish.time(
                    "expiresAt",
                    LocalDateTime.parse(form.text("expiresAt").strip()).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            wish.put("expiresAt", TextNode.valueOf("no time"));
        }
    }

    private static Instant opened(Form form) {
        try {
            return Instant.parse(form.text("_opened")).truncatedTo(ChronoUnit.SECONDS);
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }
}
