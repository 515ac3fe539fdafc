package dev.keyfabric.cli.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** JSON read strictly, and written so that a terminal that shows it obeys nothing in it. */
public final class Json {
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .characterEscapes(new Harmless())
            .build();

    private Json() {}

    /**
     * Reads one value.
     *
     * @throws IOException when it is not JSON; its message may quote the text
     */
    public static JsonNode read(byte[] utf8) throws IOException {
        try (JsonParser parser = FACTORY.createParser(utf8)) {
            return JsonTree.read(parser);
        }
    }

    /**
     * Reads one value.
     *
     * @throws IOException when it is not JSON; its message may quote the text
     */
    public static JsonNode read(String text) throws IOException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            return JsonTree.read(parser);
        }
    }

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** A text as a value. */
    public static JsonNode text(String text) {
        return JsonNodeFactory.instance.textNode(text);
    }

    /** A copy of an object with these of its members alone. */
    public static ObjectNode picked(JsonNode object, List<String> members) {
        ObjectNode copy = object();
        members.stream().filter(object::has).forEach(member -> copy.set(member, object.get(member)));
        return copy;
    }

    /** On one line. */
    public static String line(JsonNode value) {
        return written(value, null);
    }

    /** On many lines, for people too. */
    public static String pretty(JsonNode value) {
        return written(value, new DefaultPrettyPrinter());
    }

    private static String written(JsonNode value, @Nullable PrettyPrinter printer) {
        StringWriter out = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(out)) {
            if (printer != null) {
                generator.setPrettyPrinter(printer);
            }
            JsonTree.write(value, generator);
        } catch (IOException e) {
            throw new IllegalStateException("a tree that cannot be written", e);
        }
        return out.toString();
    }

    /** JSON's own escapes, and one for each character that {@link Plain} does not let through. */
    private static final class Harmless extends CharacterEscapes {
        private static final long serialVersionUID = 1L;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] codes = standardAsciiEscapesForJSON();
            codes[0x7f] = ESCAPE_STANDARD;
            return codes;
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int c) {
            boolean halfOfAPair = Character.isSurrogate((char) c) && c <= 0xffff;
            return halfOfAPair || Plain.isHarmless(c) ? null : new SerializedString(String.format("\\u%04x", c));
        }
    }
}
