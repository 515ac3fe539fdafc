package dev.keyfabric.quickstart.orders;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** The validator beside the service, asked for verdicts and tokens. */
final class OwnValidator {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI base;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();

    OwnValidator(URI base) {
        this.base = base;
    }

    /** What it said. */
    record Answer(int status, JsonNode body) {
        /** The body may hold a token. */
        @Override
        public String toString() {
            return "Answer[status=" + status + "]";
        }
    }

    /** {@code POST} of JSON. */
    Answer ask(String path, Map<String, ?> question) throws IOException {
        return send(path, "application/json", JSON.writeValueAsString(question));
    }

    /** {@code POST} of a form (RFC 6749). */
    Answer exchange(String path, Map<String, String> form) throws IOException {
        String body = form.entrySet().stream()
                .map(e -> encoded(e.getKey()) + "=" + encoded(e.getValue()))
                .collect(Collectors.joining("&"));
        return send(path, "application/x-www-form-urlencoded", body);
    }

    private Answer send(String path, String type, String body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(PATIENCE)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
            return new Answer(answer.statusCode(), JSON.readTree(answer.body()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while asking the validator");
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
