package dev.keyfabric.micronaut;

import static org.awaitility.Awaitility.await;

import dev.keyfabric.validation.Folders;
import dev.keyfabric.validation.TestFabric;
import dev.keyfabric.validation.embedded.EmbeddedValidator;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A Micronaut application with an embedded validator, and a client for it. */
final class Application implements AutoCloseable {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final ApplicationContext context;
    private final EmbeddedServer server;

    private Application(ApplicationContext context) {
        this.context = context;
        this.server = context.getBean(EmbeddedServer.class).start();
    }

    static Application started(String app, Map<String, Object> more, Object... beans) {
        Map<String, Object> properties = new HashMap<>(Map.of("app", app, "micronaut.server.port", -1));
        properties.put("micronaut.security.enabled", false);
        properties.putAll(more);
        return new Application(ApplicationContext.builder()
                .deduceEnvironment(false)
                .properties(properties)
                .singletons(beans)
                .start());
    }

    static Map<String, Object> embedded(TestFabric fabric, String node) {
        return new HashMap<>(Map.of(
                "keyfabric.embedded.enabled",
                true,
                "keyfabric.node.id",
                node,
                "keyfabric.data",
                Folders.fresh().toString(),
                "keyfabric.service",
                "orders",
                "keyfabric.trust.root",
                fabric.root.pin().thumbprint(),
                "keyfabric.kafka.bootstrap.servers",
                fabric.client().get("bootstrap.servers")));
    }

    ApplicationContext context() {
        return context;
    }

    EmbeddedValidator validator() {
        return context.getBean(EmbeddedValidator.class);
    }

    Application ready() throws InterruptedException {
        if (!validator().awaitReady(Duration.ofSeconds(60))) {
            throw new IllegalStateException("not ready: " + validator().status());
        }
        return this;
    }

    HttpResponse<String> ask(String method, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.getURI() + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    void awaitStatus(int status, String path, String... headers) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> ask("GET", path, headers).statusCode() == status);
    }

    @Override
    public void close() {
        context.close();
    }
}
