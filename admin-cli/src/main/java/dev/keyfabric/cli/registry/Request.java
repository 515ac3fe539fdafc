package dev.keyfabric.cli.registry;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What a change asks of the registry.
 *
 * @param body null = none
 */
public record Request(String method, String path, @Nullable JsonNode body) {
    /** A POST without a body. */
    public static Request post(String path) {
        return new Request("POST", path, null);
    }

    public static Request post(String path, JsonNode body) {
        return new Request("POST", path, body);
    }
}
