package dev.keyfabric.context.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Requests to one server: bounded in time and length, no proxy, no redirect. Safe for use by many threads. */
public final class BoundedHttp {
    private final URI address;
    private final Duration timeout;
    private final HttpClient client;

    /** What the server said. */
    @SuppressWarnings("ArrayRecordComponent") // Read once by its one receiver, never compared.
    public record Answer(int status, @Nullable String etag, byte[] body) {}

    /**
     * A client.
     *
     * @param address the base address; paths are resolved below it
     * @param timeout for one whole answer
     */
    public BoundedHttp(URI address, Duration timeout) {
        String base = address.toString();
        this.address = URI.create(base.endsWith("/") ? base : base + "/");
        this.timeout = timeout;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .build();
    }

    /**
     * Asks for a path below the base address.
     *
     * @param etag of the answer already had, or null
     */
    public Answer get(String path, @Nullable String etag, int maxLength) throws IOException {
        return send(path, etag == null ? Map.of() : Map.of("If-None-Match", etag), null, maxLength);
    }

    /** Sends JSON to a path below the base address. */
    public Answer post(String path, Map<String, String> headers, String json, int maxLength) throws IOException {
        return send(path, headers, json, maxLength);
    }

    private Answer send(String path, Map<String, String> headers, @Nullable String json, int maxLength)
            throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address.resolve(path)).timeout(timeout).header("Accept", "application/json");
        headers.forEach(request::header);
        if (json != null) {
            request.header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(json, StandardCharsets.UTF_8));
        }
        CompletableFuture<HttpResponse<byte[]>> sent =
                client.sendAsync(request.build(), head -> new LimitedBody(maxLength));
        try {
            // The request's own timeout ends with the headers; this one is for the body too.
            HttpResponse<byte[]> response = sent.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return new Answer(
                    response.statusCode(), response.headers().firstValue("ETag").orElse(null), response.body());
        } catch (TimeoutException e) {
            sent.cancel(true);
            throw new IOException("no whole answer from " + address + " in time", e);
        } catch (ExecutionException e) {
            throw new IOException("no answer from " + address, e);
        } catch (InterruptedException e) {
            sent.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while asking " + address, e);
        }
    }
}
