package dev.keyfabric.quickstart.process;

import dev.keyfabric.broker.EmbeddedBroker;
import dev.keyfabric.quickstart.story.HttpJson;
import dev.keyfabric.quickstart.story.RegistryClient;
import dev.keyfabric.registry.KeyRegistry;
import dev.keyfabric.validator.ValidatorNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;

/** A broker in this JVM, and registries and validators in processes of their own, which tests may kill. */
public final class Bench implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final Path folder;
    private final EmbeddedBroker broker;
    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    private Bench(Path folder) {
        this.folder = folder;
        this.broker = EmbeddedBroker.started(folder.resolve("kafka"));
    }

    public static Bench start(Path folder) {
        return new Bench(folder);
    }

    public EmbeddedBroker broker() {
        return broker;
    }

    public String bootstrap() {
        return broker.bootstrapServers();
    }

    public Path folder(String name) {
        return folder.resolve(name);
    }

    /** A validator process on the folder of its name; it is not waited for. */
    public Node startNode(String name) {
        return startNode(name, Map.of());
    }

    public Node startNode(String name, Map<String, Object> more) {
        int port = freePort();
        Map<String, Object> properties = properties(name, port);
        properties.put("keyfabric.node.id", name);
        properties.putAll(more);
        return keep(new Node(name, "http://127.0.0.1:" + port, child(ValidatorNode.class, properties, name)));
    }

    /** A registry process on the folder of its name; it is not waited for. */
    public Node startRegistry(String name) {
        int port = freePort();
        Map<String, Object> properties = properties(name, port);
        properties.put("keyfabric.instance.id", name);
        properties.put("keyfabric.development", true);
        properties.put("keyfabric.root.key.file", folder("root.key"));
        properties.put("keyfabric.dev-login.enabled", true);
        return keep(new Node(name, "http://127.0.0.1:" + port, child(KeyRegistry.class, properties, name)));
    }

    /** The admin API of a registry that is ready. */
    public RegistryClient admin(Node registry) {
        registry.awaitReady();
        try {
            String password = Files.readString(folder(registry.name()).resolve("admin.password"))
                    .strip();
            return RegistryClient.login(registry.url(), "admin", password);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws Exception {
        while (!started.isEmpty()) {
            started.pop().close();
        }
        broker.close();
    }

    private Map<String, Object> properties(String name, int port) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("keyfabric.data", folder(name));
        properties.put("keyfabric.kafka.bootstrap.servers", bootstrap());
        properties.put("keyfabric.http.port", port);
        return properties;
    }

    private ChildJvm child(Class<?> main, Map<String, Object> properties, String name) {
        return ChildJvm.start(main, properties, folder.resolve(name + ".log"));
    }

    private Node keep(Node node) {
        started.push(node.process());
        return node;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One process of the fabric. */
    public record Node(String name, String url, ChildJvm process) {
        public void awaitReady() {
            Awaitility.await(name + " ready")
                    .atMost(START_LIMIT)
                    .pollInterval(Duration.ofMillis(50))
                    .ignoreException(UncheckedIOException.class)
                    .until(() -> get("/health/readiness").status() == 200);
        }

        /** Waits until HTTP answers at all. */
        public void awaitLive() {
            Awaitility.await(name + " live")
                    .atMost(START_LIMIT)
                    .pollInterval(Duration.ofMillis(50))
                    .ignoreException(UncheckedIOException.class)
                    .until(() -> get("/health/liveness").status() == 200);
        }

        public HttpJson.Answer get(String path) {
            return HttpJson.send("GET", url + path, Map.of(), null);
        }

        /** The verdict on a key, by its code; asks for no particular scope. */
        public String code(String key) {
            return validate(key).body().path("code").asText();
        }

        public HttpJson.Answer validate(String key) {
            return HttpJson.send("POST", url + "/v1/validate", Map.of(), Map.of("key", key, "audience", "orders"));
        }
    }
}
