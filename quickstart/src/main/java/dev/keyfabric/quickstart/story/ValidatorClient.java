package dev.keyfabric.quickstart.story;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * One validator, asked as a service would ask it.
 *
 * @param name for people
 */
public record ValidatorClient(String name, String url) {

    /** The verdict on a key for the service {@code orders}. */
    public JsonNode validate(String key) {
        return HttpJson.send(
                        "POST",
                        url + "/v1/validate",
                        Map.of(),
                        Map.of("key", key, "audience", "orders", "scopes", List.of("orders:write")))
                .body();
    }

    /** The code alone; {@code -} when nobody answers. */
    public String code(String key) {
        try {
            return validate(key).path("code").asText("-");
        } catch (UncheckedIOException e) {
            return "-";
        }
    }

    public boolean isReady() {
        try {
            return HttpJson.send("GET", url + "/health/readiness", Map.of(), null)
                            .status()
                    == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }
}
