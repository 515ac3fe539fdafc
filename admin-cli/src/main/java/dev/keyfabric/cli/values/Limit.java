package dev.keyfabric.cli.values;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.cli.output.Json;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A rate limit, written {@code burst:20/1s}. */
public record Limit(String name, long quota, long windowSeconds) {
    private static final Pattern FORM = Pattern.compile("([^:/]{1,64}):([0-9]{1,15})/(.+)");

    public JsonNode toJson() {
        return Json.object().put("name", name).put("quota", quota).put("windowSeconds", windowSeconds);
    }

    /** Reads one. */
    public static final class Converter implements ITypeConverter<Limit> {
        @Override
        public Limit convert(String text) {
            Matcher given = FORM.matcher(text);
            if (!given.matches()) {
                throw new TypeConversionException("must be like burst:20/1s");
            }
            long window = new SpanConverter().convert(given.group(3)).toSeconds();
            return new Limit(given.group(1), Long.parseLong(given.group(2)), window);
        }
    }
}
