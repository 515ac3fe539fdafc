package dev.keyfabric.validation.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyfabric.schemas.event.Environment;
import dev.keyfabric.schemas.topics.TopicNames;
import dev.keyfabric.validation.EngineSettings;
import dev.keyfabric.validation.Folders;
import dev.keyfabric.validation.judge.JudgeSettings;
import dev.keyfabric.validation.limits.LimitSet;
import dev.keyfabric.validation.limits.LimitSettings;
import dev.keyfabric.validation.limits.RateWindow;
import dev.keyfabric.validation.token.TokenSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeSettingsTest {
    private final Map<String, Object> values = new HashMap<>(Map.of(
            "keyfabric.node.id",
            "n1",
            "keyfabric.data",
            "target/n1",
            "keyfabric.kafka.bootstrap.servers",
            "127.0.0.1:9092"));
    private String boundHost = "127.0.0.1";

    private NodeSettings read() {
        return NodeSettings.read(values, boundHost, "1");
    }

    /** Where a request comes from that has an address of its own in each header. */
    private static String address(NodeSettings settings, String peer) {
        Map<String, String> headers = Map.of(
                "X-Real-IP",
                "192.0.2.1",
                "X-Forwarded-For",
                "192.0.2.2, 10.1.1.1",
                "Forwarded",
                "for=192.0.2.3, for=10.1.1.1");
        return settings.clientAddress().of(peer, name -> List.of(headers.get(name)));
    }

    @Test
    void proxiesAreTrustedByTheirAddresses() {
        values.put("keyfabric.trusted-proxies", "203.0.113.9, 10.0.0.0/8");
        assertThat(address(read(), "203.0.113.9")).isEqualTo("192.0.2.2");
        assertThat(address(read(), "203.0.113.10")).isEqualTo("203.0.113.10");
        values.put("keyfabric.client-ip.header", "Forwarded");
        assertThat(address(read(), "203.0.113.9")).isEqualTo("192.0.2.3");
        values.put("keyfabric.trusted-proxies", "10.0.0.0/8,proxy.example");
        assertThatThrownBy(this::read)
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("keyfabric.trusted-proxies must be CIDR blocks");
    }

    @Test
    void limitsAreReadAsRequestsInATime() {
        values.put("keyfabric.limits.strictest", "5/1s,100/1h");
        values.put("keyfabric.limits.failed-attempts", "off");
        values.put("keyfabric.limits.keys", "500");
        values.put("keyfabric.limits.save-every", "1m");
        values.put("keyfabric.limits.addresses", "1000");
        assertThat(read().engine().limiting())
                .isEqualTo(new LimitSettings(
                        new LimitSet(
                                List.of(new RateWindow("strictest", 5, 1), new RateWindow("strictest-2", 100, 3600))),
                        500,
                        Duration.ofMinutes(1),
                        LimitSet.NONE,
                        1000));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "5", "5/", "/1s", "0/1s", "-1/1s", "5/0s", "5/500ms", "5/400d", "off", "1/1s,", "5/1s;6/1s"})
    void aLimitThatIsNoneIsRefused(String limit) {
        values.put("keyfabric.limits.strictest", limit.isEmpty() ? "," : limit);
        assertThatThrownBy(this::read)
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("keyfabric.limits.strictest must");
    }

    @Test
    void whatIsNotSaidHasTheContractsDefault() {
        NodeSettings settings = read();
        assertThat(settings.engine().judge().stalenessBound()).isEqualTo(Duration.ofHours(24));
        assertThat(settings.engine().judge().environments()).containsOnly(Environment.LIVE, Environment.TEST);
        assertThat(settings.engine().readyWait()).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.engine().positionWait()).isEqualTo(Duration.ofMillis(250));
        assertThat(settings.engine().positionWaiters()).isEqualTo(256);
        assertThat(settings.engine().names().prefix()).isEqualTo("keyfabric.");
        assertThat(settings.credentials()).isEqualTo(CredentialRule.BOTH);
        assertThat(settings.engine().judge().prefixes().live()).isEqualTo("kf_live");
        assertThat(settings.service()).isNull();
        assertThat(address(settings, "203.0.113.9")).isNull();
        assertThat(settings.engine().limiting()).isEqualTo(LimitSettings.DEFAULT);
    }

    @Test
    void eachSettingIsReadByItsName() {
        values.put("keyfabric.service", "orders");
        values.put("keyfabric.environments", "live");
        values.put("keyfabric.staleness.bound", "90m");
        values.put("keyfabric.ready.wait", "PT3S");
        values.put("keyfabric.position.wait", "100ms");
        values.put("keyfabric.credentials", "x-api-key");
        values.put("keyfabric.view.memory-mib", "16");
        values.put("keyfabric.client-ip.header", "X-Real-IP");
        values.put("keyfabric.topic.prefix", "test.");
        values.put("keyfabric.key.prefix", "acme");
        NodeSettings settings = read();
        assertThat(settings.service()).isEqualTo("orders");
        assertThat(settings.engine().judge().service()).isEqualTo("orders");
        assertThat(settings.engine().judge().environments()).containsOnly(Environment.LIVE);
        assertThat(settings.engine().judge().stalenessBound()).isEqualTo(Duration.ofMinutes(90));
        assertThat(settings.engine().readyWait()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.engine().positionWait()).isEqualTo(Duration.ofMillis(100));
        assertThat(settings.credentials()).isEqualTo(CredentialRule.X_API_KEY);
        assertThat(settings.engine().limits().memoryMib()).isEqualTo(16);
        assertThat(address(settings, "203.0.113.9")).isEqualTo("192.0.2.1");
        assertThat(settings.engine().names().prefix()).isEqualTo("test.");
        assertThat(settings.engine().judge().prefixes().live()).isEqualTo("acme_live");
    }

    private static final String ROOT = "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs";

    @Test
    void trustIsNoneUnlessItIsGiven() {
        NodeSettings settings = read();
        assertThat(settings.engine().root()).isNull();
        assertThat(settings.enrolment()).isNull();
        assertThat(settings.engine().tokens()).isEqualTo(new TokenSettings("keyfabric", null, Duration.ZERO));
    }

    @Test
    void theRootIsPinnedByTextOrFile() throws Exception {
        values.put("keyfabric.trust.root", ROOT);
        assertThat(read().engine().root().thumbprint()).isEqualTo(ROOT);
        Path file = Files.createDirectories(Folders.fresh()).resolve("root.thumbprint");
        Files.writeString(file, ROOT + "\n");
        values.put("keyfabric.trust.root.file", file.toString());
        assertThatThrownBy(this::read).hasMessageContaining("keyfabric.trust.root.file");
        values.remove("keyfabric.trust.root");
        assertThat(read().engine().root().thumbprint()).isEqualTo(ROOT);
        Files.writeString(file, "-----BEGIN PUBLIC KEY-----");
        assertThatThrownBy(this::read).hasMessageContaining("keyfabric.trust.root.file must be a thumbprint");
        Files.delete(file);
        assertThatThrownBy(this::read).hasMessageContaining("keyfabric.trust.root.file cannot be read");
    }

    @Test
    void aKeyOfTheNodesOwnNeedsRegistryAndFile() {
        values.put("keyfabric.registry.url", "http://registry:8080");
        assertThatThrownBy(this::read).hasMessageContaining("keyfabric.enrolment.key.file must be set");
        values.put("keyfabric.enrolment.key.file", "/run/enrolment.key");
        EnrolmentSettings enrolment = read().enrolment();
        assertThat(enrolment.registry()).hasToString("http://registry:8080");
        assertThat(enrolment.keyFile()).hasToString("/run/enrolment.key");
        assertThat(enrolment.folder()).endsWithRaw(Path.of("keys"));
        assertThat(enrolment.passphraseFile()).isNull();
        values.put("keyfabric.signing.passphrase.file", "/run/passphrase");
        assertThat(read().enrolment().passphraseFile()).hasToString("/run/passphrase");
        values.remove("keyfabric.registry.url");
        assertThatThrownBy(this::read).hasMessageContaining("keyfabric.registry.url must be set");
    }

    @Test
    void whatTrustCannotBeIsNamed() {
        values.put("keyfabric.trust.root", "abc");
        values.put("keyfabric.trust-domain", "a b");
        values.put("keyfabric.token.reuse", "3m");
        values.put("keyfabric.registry.url", "ftp://registry");
        assertThatThrownBy(this::read)
                .hasMessageContainingAll(
                        "keyfabric.trust.root",
                        "keyfabric.trust-domain",
                        "keyfabric.token.reuse",
                        "keyfabric.registry.url");
    }

    @Test
    void noNodeMayServeLongerThanItsPositionIsRemembered() {
        values.put("keyfabric.staleness.bound", "7d");
        assertThat(read().engine().judge().stalenessBound()).isEqualTo(Duration.ofDays(7));
        values.put("keyfabric.staleness.bound", "169h");
        assertThatThrownBy(this::read).hasMessageContaining("keyfabric.staleness.bound");
    }

    @Test
    void allFaultsAreNamedAtOnce() {
        values.clear();
        values.put("keyfabric.environments", "staging");
        values.put("keyfabric.staleness.bound", "soon");
        values.put("keyfabric.credentials", "cookie");
        values.put("keyfabric.key.prefix", "KF");
        values.put("keyfabric.view.memory-mib", "0");
        values.put("keyfabric.http.port", "65536");
        values.put("keyfabric.component", "registry");
        boundHost = "0.0.0.0";
        assertThatThrownBy(this::read)
                .isInstanceOf(SettingsException.class)
                .hasMessageContainingAll(
                        "keyfabric.node.id",
                        "keyfabric.data",
                        "keyfabric.kafka.bootstrap.servers",
                        "keyfabric.environments",
                        "keyfabric.staleness.bound",
                        "keyfabric.credentials",
                        "keyfabric.key.prefix",
                        "keyfabric.view.memory-mib",
                        "keyfabric.http.port",
                        "keyfabric.component",
                        "keyfabric.insecure.any-address");
    }

    @Test
    void grpcIsOnThePortAfterHttpsUnlessToldOtherwise() {
        assertThat(read().listen().grpcPort()).isEqualTo(8091);
        values.put("keyfabric.http.port", "8100");
        assertThat(read().listen().grpcPort()).isEqualTo(8101);
        values.put("keyfabric.http.port", "0");
        assertThat(read().listen().grpcPort()).isZero();
        values.put("keyfabric.grpc.port", "9000");
        assertThat(read().listen().grpcPort()).isEqualTo(9000);
        values.put("keyfabric.grpc.port", "off");
        assertThat(read().listen().grpcPort()).isNull();
    }

    @Test
    void aRouteNeedsANameAndAPolicyWithAnAudience() {
        values.put("keyfabric.routes.read", "audience=orders&scope=orders:read");
        assertThat(read().routes().get("read").scopes()).containsExactly("orders:read");
        for (String[] bad :
                new String[][] {{"a/b", "audience=orders"}, {"x", "audience=orders&role=admin"}, {"y", "scope=a"}}) {
            String name = "keyfabric.routes." + bad[0];
            values.put(name, bad[1]);
            values.remove("keyfabric.service");
            assertThatThrownBy(this::read).hasMessageContaining(name);
            values.remove(name);
        }
    }

    @Test
    void tlsFilesAreGivenTogether() {
        values.put("keyfabric.tls.certificate.file", "/tmp/node.pem");
        assertThatThrownBy(this::read).hasMessageContaining("keyfabric.tls.key.file");
        values.remove("keyfabric.tls.certificate.file");
        values.put("keyfabric.tls.client-ca.file", "/tmp/clients.pem");
        assertThatThrownBy(this::read).hasMessageContaining("keyfabric.tls.certificate.file");
    }

    @Test
    void anAddressBeyondLoopbackNeedsAWordThatSaysInsecure() {
        for (String host : new String[] {"127.0.0.1", "127.1.2.3", "::1", "localhost"}) {
            boundHost = host;
            assertThat(read()).isNotNull();
        }
        for (String host : new String[] {"0.0.0.0", "::", "192.168.1.5", "example.org"}) {
            boundHost = host;
            values.remove("keyfabric.insecure.any-address");
            assertThatThrownBy(this::read).hasMessageContaining("keyfabric.http.host");
            values.put("keyfabric.insecure.any-address", "true");
            assertThat(read()).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "keyfabric.staleness-bound",
                "keyfabric.stalenes.bound",
                "keyfabric.Service",
                "keyfabric.kafka",
                "keyfabric.partitions",
                "KEYFABRIC_STALENES_BOUND"
            })
    void aSettingNobodyKnowsIsRefusedByItsName(String name) {
        values.put(name, "5s");
        assertThatThrownBy(this::read)
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(name + " is no setting of a validator");
    }

    @Test
    void kafkaSettingsArePassedOnAsKafkaSpellsThemAndTheServersOwnAreLetThrough() {
        values.put("keyfabric.kafka.security.protocol", "SSL");
        values.put("micronaut.server.idle-timeout", "10s");
        assertThat(read().engine().clientSettings())
                .containsOnly(Map.entry("bootstrap.servers", "127.0.0.1:9092"), Map.entry("security.protocol", "SSL"));
    }

    @Test
    void defaultsAreTheOnesTheEngineIsMadeFor() {
        NodeSettings settings = read();
        assertThat(settings.engine().judge().stalenessBound()).isEqualTo(JudgeSettings.STALENESS_BOUND);
        assertThat(settings.engine().judge().environments()).isEqualTo(JudgeSettings.BOTH);
        assertThat(settings.engine().readyWait()).isEqualTo(EngineSettings.READY_WAIT);
        assertThat(settings.engine().limits()).isEqualTo(EngineSettings.LIMITS);
        assertThat(settings.engine().positionWait()).isEqualTo(EngineSettings.POSITION_WAIT);
        assertThat(settings.engine().names()).isEqualTo(TopicNames.DEFAULT);
    }
}
