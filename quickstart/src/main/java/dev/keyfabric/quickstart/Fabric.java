package dev.keyfabric.quickstart;

import dev.keyfabric.broker.EmbeddedBroker;
import dev.keyfabric.quickstart.enrol.Enrolments;
import dev.keyfabric.quickstart.enrol.Shop;
import dev.keyfabric.quickstart.orders.Orders;
import dev.keyfabric.quickstart.payments.Payments;
import dev.keyfabric.quickstart.service.RunningService;
import dev.keyfabric.quickstart.story.RegistryClient;
import dev.keyfabric.quickstart.story.ShopClient;
import dev.keyfabric.quickstart.story.Until;
import dev.keyfabric.registry.KeyRegistry;
import dev.keyfabric.validator.ValidatorNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A broker, a registry, validators and the two example services in this JVM, each with a folder of its own. Single parts
 * can be stopped and started again, which is what the story does with them.
 */
public final class Fabric implements AutoCloseable {
    private static final Duration REGISTRY_READY = Duration.ofMinutes(2);

    private final QuickstartSettings settings;
    private final EmbeddedBroker broker;
    private final List<@Nullable ValidatorNode> validators = new ArrayList<>();
    private final List<RunningService> services = new ArrayList<>();
    private @Nullable KeyRegistry registry;

    private Fabric(QuickstartSettings settings) {
        this.settings = settings;
        this.broker = new EmbeddedBroker(settings.data().resolve("kafka"), settings.kafkaPort(), Map.of());
    }

    /**
     * Starts everything, lets what is new be enrolled, and returns once HTTP answers everywhere; readiness is the
     * caller's to wait for.
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
            KeyRegistry registry = KeyRegistry.start(fabric.registryProperties());
            fabric.registry = registry;
            Until.equal(true, registry::isReady, REGISTRY_READY, "registry ready");
            fabric.enrolEverything();
            for (int i = 0; i < settings.validators(); i++) {
                progress.accept("validator " + (i + 1));
                fabric.validators.add(null);
                fabric.startValidator(i);
            }
            progress.accept("orders and payments");
            fabric.services.add(Orders.start(fabric.ordersProperties()));
            fabric.services.add(Payments.start(fabric.serviceProperties(Shop.PAYMENTS, settings.paymentsPort(), 1)));
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

    public String ordersUrl() {
        return "http://127.0.0.1:" + settings.ordersPort();
    }

    public String paymentsUrl() {
        return "http://127.0.0.1:" + settings.paymentsPort();
    }

    public ShopClient shop() {
        return new ShopClient(ordersUrl(), paymentsUrl());
    }

    /** The registry's admin API, with the development login. */
    public RegistryClient admin() {
        return RegistryClient.login(registryUrl(), "admin", adminPassword());
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
        return settings.data().resolve(nodeId(index));
    }

    public void startValidator(int index) {
        KeyRegistry trusted = Objects.requireNonNull(registry, "the registry is started first");
        validators.set(
                index,
                ValidatorNode.start(Map.of(
                        "keyfabric.node.id",
                        nodeId(index),
                        "keyfabric.data",
                        validatorData(index).toString(),
                        "keyfabric.kafka.bootstrap.servers",
                        broker.bootstrapServers(),
                        "keyfabric.http.host",
                        "127.0.0.1",
                        "keyfabric.http.port",
                        settings.validatorPort(index),
                        "keyfabric.trust.root",
                        trusted.rootThumbprint(),
                        "keyfabric.registry.url",
                        registryUrl(),
                        "keyfabric.enrolment.key.file",
                        enrolmentKey(nodeId(index)).toString())));
    }

    /** Gives a validator that lost its disk, and its signing key with it, an enrolment key for another one. */
    public void enrolAgain(int index) {
        new Enrolments(admin()).again("txn", nodeId(index), servicesOf(index), enrolmentKey(nodeId(index)));
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
        services.forEach(RunningService::close);
        services.clear();
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

    private void enrolEverything() {
        RegistryClient admin = admin();
        Shop.define(admin);
        Enrolments enrolments = new Enrolments(admin);
        enrolments.service(Shop.ORDERS, enrolmentKey(Shop.ORDERS));
        for (int i = 0; i < settings.validators(); i++) {
            enrolments.validator(nodeId(i), servicesOf(i), enrolmentKey(nodeId(i)));
        }
    }

    private static String nodeId(int index) {
        return "validator-" + (index + 1);
    }

    /** The first validator stands beside orders, the second beside payments; where there is one, it does for both. */
    private List<String> servicesOf(int index) {
        if (settings.validators() == 1) {
            return List.of(Shop.ORDERS, Shop.PAYMENTS);
        }
        return List.of(index == 1 ? Shop.PAYMENTS : Shop.ORDERS);
    }

    private Path enrolmentKey(String owner) {
        return settings.data().resolve("enrolment").resolve(owner + ".key");
    }

    private Map<String, Object> ordersProperties() {
        Map<String, Object> properties = serviceProperties(Shop.ORDERS, settings.ordersPort(), 0);
        properties.put("keyfabric.registry.url", registryUrl());
        properties.put("keyfabric.enrolment.key.file", enrolmentKey(Shop.ORDERS).toString());
        return properties;
    }

    /** @param validator the one beside it; the last where there are fewer */
    private Map<String, Object> serviceProperties(String service, int port, int validator) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("keyfabric.data", settings.data().resolve(service).toString());
        properties.put("keyfabric.http.host", "127.0.0.1");
        properties.put("keyfabric.http.port", port);
        properties.put("keyfabric.kafka.bootstrap.servers", broker.bootstrapServers());
        properties.put("keyfabric.validator.url", validatorUrl(Math.min(validator, settings.validators() - 1)));
        return properties;
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
