package dev.keyfabric.context.trust;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** GET at the validator: bounded in time and length, no proxy, no redirect. */
final class ValidatorHttp {
    private final URI address;
    private final Duration timeout;
    private final HttpClient client;

    /** What the validator said. */
    @SuppressWarnings("ArrayRecordComponent") // Read once by its one receiver, never compared.
    record Answer(int status, @Nullable String etag, byte[] body) {}

    ValidatorHttp(ValidatorSettings settings) {
        String base = settings.address().toString();
        this.address = URI.create(base.endsWith("/") ? base : base + "/");
        this.timeout = settings.timeout();
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
    Answer get(String path, @Nullable String etag, int maxLength) throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address.resolve(path)).timeout(timeout).header("Accept", "application/json");
        if (etag != null) {
            request.header("If-None-Match", etag);
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
            throw new IOException("no whole answer from the validator in time", e);
        } catch (ExecutionException e) {
            throw new IOException("no answer from the validator", e);
        } catch (InterruptedException e) {
            sent.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while asking the validator", e);
        }
    }
}
