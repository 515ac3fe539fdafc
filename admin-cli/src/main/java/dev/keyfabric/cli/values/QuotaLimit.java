package dev.keyfabric.cli.values;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.cli.output.Json;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A calendar quota, written {@code monthly:1000000/month}. */
public record QuotaLimit(String name, long quota, String period) {
    private static final Pattern FORM = Pattern.compile("([^:/]{1,64}):([0-9]{1,15})/(hour|day|month)");

    public JsonNode toJson() {
        return Json.object().put("name", name).put("quota", quota).put("period", period);
    }

    /** Reads one. */
    public static final class Converter implements ITypeConverter<QuotaLimit> {
        @Override
        public QuotaLimit convert(String text) {
            Matcher given = FORM.matcher(text);
            if (!given.matches()) {
                throw new TypeConversionException("must be like monthly:1000000/month; periods: hour, day, month");
            }
            return new QuotaLimit(given.group(1), Long.parseLong(given.group(2)), given.group(3));
        }
    }
}
