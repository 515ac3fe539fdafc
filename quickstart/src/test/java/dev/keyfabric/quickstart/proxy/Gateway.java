package dev.keyfabric.quickstart.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.quickstart.Fabric;
import dev.keyfabric.quickstart.FreePorts;
import dev.keyfabric.quickstart.enrol.Enrolments;
import dev.keyfabric.quickstart.enrol.Shop;
import dev.keyfabric.quickstart.process.ChildJvm;
import dev.keyfabric.quickstart.story.HttpJson;
import dev.keyfabric.quickstart.story.RegistryClient;
import dev.keyfabric.validator.ValidatorNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The host of a gateway: the whole fabric with the service {@code orders}, and a validator for proxies as a process of its
 * own, which can be stopped and killed while the service's own goes on.
 */
final class Gateway implements AutoCloseable {
    private static final String NODE = "gateway";

    private final Fabric fabric;
    private final int port;
    private final Path enrolmentKey;
    private @Nullable ChildJvm validator;

    private Gateway(Fabric fabric, int port) {
        this.fabric = fabric;
        this.port = port;
        this.enrolmentKey = fabric.settings().data().resolve("enrolment/gateway.key");
    }

    static Gateway start(Path data) {
        Fabric fabric = Fabric.start(FreePorts.settings(data, 1), part -> {});
        Gateway gateway = new Gateway(fabric, FreePorts.free());
        new Enrolments(fabric.admin()).validator(NODE, List.of(Shop.ORDERS), gateway.enrolmentKey);
        gateway.startValidator();
        await("the shop is open")
                .atMost(Duration.ofMinutes(1))
                .until(() -> fabric.shop().orders().isReady());
        return gateway;
    }

    RegistryClient admin() {
        return fabric.admin().awaitingReceipts(10);
    }

    int validatorPort() {
        return port;
    }

    int ordersPort() {
        return URI.create(fabric.ordersUrl()).getPort();
    }

    /** What the validator itself says to a proxy. */
    HttpJson.Answer authorize(String query, Map<String, String> headers) {
        return HttpJson.send("GET", "http://127.0.0.1:" + port + "/v1/authorize?" + query, headers, null);
    }

    ChildJvm validator() {
        return Objects.requireNonNull(validator);
    }

    /** Starts the proxies' validator, and returns once it is ready and signs tokens. */
    void startValidator() {
        Map<String, Object> properties = new HashMap<>();
        Path data = fabric.settings().data();
        properties.put("keyfabric.node.id", NODE);
        properties.put("keyfabric.data", data.resolve(NODE));
        properties.put("keyfabric.kafka.bootstrap.servers", fabric.broker().bootstrapServers());
        properties.put("keyfabric.http.port", port);
        properties.put("keyfabric.grpc.port", 0);
        properties.put("keyfabric.trusted-proxies", "127.0.0.1");
        properties.put("keyfabric.trust.root.file", data.resolve("registry/root.thumbprint"));
        properties.put("keyfabric.registry.url", fabric.registryUrl());
        properties.put("keyfabric.enrolment.key.file", enrolmentKey);
        validator = ChildJvm.start(ValidatorNode.class, properties, data.resolve(NODE + ".log"));
        await("the gateway's validator signs its positions")
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(100))
                .ignoreException(UncheckedIOException.class)
                .until(() -> HttpJson.send("GET", "http://127.0.0.1:" + port + "/health/readiness", Map.of(), null)
                                        .status()
                                == 200
                        && isSigned());
    }

    /** Stops the process, and returns once it is silent: its threads stand still one after the other. */
    void pauseValidator() {
        validator().pause();
        await("the validator stands still")
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(10))
                .until(this::isSilent);
    }

    private boolean isSilent() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(300);
            socket.getOutputStream().write("GET /health/liveness HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return true;
        }
    }

    private boolean isSigned() {
        for (JsonNode node : fabric.admin().get("/v1/nodes").body().path("items")) {
            if (node.path("node").asText().equals(NODE)) {
                return node.path("signed").asBoolean(false);
            }
        }
        return false;
    }

    @Override
    public void close() {
        if (validator != null) {
            validator.close();
        }
        fabric.close();
    }
}
