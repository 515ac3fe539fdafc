package dev.keyfabric.registry.body;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * JSON text (RFC 8259, UTF-8 only) as a tree. A member that stands twice in one object is a fault and not an error of
 * the text, so that it is told together with all others; Jackson's own detection would stop at the first.
 */
final class JsonText {
    private static final int MAX_DEPTH = 32;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(100)
                    .build())
            .build();

    private JsonText() {}

    static JsonNode parse(byte[] bytes, List<Fault> faults) {
        try (JsonParser parser = FACTORY.createParser(utf8(bytes))) {
            if (parser.nextToken() == null) {
                throw new MalformedBodyException("the body is empty");
            }
            JsonNode root = value(parser, "", faults);
            if (parser.nextToken() != null) {
                throw new MalformedBodyException("there is more after the end of the JSON text");
            }
            return root;
        } catch (JsonProcessingException e) {
            throw new MalformedBodyException("not a JSON text" + where(e.getLocation()));
        } catch (IOException | NumberFormatException e) {
            throw new MalformedBodyException("not a JSON text");
        }
    }

    private static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedBodyException("the body is not UTF-8");
        }
    }

    private static JsonNode value(JsonParser parser, String pointer, List<Fault> faults) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser, pointer, faults);
            case START_ARRAY -> array(parser, pointer, faults);
            case VALUE_STRING -> text(parser, pointer, faults);
            case VALUE_NUMBER_INT -> NODES.numberNode(parser.getBigIntegerValue());
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDecimalValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            default -> throw new MalformedBodyException("not a JSON text");
        };
    }

    private static TextNode text(JsonParser parser, String pointer, List<Fault> faults) throws IOException {
        String text = parser.getText();
        checkPairs(text, pointer, faults);
        return NODES.textNode(text);
    }

    /** Half of a pair has no UTF-8 form: it would be another text once it has been on the bus. */
    private static void checkPairs(String text, String pointer, List<Fault> faults) {
        if (text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            faults.add(new Fault(pointer, Fault.INVALID_FORMAT, "holds half of a surrogate pair"));
        }
    }

    private static ObjectNode object(JsonParser parser, String pointer, List<Fault> faults) throws IOException {
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            String member = Pointer.member(pointer, name);
            checkPairs(name, pointer, faults);
            parser.nextToken();
            JsonNode value = value(parser, member, faults);
            if (object.has(name)) {
                faults.add(new Fault(member, Fault.DUPLICATE_MEMBER, "stands more than once in its object"));
            } else {
                object.set(name, value);
            }
        }
        return object;
    }

    private static ArrayNode array(JsonParser parser, String pointer, List<Fault> faults) throws IOException {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(parser, Pointer.item(pointer, array.size()), faults));
        }
        return array;
    }

    private static String where(JsonLocation location) {
        return location == null ? "" : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }
}
