package dev.keyfabric.quickstart.beside;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks the validator on this host. */
final class Asking {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
    private final URI door;

    Asking(URI validator) {
        this.door = validator.resolve("/v1/validate");
    }

    /** Whose key it is; empty when it is not good for this, and when nobody can say so. */
    Optional<String> consumerOf(String key, String audience, String scope) throws InterruptedException {
        try {
            Map<String, Object> question = Map.of("key", key, "audience", audience, "scopes", List.of(scope));
            HttpResponse<byte[]> answer = http.send(
                    HttpRequest.newBuilder(door)
                            .timeout(Duration.ofSeconds(2))
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(question)))
                            .build(),
                    BodyHandlers.ofByteArray());
            JsonNode verdict = JSON.readTree(answer.body());
            return answer.statusCode() == 200 && BooleanNode.TRUE.equals(verdict.path("valid"))
                    ? Optional.of(verdict.at("/consumer/id").asText())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
