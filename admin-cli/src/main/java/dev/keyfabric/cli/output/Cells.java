package dev.keyfabric.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** JSON values as short plain text. */
public final class Cells {
    /** What is shown where there is nothing. */
    static final String NOTHING = "-";

    private Cells() {}

    /** A value on one line: lists with commas, objects as {@code name=value}. */
    public static String of(JsonNode value) {
        if (value.isMissingNode() || value.isNull() || (value.isContainerNode() && value.isEmpty())) {
            return NOTHING;
        }
        if (value instanceof ArrayNode elements) {
            List<String> texts = new ArrayList<>();
            elements.forEach(element -> texts.add(of(element)));
            return String.join(", ", texts);
        }
        if (value.isObject()) {
            List<String> texts = new ArrayList<>();
            value.properties().forEach(member -> texts.add(Plain.text(member.getKey()) + "=" + of(member.getValue())));
            return String.join(" ", texts);
        }
        return Plain.text(value.asText());
    }

    /** A moment, to the second; what is none is shown as it is. */
    public static String time(JsonNode value) {
        try {
            return value.isTextual()
                    ? Instant.parse(value.asText())
                            .truncatedTo(ChronoUnit.SECONDS)
                            .toString()
                    : of(value);
        } catch (DateTimeParseException e) {
            return of(value);
        }
    }

    /** A number of milliseconds in the unit that suits it. */
    public static String millis(JsonNode value) {
        return value.canConvertToLong() ? duration(Duration.ofMillis(value.asLong())) : of(value);
    }

    /** A length of time as people say it. */
    public static String duration(Duration time) {
        long seconds = time.toSeconds();
        if (seconds < 1) {
            return time.toMillis() + " ms";
        }
        if (seconds < 120) {
            return seconds + " s";
        }
        if (seconds < 7200) {
            return time.toMinutes() + " min";
        }
        return seconds < 172_800 ? time.toHours() + " h" : time.toDays() + " d";
    }
}
