package dev.keyfabric.registry.decide;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The rule for metadata: one JSON object as text, at most 16 KiB, no member twice, at most 32 levels deep. */
final class Metadata {
    static final int MAX_BYTES = 16 << 10;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(32).build())
            .build();

    private Metadata() {}

    static void check(String pointer, @Nullable String metadata, Faults faults) {
        if (metadata == null) {
            return;
        }
        if (metadata.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            faults.add(pointer, "TOO_LONG", "must have at most " + MAX_BYTES + " bytes");
        } else if (!isObject(metadata)) {
            faults.add(pointer, "INVALID_FORMAT", "must be one JSON object in which no member is there twice");
        }
    }

    private static boolean isObject(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            for (int depth = 1; depth > 0; ) {
                JsonToken token = parser.nextToken();
                if (token == null) {
                    return false;
                }
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            }
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }
}
