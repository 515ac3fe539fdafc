package dev.keyfabric.cli.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/** A server whose answers can be lost: that is what a real registry does not do when asked to. */
public final class FakeRegistry implements AutoCloseable {
    /** What it does with a request. */
    public interface Reaction {
        void to(HttpExchange exchange) throws IOException;
    }

    private final HttpServer server;
    private final Deque<Reaction> script = new ArrayDeque<>();
    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

    public FakeRegistry() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Idempotency-Key"));
            exchange.getRequestBody().readAllBytes();
            Reaction next = script.size() > 1 ? script.poll() : script.peek();
            next.to(exchange);
        });
        server.start();
    }

    /** The reactions to the next requests; the last one to all that follow. */
    public FakeRegistry answers(Reaction... reactions) {
        script.clear();
        script.addAll(List.of(reactions));
        return this;
    }

    public static Reaction json(int status, String body) {
        return exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            byte[] bytes = body.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        };
    }

    /** Takes the request, begins an answer and is gone. */
    public static Reaction lost() {
        return exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write("{\"half\":".getBytes(UTF_8));
            exchange.close();
        };
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Method, path and idempotency key of each request. */
    public List<String> seen() {
        return List.copyOf(seen);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
