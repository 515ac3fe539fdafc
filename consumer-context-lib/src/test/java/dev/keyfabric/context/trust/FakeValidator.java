package dev.keyfabric.context.trust;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A validator on loopback that answers what a test tells it to. */
public final class FakeValidator implements AutoCloseable {
    final AtomicInteger questions = new AtomicInteger();
    final AtomicInteger notModified = new AtomicInteger();
    volatile int status = 200;
    volatile String body = "{\"keys\":[]}";
    volatile String lastPath = "";
    /** While set, no answer ends before it is counted down. */
    volatile CountDownLatch held = new CountDownLatch(0);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    public FakeValidator() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            questions.incrementAndGet();
            lastPath = exchange.getRequestURI().getRawPath();
            try (exchange) {
                byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                String etag = "\"" + body.hashCode() + "\"";
                held.await();
                exchange.getResponseHeaders().set("ETag", etag);
                if (status == 200
                        && List.of(etag).equals(exchange.getRequestHeaders().get("If-None-Match"))) {
                    notModified.incrementAndGet();
                    exchange.sendResponseHeaders(304, -1);
                } else {
                    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
                    exchange.getResponseBody().write(bytes);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
    }

    void serves(TrustedKey... keys) {
        body = JwkSet.print(List.of(keys));
    }

    public void answers(int newStatus, String newBody) {
        status = newStatus;
        body = newBody;
    }

    public String lastPath() {
        return lastPath;
    }

    public int questions() {
        return questions.get();
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public ValidatorSettings settings() {
        return new ValidatorSettings(address(), Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofSeconds(5));
    }

    @Override
    public void close() {
        held.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
