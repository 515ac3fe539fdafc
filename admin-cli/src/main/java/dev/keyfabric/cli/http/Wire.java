package dev.keyfabric.cli.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.keyfabric.cli.output.Json;
import dev.keyfabric.cli.shell.CliException;
import dev.keyfabric.cli.shell.ExitCode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** One request and one answer of one server: no redirect is followed, and each has an end in time. */
final class Wire {
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final URI server;
    private final HttpClient client;

    /** @param authority certificates to trust, in PEM; null = those of this JVM */
    Wire(URI server, @Nullable Path authority) {
        this.server = server;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER);
        if (authority != null) {
            builder.sslContext(Authorities.trusting(authority));
        } else if ("http".equals(server.getScheme())) {
            builder.sslContext(new NoTls()).sslParameters(new SSLParameters());
        }
        this.client = builder.build();
    }

    /** Nothing of the request reached the server. */
    static final class NotSentException extends Exception {
        private static final long serialVersionUID = 1L;

        NotSentException(String why) {
            super(why, null, false, false);
        }
    }

    URI server() {
        return server;
    }

    /**
     * Sends a request.
     *
     * @throws NotSentException when nobody took it
     * @throws IOException when its answer was lost: it may have had its effect
     */
    Answer send(String method, String path, Map<String, String> headers, @Nullable JsonNode body, Duration limit)
            throws IOException, NotSentException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server + path)).timeout(limit).header("Accept", "application/json");
        headers.forEach(request::header);
        if (body == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(Json.line(body)));
        }
        CompletableFuture<HttpResponse<byte[]>> sent =
                client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        try {
            // The request's own limit ends with the headers; this one is for the body too.
            HttpResponse<byte[]> answer = sent.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(answer.statusCode(), json(answer.body()), answer.headers());
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } catch (TimeoutException e) {
            sent.cancel(true);
            throw new HttpTimeoutException("no whole answer within " + limit.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private IOException failure(@Nullable Throwable cause) throws NotSentException {
        if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
            throw new NotSentException("nobody answers at " + server);
        }
        if (cause instanceof SSLHandshakeException) {
            throw new NotSentException("no trusted connection to " + server
                    + ": its certificate is not one of a known authority (keyfabric login --ca FILE names another)");
        }
        if (cause instanceof IOException lost) {
            return lost;
        }
        throw new CliException(ExitCode.INTERNAL, "the request could not be made: " + cause);
    }

    private static JsonNode json(byte[] body) {
        try {
            return body.length == 0 ? MissingNode.getInstance() : Json.read(body);
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }
}
