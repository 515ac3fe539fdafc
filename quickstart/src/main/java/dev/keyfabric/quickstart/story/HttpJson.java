package dev.keyfabric.quickstart.story;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON over HTTP, as any client of the fabric would speak it. */
public final class HttpJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private HttpJson() {}

    /**
     * An answer.
     *
     * @param body a missing node when there was none, a text node when it is not JSON
     */
    public record Answer(int status, JsonNode body, HttpHeaders headers) {
        /** The first value of a header; empty text when it is absent. */
        public String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        /** Neither body nor headers: either may hold a key or a token. */
        @Override
        public String toString() {
            return "Answer[status=" + status + "]";
        }
    }

    /**
     * One request.
     *
     * @param body sent as JSON; null = none
     * @throws UncheckedIOException when nobody answers
     */
    public static Answer send(String method, String url, Map<String, String> headers, @Nullable Object body) {
        try {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(40));
            headers.forEach(request::header);
            if (body == null) {
                request.method(method, HttpRequest.BodyPublishers.noBody());
            } else {
                request.header("Content-Type", "application/json");
                request.method(method, HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
            }
            HttpResponse<byte[]> response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), json(response.body()), response.headers());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new InterruptedIOException("interrupted"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode json(byte[] body) throws IOException {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(new String(body, StandardCharsets.UTF_8));
        }
    }
}
