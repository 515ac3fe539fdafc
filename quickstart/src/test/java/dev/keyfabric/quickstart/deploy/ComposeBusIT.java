package dev.keyfabric.quickstart.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.quickstart.FreePorts;
import dev.keyfabric.quickstart.enrol.EnrolAll;
import dev.keyfabric.quickstart.orders.Orders;
import dev.keyfabric.quickstart.payments.Payments;
import dev.keyfabric.quickstart.process.ChildJvm;
import dev.keyfabric.quickstart.story.HttpJson;
import dev.keyfabric.quickstart.story.RegistryClient;
import dev.keyfabric.quickstart.story.ShopClient;
import dev.keyfabric.registry.KeyRegistry;
import dev.keyfabric.validator.ValidatorNode;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The bus of {@code docker-compose.yml} without containers: the scripts and the settings it is made of start three Kafka
 * nodes that know whom they let in, and the parts come to them as there, by a file that says as whom.
 */
class ComposeBusIT {
    private static final Duration UP = Duration.ofMinutes(3);

    @TempDir
    static Path folder;

    private static final Deque<ChildJvm> PARTS = new ArrayDeque<>();
    private static ComposeBus bus;

    @BeforeAll
    static void start() throws Exception {
        Files.createDirectory(folder.resolve("root"));
        bus = ComposeBus.start(folder);
    }

    @AfterAll
    static void stop() {
        PARTS.forEach(ChildJvm::close);
        if (bus != null) {
            bus.close();
        }
    }

    @Test
    void anOrderReachesTheWorkerOverABusThatLetsNobodyDoMoreThanItMust() throws Exception {
        String one = registry("registry-1");
        String other = registry("registry-2");
        awaitReady(one + "/health/readiness");
        awaitReady(other + "/health/readiness");
        EnrolAll.main(new String[] {one, folder.resolve("registry-1").toString(), parts().toString()});
        String validator = validator(one);
        ShopClient shop = shop(one, validator);
        awaitReady(validator + "/health/readiness");
        awaitReady(shop.orders().url() + "/health");
        awaitReady(shop.payments().url() + "/health");

        RegistryClient admin = RegistryClient.login(one, "admin", password("registry-1"));
        admin.registerConsumer("acme", "Acme");
        JsonNode key = admin.awaitingReceipts(20).issueKey("acme", "k");
        HttpJson.Answer ordered = shop.order(key.get("key").asText(), "bell", 1);

        assertThat(key.at("/receipt/final").asBoolean()).isTrue();
        assertThat(ordered.status()).as("%s", ordered.body()).isEqualTo(201);
        String order = ordered.body().get("orderId").asText();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> shop.processed(p -> p.get("order").asText().equals(order)
                                && p.get("consumer").asText().equals("acme")
                                && p.get("producer").asText().equals("orders"))
                        .isPresent());
        tokensOpenBothRegistries(one, other);
    }

    /** As the service that keeps tokens for whoever scrapes does it. */
    private static void tokensOpenBothRegistries(String one, String other) throws Exception {
        Path kept = Files.createDirectory(folder.resolve("metrics"));
        Process tokens = new ProcessBuilder(
                        ComposeFile.ROOT.resolve("deploy/docker/tokens").toString(),
                        kept.toString(),
                        address(one),
                        folder.resolve("registry-1/admin.password").toString(),
                        address(other),
                        folder.resolve("registry-2/admin.password").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("tokens.log").toFile())
                .start();
        try {
            // Both have the host 127.0.0.1 here, and so one file: the second registry's token is what is left.
            Path token = kept.resolve("127.0.0.1");
            await("tokens").atMost(UP).ignoreExceptions().until(() -> {
                String bearer = "Bearer " + Files.readString(token);
                return HttpJson.send("GET", other + "/v1/nodes", Map.of("Authorization", bearer), null)
                                .status()
                        == 200;
            });
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(token)))
                    .isEqualTo("rw-------");
        } finally {
            tokens.descendants().forEach(ProcessHandle::destroy);
            tokens.destroy();
        }
    }

    private static String registry(String name) {
        int port = FreePorts.free();
        Map<String, Object> settings = bus.as("registry");
        settings.put("keyfabric.instance.id", name);
        settings.put("keyfabric.data", folder.resolve(name));
        settings.put("keyfabric.http.port", port);
        settings.put("keyfabric.root.key.file", folder.resolve("root/root.key"));
        settings.put("keyfabric.dev-login.enabled", true);
        run(KeyRegistry.class, settings, name);
        return "http://127.0.0.1:" + port;
    }

    private static String validator(String registry) {
        int port = FreePorts.free();
        Map<String, Object> settings = bus.as("validator");
        settings.put("keyfabric.node.id", "orders-validator");
        settings.put("keyfabric.data", folder.resolve("orders-validator"));
        settings.put("keyfabric.service", "orders");
        settings.put("keyfabric.http.port", port);
        settings.put("keyfabric.grpc.port", "off");
        settings.put("keyfabric.registry.url", registry);
        settings.put("keyfabric.trust.root.file", parts().resolve("orders-validator/root.thumbprint"));
        settings.put("keyfabric.enrolment.key.file", parts().resolve("orders-validator/enrolment.key"));
        run(ValidatorNode.class, settings, "orders-validator");
        return "http://127.0.0.1:" + port;
    }

    private static ShopClient shop(String registry, String validator) {
        Map<String, Object> both = Map.of("keyfabric.validator.url", validator, "keyfabric.registry.url", registry);
        int ordersPort = FreePorts.free();
        Map<String, Object> orders = new HashMap<>(bus.as("orders"));
        orders.putAll(both);
        orders.put("keyfabric.data", folder.resolve("orders"));
        orders.put("keyfabric.http.port", ordersPort);
        orders.put("keyfabric.enrolment.key.file", parts().resolve("orders/enrolment.key"));
        run(Orders.class, orders, "orders");
        int paymentsPort = FreePorts.free();
        Map<String, Object> payments = new HashMap<>(bus.as("payments"));
        payments.putAll(both);
        payments.put("keyfabric.data", folder.resolve("payments"));
        payments.put("keyfabric.http.port", paymentsPort);
        run(Payments.class, payments, "payments");
        return new ShopClient("http://127.0.0.1:" + ordersPort, "http://127.0.0.1:" + paymentsPort);
    }

    private static void run(Class<?> part, Map<String, Object> settings, String name) {
        PARTS.push(ChildJvm.start(part, settings, folder.resolve(name + ".log")));
    }

    private static Path parts() {
        return folder.resolve("enrolment");
    }

    private static String password(String registry) throws Exception {
        return Files.readString(folder.resolve(registry).resolve("admin.password"))
                .strip();
    }

    private static String address(String url) {
        return url.substring("http://".length());
    }

    private static void awaitReady(String url) {
        await(url)
                .atMost(UP)
                .pollInterval(Duration.ofMillis(200))
                .ignoreException(UncheckedIOException.class)
                .until(() -> {
                    PARTS.forEach(part -> part.assertAlive("a part"));
                    return HttpJson.send("GET", url, Map.of(), null).status() == 200;
                });
    }
}
