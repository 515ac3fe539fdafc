package dev.keyfabric.quickstart.process;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.broker.EmbeddedBroker;
import dev.keyfabric.broker.Guard;
import dev.keyfabric.quickstart.enrol.Enrolments;
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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A broker in this JVM, and registries and validators in processes of their own, which tests may kill. All registries
 * have the same root key; validators are enrolled through the registry that was started last.
 */
public final class Bench implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final Path folder;
    private final @Nullable EmbeddedBroker broker;
    private final String bootstrap;
    private final AutoCloseable brokers;
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private @Nullable Node registry;
    private @Nullable Node administered;
    private @Nullable RegistryClient admin;

    private Bench(Path folder, EmbeddedBroker broker) {
        this.folder = folder;
        this.broker = broker;
        this.bootstrap = broker.bootstrapServers();
        this.brokers = broker;
    }

    private Bench(Path folder, ThreeBrokers brokers) {
        this.folder = folder;
        this.broker = null;
        this.bootstrap = brokers.bootstrap();
        this.brokers = brokers;
    }

    public static Bench start(Path folder) {
        return new Bench(folder, EmbeddedBroker.started(folder.resolve("kafka")));
    }

    /**
     * The same with a broker of other settings.
     *
     * @param settings over its defaults
     */
    public static Bench start(Path folder, Map<String, String> settings) {
        EmbeddedBroker broker = new EmbeddedBroker(folder.resolve("kafka"), 0, settings);
        broker.start();
        return new Bench(folder, broker);
    }

    /** The same with a broker that is guarded: every part has to be told as whom it comes. */
    public static Bench start(Path folder, Guard guard) {
        return new Bench(folder, EmbeddedBroker.guarded(folder.resolve("kafka"), guard));
    }

    /** The same with three brokers, which are closed with it; registries must be told that topics have replicas there. */
    public static Bench start(Path folder, ThreeBrokers brokers) {
        return new Bench(folder, brokers);
    }

    /** The one broker, where there is but one. */
    public EmbeddedBroker broker() {
        return Objects.requireNonNull(broker);
    }

    public String bootstrap() {
        return bootstrap;
    }

    public Path folder(String name) {
        return folder.resolve(name);
    }

    /**
     * A validator process on the folder of its name; it is not waited for. At its first start, when there is a registry,
     * that is waited for, and gives the node an enrolment key: receipts count on nodes that sign their positions alone.
     */
    public Node startNode(String name) {
        return startNode(name, Map.of());
    }

    public Node startNode(String name, Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>(more);
        Node enrolling = registry;
        if (enrolling != null) {
            Path key = enrolmentKey(name);
            boolean isNew = !Files.exists(key);
            if (isNew || !enrolling.equals(administered)) {
                admin = admin(enrolling);
                administered = enrolling;
            }
            if (isNew) {
                new Enrolments(Objects.requireNonNull(admin)).validator(name, List.of("orders"), key);
            }
            all.put("keyfabric.trust.root.file", folder(enrolling.name()).resolve("root.thumbprint"));
            all.put("keyfabric.registry.url", enrolling.url());
            all.put("keyfabric.enrolment.key.file", key);
        }
        return node(name, all, admin);
    }

    /** Gives a node that runs another enrolment key: it prepares its next signing key. */
    public void enrolAgain(Node node, RegistryClient admin) {
        new Enrolments(admin).again("txn", node.name(), List.of("orders"), enrolmentKey(node.name()));
    }

    /** A validator process that nobody enrolled: it answers about keys, signs nothing and confirms nothing. */
    public Node startStranger(String name) {
        return startStranger(name, Map.of());
    }

    public Node startStranger(String name, Map<String, Object> more) {
        return node(name, more, null);
    }

    /** A registry process on the folder of its name; it is not waited for. */
    public Node startRegistry(String name) {
        return startRegistry(name, Map.of());
    }

    public Node startRegistry(String name, Map<String, Object> more) {
        int port = freePort();
        Map<String, Object> properties = properties(name, port);
        properties.put("keyfabric.instance.id", name);
        properties.put("keyfabric.development", true);
        properties.put("keyfabric.dev-login.enabled", true);
        properties.put("keyfabric.root.key.file", folder("root.key"));
        properties.putAll(more);
        Node starting =
                keep(new Node(name, "http://127.0.0.1:" + port, child(KeyRegistry.class, properties, name), null));
        registry = starting;
        return starting;
    }

    /** The admin API of a registry that is ready; the service that keys are issued for is defined there. */
    public RegistryClient admin(Node registry) {
        registry.awaitReady();
        try {
            String password = Files.readString(folder(registry.name()).resolve("admin.password"))
                    .strip();
            RegistryClient client = RegistryClient.login(registry.url(), "admin", password);
            client.defineService("orders", Map.of("name", "Orders"));
            return client;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws Exception {
        while (!started.isEmpty()) {
            started.pop().close();
        }
        brokers.close();
    }

    private Node node(String name, Map<String, Object> more, @Nullable RegistryClient witness) {
        int port = freePort();
        Map<String, Object> properties = properties(name, port);
        properties.put("keyfabric.node.id", name);
        // By default the port after HTTP's, which somebody else may have.
        properties.put("keyfabric.grpc.port", 0);
        properties.putAll(more);
        ChildJvm process = child(ValidatorNode.class, properties, name);
        return keep(new Node(name, "http://127.0.0.1:" + port, process, witness));
    }

    private Path enrolmentKey(String name) {
        return folder.resolve("enrolment").resolve(name + ".key");
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

    /**
     * One process of the fabric.
     *
     * @param witness asked whether the node signs its positions; null for what signs none
     */
    public record Node(
            String name,
            String url,
            ChildJvm process,
            @Nullable RegistryClient witness) {
        /** Waits until it is ready and, where it is to sign its positions, until the registry has seen one signed. */
        public void awaitReady() {
            Awaitility.await(name + " ready")
                    .atMost(START_LIMIT)
                    .pollInterval(Duration.ofMillis(50))
                    .ignoreException(UncheckedIOException.class)
                    .until(() -> {
                        process.assertAlive(name);
                        return get("/health/readiness").status() == 200 && (witness == null || isSigned(witness));
                    });
        }

        private boolean isSigned(RegistryClient by) {
            for (JsonNode node : by.get("/v1/nodes").body().path("items")) {
                if (node.path("node").asText().equals(name)) {
                    return node.path("signed").asBoolean(false);
                }
            }
            return false;
        }

        /** Waits until HTTP answers at all. */
        public void awaitLive() {
            Awaitility.await(name + " live")
                    .atMost(START_LIMIT)
                    .pollInterval(Duration.ofMillis(50))
                    .ignoreException(UncheckedIOException.class)
                    .until(() -> {
                        process.assertAlive(name);
                        return get("/health/liveness").status() == 200;
                    });
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
