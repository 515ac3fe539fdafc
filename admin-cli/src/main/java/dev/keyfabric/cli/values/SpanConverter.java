package dev.keyfabric.cli.values;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A length of time: {@code 90d}, {@code 24h}, {@code 15m}, {@code 30s}, or ISO-8601. */
public final class SpanConverter implements ITypeConverter<Duration> {
    private static final Pattern SHORT = Pattern.compile("([0-9]{1,9})([dhms])");

    @Override
    public Duration convert(String text) {
        Matcher given = SHORT.matcher(text);
        try {
            if (given.matches()) {
                String unit = given.group(2).toUpperCase(Locale.ROOT);
                return Duration.parse(unit.equals("D") ? "P" + given.group(1) + unit : "PT" + given.group(1) + unit);
            }
            return Duration.parse(text);
        } catch (DateTimeException e) {
            throw new TypeConversionException("must be like 90d, 24h, 15m, 30s or PT15M");
        }
    }
}
