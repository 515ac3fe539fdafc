package dev.keyfabric.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The admin API and the validators over HTTP; safe for many threads. Holds a bearer token. */
final class Client {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Longer than any part takes to say that it does not know. */
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

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

    /** The status of the answer to a POST; 0 when nobody answered. */
    int status(String url, Map<String, ?> body) {
        try {
            return exchange(url, body, token).statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    /** The partitions that a registry says it decides on. */
    int[] partitions(String registry) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(registry + "/health"))
                .timeout(ANSWER_WITHIN)
                .header("Authorization", "Bearer " + token)
                .build();
        List<Integer> partitions = new ArrayList<>();
        JSON.readTree(exchange(request).body()).findPath("partitions").forEach(p -> partitions.add(p.asInt()));
        return partitions.stream().mapToInt(Integer::intValue).toArray();
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

    @Override
    public String toString() {
        return "Client";
    }

    private JsonNode send(String url, Map<String, ?> body, @Nullable String bearer) throws IOException {
        HttpResponse<byte[]> response = exchange(url, body, bearer);
        if (response.statusCode() / 100 != 2) {
            throw new IllegalStateException(url + " answered " + response.statusCode());
        }
        return JSON.readTree(response.body());
    }

    private HttpResponse<byte[]> exchange(String url, Map<String, ?> body, @Nullable String bearer) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .timeout(ANSWER_WITHIN)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
        if (bearer != null) {
            request.header("Authorization", "Bearer " + bearer);
        }
        return exchange(request.build());
    }

    private HttpResponse<byte[]> exchange(HttpRequest request) throws IOException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
