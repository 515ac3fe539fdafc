package dev.keyfabric.validator.settings;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads typed settings by name and remembers what was wrong with them. */
final class SettingsSource {
    private static final Pattern SHORT_DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

    private final Function<String, Optional<String>> values;
    private final List<String> problems = new ArrayList<>();

    SettingsSource(Function<String, Optional<String>> values) {
        this.values = values;
    }

    List<String> problems() {
        return List.copyOf(problems);
    }

    void problem(String name, String fault) {
        problems.add(name + " " + fault);
    }

    @Nullable
    String text(String name) {
        return values.apply(name).map(String::strip).filter(v -> !v.isEmpty()).orElse(null);
    }

    String text(String name, String preset) {
        String value = text(name);
        return value == null ? preset : value;
    }

    /** A text that must match, or the preset; the preset too when it does not. */
    String matching(String name, Pattern form, String preset) {
        String value = text(name);
        if (value == null) {
            return preset;
        }
        if (!form.matcher(value).matches()) {
            problem(name, "must match " + form);
            return preset;
        }
        return value;
    }

    int number(String name, int preset, int from, int to) {
        String value = text(name);
        if (value == null) {
            return preset;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= from && number <= to) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        problem(name, "must be a number from " + from + " to " + to);
        return preset;
    }

    boolean flag(String name) {
        String value = text(name);
        if (value != null && !value.equals("true") && !value.equals("false")) {
            problem(name, "must be true or false");
        }
        return "true".equals(value);
    }

    /** ISO-8601 ({@code PT24H}) or short ({@code 24h}, {@code 250ms}). */
    Duration duration(String name, Duration preset, Duration from, Duration to) {
        String value = text(name);
        if (value == null) {
            return preset;
        }
        Duration duration = parse(value);
        if (duration == null || duration.compareTo(from) < 0 || duration.compareTo(to) > 0) {
            problem(name, "must be a duration from " + from + " to " + to + ", like PT24H or 24h");
            return preset;
        }
        return duration;
    }

    private static @Nullable Duration parse(String value) {
        Matcher matcher = SHORT_DURATION.matcher(value.toLowerCase(Locale.ROOT));
        if (matcher.matches()) {
            long count = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(count);
                case "s" -> Duration.ofSeconds(count);
                case "m" -> Duration.ofMinutes(count);
                case "h" -> Duration.ofHours(count);
                default -> Duration.ofDays(count);
            };
        }
        try {
            return Duration.parse(value);
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
