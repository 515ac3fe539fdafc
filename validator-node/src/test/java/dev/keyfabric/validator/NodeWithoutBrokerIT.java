package dev.keyfabric.validator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.keyfabric.validation.Events;
import dev.keyfabric.validation.Folders;
import dev.keyfabric.validation.settings.SettingsException;
import io.micronaut.context.ApplicationContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeWithoutBrokerIT {
    @Test
    void aFreshNodeWithoutKafkaIsLiveNotReadyAndSaysSoToEveryQuestion() {
        try (ValidatorNode node = ValidatorNode.start(Map.of(
                "keyfabric.node.id", "n1",
                "keyfabric.data", Folders.fresh().toString(),
                "keyfabric.kafka.bootstrap.servers", "127.0.0.1:1",
                "keyfabric.ready.wait", "100ms",
                "keyfabric.service", "orders",
                "keyfabric.http.port", 0))) {
            Http http = new Http(node.url());
            await().during(Duration.ofMillis(500))
                    .atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> {
                        Http.Answer verdict =
                                http.validate("{\"key\":\"" + Events.apiKey().reveal() + "\"}");
                        assertThat(verdict.status()).isEqualTo(503);
                        assertThat(verdict.json().get("code").asText()).isEqualTo("NOT_READY");
                        assertThat(verdict.json().get("valid").asBoolean()).isFalse();
                        assertThat(http.get("/health/liveness").status()).isEqualTo(200);
                        assertThat(http.get("/health/readiness").status()).isEqualTo(503);
                    });
            assertThat(http.get("/v1/authorize").status()).isEqualTo(503);
            assertThat(http.get("/v1/authorize", "X-API-Key", "x")
                            .json()
                            .get("code")
                            .asText())
                    .isEqualTo("NOT_READY");
            Http.Answer nginx = http.get("/v1/authorize?profile=nginx");
            assertThat(nginx.status()).isEqualTo(403);
            assertThat(nginx.header("X-Error-Status")).isEqualTo("503");
            assertThat(nginx.header("X-Error-Body")).contains("\"NOT_READY\"");
            assertThat(nginx.header("Retry-After")).isEqualTo("1");
            assertThat(http.get("/v1/key-states/key_00000000000000000000000").status())
                    .isEqualTo(503);
        }
    }

    @Test
    void aClosedNodeHasLetItsPortGoThoughAClientKeepsItsConnection() throws Exception {
        int port;
        try (ValidatorNode node = ValidatorNode.start(Map.of(
                "keyfabric.node.id",
                "n1",
                "keyfabric.data",
                Folders.fresh().toString(),
                "keyfabric.kafka.bootstrap.servers",
                "127.0.0.1:1",
                "keyfabric.http.port",
                0))) {
            port = node.url().getPort();
            assertThat(new Http(node.url()).get("/health/liveness").status()).isEqualTo(200);
        }

        try (ServerSocket next = new ServerSocket()) {
            next.setReuseAddress(true);
            next.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            assertThat(next.isBound()).isTrue();
        }
    }

    @Test
    void aViewIsFilledAnewOnTheOperatorsWordAlone() throws Exception {
        Path data = Folders.fresh();
        try (ValidatorNode node = ValidatorNode.start(Map.of(
                "keyfabric.node.id",
                "n1",
                "keyfabric.data",
                data.toString(),
                "keyfabric.kafka.bootstrap.servers",
                "127.0.0.1:1",
                "keyfabric.http.port",
                0))) {
            Http http = new Http(node.url());
            String token = Files.readString(data.resolve("operator.token")).strip();
            String door = "/v1/view/rebuild";
            for (String shown :
                    new String[] {"Bearer x", "Bearer ", "Bearer " + token + "x", "Basic " + token, token}) {
                assertThat(http.ask("POST", door, null, "Authorization", shown).status())
                        .as(shown)
                        .isEqualTo(401);
            }
            Http.Answer unnamed = http.ask("POST", door, null);
            assertThat(unnamed.status()).isEqualTo(401);
            assertThat(unnamed.header("WWW-Authenticate")).isEqualTo("Bearer");
            assertThat(unnamed.json().get("code").asText()).isEqualTo("UNAUTHORIZED");
            assertThat(http.get(door).status()).isEqualTo(401);
            assertThat(http.ask(
                                    "POST",
                                    door,
                                    null,
                                    "Authorization",
                                    "Bearer " + token,
                                    "Authorization",
                                    "Bearer " + token)
                            .status())
                    .isEqualTo(401);
            assertThat(http.get(door, "Authorization", "Bearer " + token)
                            .json()
                            .get("running")
                            .isNull())
                    .isTrue();

            assertThat(http.ask("POST", door, null, "Authorization", "Bearer " + token)
                            .status())
                    .isEqualTo(202);

            await().untilAsserted(() -> assertThat(http.get(door, "Authorization", "Bearer " + token)
                            .json()
                            .get("running")
                            .asText())
                    .isEqualTo("OPERATOR"));
        }
    }

    /** This test's environment holds variables that would change or stop a node: see the module's pom. */
    @Test
    void theEnvironmentDoesNotReachANodeThatIsStartedByCode() {
        assertThat(System.getenv()).containsKeys("KEYFABRIC_DATA", "KEYFABRIC_STALENESS_BOUND", "KEYFABRIC_MISSPELT");
        System.setProperty("keyfabric.http.host", "0.0.0.0");
        Path data = Folders.fresh();
        try (ValidatorNode node = ValidatorNode.start(Map.of(
                "keyfabric.node.id",
                "n1",
                "keyfabric.data",
                data.toString(),
                "keyfabric.kafka.bootstrap.servers",
                "127.0.0.1:1",
                "keyfabric.http.port",
                0))) {
            assertThat(data.resolve("view")).isDirectory();
            assertThat(node.url().getHost()).isEqualTo("127.0.0.1");
            assertThat(node.url().getPort()).isNotEqualTo(1);
            assertThat(node.engine().status().stalenessBoundMs())
                    .isEqualTo(Duration.ofHours(24).toMillis());
        } finally {
            System.clearProperty("keyfabric.http.host");
        }
    }

    @Test
    void anAddressSetByTheServersOwnNameIsHeldAgainstTheSameRule() {
        assertThatThrownBy(() -> ValidatorNode.start(Map.of(
                        "keyfabric.node.id", "n1",
                        "keyfabric.data", Folders.fresh().toString(),
                        "keyfabric.kafka.bootstrap.servers", "127.0.0.1:1",
                        "micronaut.server.host", "0.0.0.0")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("keyfabric.http.host");
    }

    @Test
    void wrongSettingsAreAllNamedAndNothingIsStarted() {
        assertThatThrownBy(() -> ValidatorNode.start(Map.of("keyfabric.http.host", "0.0.0.0")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContainingAll("keyfabric.node.id", "keyfabric.data", "keyfabric.http.host");
    }

    @Test
    void theBeansAreThereForTheValidatorAlone() {
        assertThat(ours("registry")).isZero();
        assertThat(ours("validator")).isGreaterThan(5);
    }

    private static long ours(String component) {
        try (ApplicationContext context = ApplicationContext.run(Map.of("keyfabric.component", component))) {
            return context.getAllBeanDefinitions().stream()
                    .filter(bean -> bean.getBeanType().getName().startsWith("dev.keyfabric.validator"))
                    .count();
        }
    }
}
