package dev.keyfabric.cli.output;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** JSON read strictly, and written so that a terminal that shows it obeys nothing in it. */
public final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper(new JsonFactoryBuilder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .characterEscapes(new Harmless())
            .build());

    private Json() {}

    /**
     * Reads one value.
     *
     * @throws IOException when it is not JSON; its message may quote the text
     */
    public static JsonNode read(byte[] utf8) throws IOException {
        return MAPPER.readTree(utf8);
    }

    /**
     * Reads one value.
     *
     * @throws JsonProcessingException when it is not JSON; its message may quote the text
     */
    public static JsonNode read(String text) throws JsonProcessingException {
        return MAPPER.readTree(text);
    }

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** A text as a value. */
    public static JsonNode text(String text) {
        return MAPPER.getNodeFactory().textNode(text);
    }

    /** A copy of an object with these of its members alone. */
    public static ObjectNode picked(JsonNode object, List<String> members) {
        ObjectNode copy = object();
        members.stream().filter(object::has).forEach(member -> copy.set(member, object.get(member)));
        return copy;
    }

    /** On one line. */
    public static String line(JsonNode value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that cannot be written", e);
        }
    }

    /** On many lines, for people too. */
    public static String pretty(JsonNode value) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that cannot be written", e);
        }
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
