package dev.keyfabric.quickstart;

import dev.keyfabric.broker.EmbeddedBroker;
import dev.keyfabric.registry.KeyRegistry;
import dev.keyfabric.validator.ValidatorNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A broker, a registry and validators in this JVM, each with a folder of its own. Single parts can be stopped and
 * started again, which is what the story does with them.
 */
public final class Fabric implements AutoCloseable {
    private final QuickstartSettings settings;
    private final EmbeddedBroker broker;
    private final List<@Nullable ValidatorNode> validators = new ArrayList<>();
    private @Nullable KeyRegistry registry;

    private Fabric(QuickstartSettings settings) {
        this.settings = settings;
        this.broker = new EmbeddedBroker(settings.data().resolve("kafka"), settings.kafkaPort(), Map.of());
    }

    /**
     * Starts everything and returns once HTTP answers everywhere; readiness is the caller's to wait for.
     *
     * @param progress is told what starts next, for people
     * @throws Ports.PortTakenException before anything started
     */
    public static Fabric start(QuickstartSettings settings, Consumer<String> progress) {
        Ports.requireFree(settings);
        Fabric fabric = new Fabric(settings);
        try {
            progress.accept("Kafka broker");
            fabric.broker.start();
            progress.accept("registry");
            fabric.registry = KeyRegistry.start(fabric.registryProperties());
            for (int i = 0; i < settings.validators(); i++) {
                progress.accept("validator " + (i + 1));
                fabric.validators.add(null);
                fabric.startValidator(i);
            }
            return fabric;
        } catch (RuntimeException e) {
            fabric.close();
            throw e;
        }
    }

    public QuickstartSettings settings() {
        return settings;
    }

    public EmbeddedBroker broker() {
        return broker;
    }

    public String registryUrl() {
        return "http://127.0.0.1:" + settings.registryPort();
    }

    public String validatorUrl(int index) {
        return "http://127.0.0.1:" + settings.validatorPort(index);
    }

    public List<String> validatorUrls() {
        List<String> urls = new ArrayList<>();
        for (int i = 0; i < validators.size(); i++) {
            urls.add(validatorUrl(i));
        }
        return urls;
    }

    /** The password of the development login, as the registry wrote it at its first start. */
    public String adminPassword() {
        try {
            return Files.readString(registryData().resolve("admin.password")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder in which a validator keeps its view. */
    public Path validatorData(int index) {
        return settings.data().resolve("validator-" + (index + 1));
    }

    public void startValidator(int index) {
        validators.set(
                index,
                ValidatorNode.start(Map.of(
                        "keyfabric.node.id", "validator-" + (index + 1),
                        "keyfabric.data", validatorData(index).toString(),
                        "keyfabric.kafka.bootstrap.servers", broker.bootstrapServers(),
                        "keyfabric.http.host", "127.0.0.1",
                        "keyfabric.http.port", settings.validatorPort(index))));
    }

    public void stopValidator(int index) {
        ValidatorNode node = validators.set(index, null);
        if (node != null) {
            node.close();
        }
    }

    /** Readers first, the broker last, so that each part can say good-bye. */
    @Override
    public void close() {
        for (int i = 0; i < validators.size(); i++) {
            stopValidator(i);
        }
        KeyRegistry closing = registry;
        registry = null;
        if (closing != null) {
            closing.close();
        }
        broker.close();
    }

    private Path registryData() {
        return settings.data().resolve("registry");
    }

    private Map<String, Object> registryProperties() {
        return Map.of(
                "keyfabric.instance.id",
                "registry-1",
                "keyfabric.data",
                registryData().toString(),
                "keyfabric.kafka.bootstrap.servers",
                broker.bootstrapServers(),
                "keyfabric.development",
                true,
                "keyfabric.dev-login.enabled",
                true,
                "keyfabric.http.host",
                "127.0.0.1",
                "keyfabric.http.port",
                settings.registryPort());
    }
}
