package dev.keyfabric.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The admin API and the validators over HTTP. Holds a bearer token. */
final class Client {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String token;

    Client(String registry, JsonNode admin) throws IOException {
        JsonNode login = send(
                registry + "/login",
                Map.of(
                        "username", admin.get("user").asText(),
                        "password", admin.get("password").asText()),
                null);
        this.token = login.get("access_token").asText();
    }

    /** @throws IllegalStateException for any answer but 2xx */
    JsonNode post(String url, Map<String, ?> body) throws IOException {
        return send(url, body, token);
    }

    String code(String validator, String key) {
        try {
            return send(validator + "/v1/validate", Map.of("key", key, "audience", "orders"), null)
                    .path("code")
                    .asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode send(String url, Map<String, ?> body, @Nullable String bearer) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
        if (bearer != null) {
            request.header("Authorization", "Bearer " + bearer);
        }
        try {
            HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() / 100 != 2) {
                throw new IllegalStateException(url + " answered " + response.statusCode());
            }
            return JSON.readTree(response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
