package dev.keyfabric.quickstart.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.quickstart.story.HttpJson;
import dev.keyfabric.quickstart.story.RegistryClient;
import dev.keyfabric.quickstart.story.ShopClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * {@code docker-compose.yml} as it is, where there is an engine with compose that holds the images of others; skipped
 * with the reason anywhere else, for nothing is downloaded.
 */
class ComposeIT {
    private static final Duration UP = Duration.ofMinutes(5);

    private boolean started;

    @BeforeEach
    void needsAnEngineImagesAndPorts() throws Exception {
        assumeThat(statusOf("docker", "version"))
                .as("a container engine answers")
                .isZero();
        assumeThat(statusOf("docker", "compose", "version"))
                .as("docker compose is there")
                .isZero();
        List<String> bases = Dockerfile.read(ComposeFile.ROOT.resolve("deploy/docker/Dockerfile"))
                .bases();
        Stream<String> others = ComposeFile.ofThisTree().services().values().stream()
                .filter(service -> service.target().isEmpty())
                .map(ComposeFile.Service::image);
        for (String image : Stream.concat(bases.stream(), others).distinct().toList()) {
            assumeThat(statusOf("docker", "image", "inspect", image))
                    .as("image " + image + " is there")
                    .isZero();
        }
        for (int port : new int[] {3000, 8080, 8081, 8082, 8085, 9090}) {
            assumeThat(isFree(port)).as("port " + port + " is free").isTrue();
        }
    }

    @AfterEach
    void down() throws Exception {
        if (started) {
            compose("down", "--volumes", "--timeout", "20");
        }
    }

    @Test
    void anOrderWithAKeyReachesTheWorkerUnderItsConsumersName() throws Exception {
        started = true;
        compose("up", "--build", "--detach");
        ShopClient shop = new ShopClient("http://127.0.0.1:8081", "http://127.0.0.1:8082");
        await().atMost(UP)
                .until(() -> shop.orders().isReady() && shop.payments().isReady());
        String password = compose("exec", "-T", "registry-1", "cat", "/var/lib/keyfabric/admin.password")
                .strip();
        RegistryClient admin = RegistryClient.login("http://127.0.0.1:8080", "admin", password);
        admin.registerConsumer("acme", "Acme");
        JsonNode key = admin.awaitingReceipts(20).issueKey("acme", "k");

        HttpJson.Answer ordered = shop.order(key.get("key").asText(), "bell", 1);

        assertThat(ordered.status()).as("%s", ordered.body()).isEqualTo(201);
        assertThat(key.get("receipt").get("final").asBoolean()).isTrue();
        String order = ordered.body().get("orderId").asText();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> shop.processed(p -> p.get("order").asText().equals(order)
                                && p.get("consumer").asText().equals("acme")
                                && p.get("producer").asText().equals("orders"))
                        .isPresent());
    }

    private static String compose(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("docker", "compose", "--project-name", "keyfabric-it"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(ComposeFile.ROOT.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    private static int statusOf(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return -1;
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
