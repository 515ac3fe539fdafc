package dev.keyfabric.validation.settings;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads typed settings by name and remembers what was wrong with them. */
final class SettingsSource {
    private static final Pattern SHORT_DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

    private final Map<String, String> given = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();

    SettingsSource(Map<String, ?> given) {
        given.forEach((name, value) -> this.given.put(name, String.valueOf(value)));
    }

    List<String> problems() {
        return List.copyOf(problems);
    }

    void problem(NodeSetting setting, String fault) {
        problem(setting.key(), fault);
    }

    void problem(String name, String fault) {
        problems.add(name + " " + fault);
    }

    /** What looks like a setting of ours and is none may be a misspelt one, on which somebody relies. */
    void refuseUnknown() {
        for (String name : given.keySet()) {
            if ((name.startsWith("keyfabric.") || name.startsWith("KEYFABRIC_"))
                    && Arrays.stream(NodeSetting.values()).noneMatch(setting -> setting.isNamed(name))) {
                problem(name, "is no setting of a validator");
            }
        }
    }

    /** What is given under the names of a setting that ends in {@code *}, by what stands there for it. */
    Map<String, String> under(NodeSetting setting) {
        Map<String, String> settings = new TreeMap<>();
        given.forEach((name, value) -> {
            if (setting.isNamed(name)) {
                settings.put(name.substring(setting.start().length()), value);
            }
        });
        return settings;
    }

    /** What is given, else the setting's default, else null. */
    @Nullable
    String text(NodeSetting setting) {
        String value = given.getOrDefault(setting.key(), "").strip();
        return value.isEmpty() ? setting.preset() : value;
    }

    String text(NodeSetting setting, String otherwise) {
        String value = text(setting);
        return value == null ? otherwise : value;
    }

    /** A text that must match; empty when there is none, or when it does not. */
    String matching(NodeSetting setting, Pattern form) {
        String value = text(setting, "");
        if (text(setting) != null && !form.matcher(value).matches()) {
            problem(setting, "must match " + form);
            return "";
        }
        return value;
    }

    /** A file by its absolute path; null when none is given, or when it is no path. */
    @Nullable
    Path file(NodeSetting setting) {
        String text = text(setting);
        try {
            return text == null ? null : Path.of(text).toAbsolutePath();
        } catch (InvalidPathException e) {
            problem(setting, "must be a file");
            return null;
        }
    }

    int number(NodeSetting setting, int from, int to) {
        try {
            int number = Integer.parseInt(text(setting, ""));
            if (number >= from && number <= to) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        problem(setting, "must be a number from " + from + " to " + to);
        return from;
    }

    double share(NodeSetting setting) {
        try {
            double share = Double.parseDouble(text(setting, ""));
            if (share >= 0 && share <= 1) {
                return share;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        problem(setting, "must be a number from 0 to 1");
        return 0;
    }

    /** Null when it is not given, or wrong. */
    @Nullable
    URI web(NodeSetting setting) {
        String text = text(setting);
        if (text == null) {
            return null;
        }
        try {
            URI uri = URI.create(text);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (web && uri.getHost() != null && uri.getUserInfo() == null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        problem(setting, "must be an http or https URL");
        return null;
    }

    boolean flag(NodeSetting setting) {
        String value = text(setting, "");
        if (!value.equals("true") && !value.equals("false")) {
            problem(setting, "must be true or false");
        }
        return value.equals("true");
    }

    /** ISO-8601 ({@code PT24H}) or short ({@code 24h}, {@code 250ms}). */
    Duration duration(NodeSetting setting, Duration from, Duration to) {
        Duration duration = parse(text(setting, ""));
        if (duration == null || duration.compareTo(from) < 0 || duration.compareTo(to) > 0) {
            problem(setting, "must be a duration from " + from + " to " + to + ", like PT24H or 24h");
            return from;
        }
        return duration;
    }

    /** The duration that a text is, or null. */
    static @Nullable Duration parse(String value) {
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
