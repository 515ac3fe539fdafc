package dev.keyfabric.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyfabric.quickstart.process.ChildJvm;
import dev.keyfabric.quickstart.story.HttpJson;
import dev.keyfabric.quickstart.story.RegistryClient;
import dev.keyfabric.quickstart.story.ValidatorClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpIT {
    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    @Test
    void whatIsUpSaysWhereItIsEndsOnCtrlCAndFindsItsDataAgain() throws Exception {
        QuickstartSettings settings = FreePorts.settings(folder.resolve("data"), 2);
        String key;
        try (ChildJvm up = up(settings, "first")) {
            JsonNode ready = awaitReady("first");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("first.ready"))))
                    .isEqualTo("rw-------");
            assertThat(ready.get("validators")).hasSize(2);
            assertThat(ready.get("orders").asText()).isEqualTo("http://127.0.0.1:" + settings.ordersPort());
            assertThat(ready.get("payments").asText()).isEqualTo("http://127.0.0.1:" + settings.paymentsPort());
            assertThat(ready.get("kafka").asText()).isEqualTo("127.0.0.1:" + settings.kafkaPort());
            key = issue(ready);
            assertThat(code(ready, 1, key)).isEqualTo("VALID");

            assertThat(up.interrupt()).isEqualTo(130);
        }

        try (ChildJvm again = up(settings, "second")) {
            JsonNode ready = awaitReady("second");

            assertThat(code(ready, 0, key)).isEqualTo("VALID");
            assertThat(code(ready, 1, key)).isEqualTo("VALID");
            assertThat(again.isAlive()).isTrue();
        }
    }

    @Test
    void theThreeLinesItPrintsWorkWhenPasted() throws Exception {
        assumeThat(Path.of("/usr/bin/curl")).as("curl").exists();
        QuickstartSettings settings = FreePorts.settings(folder.resolve("data"), 1);
        try (ChildJvm up = up(settings, "first")) {
            awaitReady("first");
            assertThat(up.isAlive()).isTrue();
            List<String> lines = Files.readAllLines(folder.resolve("first.log")).stream()
                    .filter(line -> line.contains("curl"))
                    .toList();
            assertThat(lines).hasSize(3);

            String said = bash(String.join("\n", lines));

            assertThat(said).contains("HTTP/1.1 200", "X-Consumer-Id: acme", "X-Consumer-Scopes: orders:*");
        }
    }

    @Test
    void aTakenPortIsNamedWithTheSettingThatMovesIt() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            QuickstartSettings free = FreePorts.settings(folder.resolve("data"), 1);
            QuickstartSettings settings = new QuickstartSettings(
                    free.data(),
                    taken.getLocalPort(),
                    free.validatorPort(),
                    free.kafkaPort(),
                    free.ordersPort(),
                    free.paymentsPort(),
                    1);

            try (ChildJvm up = up(settings, "first")) {
                assertThat(up.exitStatus()).isEqualTo(1);
            }

            assertThat(folder.resolve("first.log"))
                    .content()
                    .contains("port " + taken.getLocalPort() + " is taken", QuickstartSettings.REGISTRY_PORT)
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void aValueThatIsNoPortIsNamed() {
        Map<String, String> environment = new HashMap<>(environment(FreePorts.settings(folder.resolve("data"), 1)));
        environment.put(QuickstartSettings.KAFKA_PORT, "ninety");
        try (ChildJvm up =
                ChildJvm.start(Main.class, List.of("up"), Map.of(), environment, folder.resolve("first.log"))) {
            assertThat(up.exitStatus()).isEqualTo(1);
        }

        assertThat(folder.resolve("first.log")).content().contains(QuickstartSettings.KAFKA_PORT, "ninety");
    }

    private ChildJvm up(QuickstartSettings settings, String name) {
        List<String> arguments = new ArrayList<>(List.of("up", "--validators", "" + settings.validators()));
        arguments.addAll(List.of("--ready-file", folder.resolve(name + ".ready").toString()));
        return ChildJvm.start(Main.class, arguments, Map.of(), environment(settings), folder.resolve(name + ".log"));
    }

    private static Map<String, String> environment(QuickstartSettings settings) {
        return Map.of(
                QuickstartSettings.DATA, settings.data().toString(),
                QuickstartSettings.REGISTRY_PORT, "" + settings.registryPort(),
                QuickstartSettings.VALIDATOR_PORT, "" + settings.validatorPort(),
                QuickstartSettings.KAFKA_PORT, "" + settings.kafkaPort(),
                QuickstartSettings.ORDERS_PORT, "" + settings.ordersPort(),
                QuickstartSettings.PAYMENTS_PORT, "" + settings.paymentsPort());
    }

    private JsonNode awaitReady(String name) throws IOException {
        Path file = folder.resolve(name + ".ready");
        await(name).atMost(START_LIMIT).pollInterval(Duration.ofMillis(100)).until(() -> Files.exists(file));
        return new ObjectMapper().readTree(file.toFile());
    }

    private static String issue(JsonNode ready) {
        JsonNode login = ready.get("admin");
        RegistryClient admin = RegistryClient.login(
                ready.get("registry").asText(),
                login.get("user").asText(),
                login.get("password").asText());
        admin.registerConsumer("acme", "Acme");
        return admin.awaitingReceipts(10).issueKey("acme", "k").get("key").asText();
    }

    private static String code(JsonNode ready, int validator, String key) {
        String url = ready.get("validators").get(validator).asText();
        assertThat(HttpJson.send("GET", url + "/health/readiness", Map.of(), null)
                        .status())
                .isEqualTo(200);
        return new ValidatorClient("validator", url).code(key);
    }

    private static String bash(String script) throws Exception {
        Process bash = new ProcessBuilder("bash", "-c", script)
                .redirectErrorStream(true)
                .start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(said).isZero();
        return said;
    }
}
