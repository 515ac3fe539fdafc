package dev.keyfabric.registry.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How values of the bus are spelled in answers. */
public final class Json {
    private static final JsonMapper EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Json() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static @Nullable String time(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    public static @Nullable String lower(@Nullable Enum<?> constant) {
        return constant == null ? null : constant.name().toLowerCase(Locale.ROOT);
    }

    public static ArrayNode array(List<String> texts) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        texts.forEach(array::add);
        return array;
    }

    /** Any JSON text, its numbers as they are written. */
    public static JsonNode read(String text) throws JsonProcessingException {
        return EXACT.readTree(text);
    }

    /** Metadata as it came in; an empty object when another door let something else through. */
    public static JsonNode metadata(String text) {
        try {
            JsonNode metadata = EXACT.readTree(text);
            return metadata.isObject() ? metadata : object();
        } catch (JsonProcessingException e) {
            return object();
        }
    }
}
