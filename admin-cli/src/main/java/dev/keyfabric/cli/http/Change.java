package dev.keyfabric.cli.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something to be changed at the registry.
 *
 * @param body null = none
 * @param idempotencyKey by which the registry knows it again: the same change under the same key is done once
 * @param ifMatch the version that it must have now; null = any
 * @param named whether the command line has an option for the idempotency key
 */
public record Change(
        String method,
        String path,
        @Nullable JsonNode body,
        String idempotencyKey,
        @Nullable String ifMatch,
        boolean named) {
    Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Idempotency-Key", idempotencyKey);
        if (ifMatch != null) {
            headers.put("If-Match", "\"" + ifMatch + "\"");
        }
        return headers;
    }
}
