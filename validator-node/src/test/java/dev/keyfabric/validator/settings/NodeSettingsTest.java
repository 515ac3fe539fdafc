package dev.keyfabric.validator.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyfabric.schemas.event.Environment;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodeSettingsTest {
    private static final Map<String, Object> KAFKA = Map.of("bootstrap.servers", "127.0.0.1:9092");

    private final Map<String, String> values = new HashMap<>(
            Map.of("keyfabric.node.id", "n1", "keyfabric.data", "target/n1", "micronaut.server.host", "127.0.0.1"));

    private NodeSettings read() {
        return NodeSettings.read(name -> Optional.ofNullable(values.get(name)), KAFKA, "1");
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
        assertThat(settings.clientIpHeader()).isNull();
    }

    @Test
    void eachSettingIsReadByItsName() {
        values.put("keyfabric.service", "orders");
        values.put("keyfabric.environments", "live");
        values.put("keyfabric.staleness.bound", "90m");
        values.put("keyfabric.ready.wait", "PT3S");
        values.put("keyfabric.position.wait", "100ms");
        values.put("keyfabric.credentials", "x-api-key");
        values.put("keyfabric.view.cache-mib", "16");
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
        assertThat(settings.engine().cacheMib()).isEqualTo(16);
        assertThat(settings.clientIpHeader()).isEqualTo("X-Real-IP");
        assertThat(settings.engine().names().prefix()).isEqualTo("test.");
        assertThat(settings.engine().judge().prefixes().live()).isEqualTo("acme_live");
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
        values.put("keyfabric.view.cache-mib", "0");
        values.put("micronaut.server.host", "0.0.0.0");
        assertThatThrownBy(() -> NodeSettings.read(name -> Optional.ofNullable(values.get(name)), Map.of(), "1"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContainingAll(
                        "keyfabric.node.id",
                        "keyfabric.data",
                        "keyfabric.kafka.bootstrap.servers",
                        "keyfabric.environments",
                        "keyfabric.staleness.bound",
                        "keyfabric.credentials",
                        "keyfabric.key.prefix",
                        "keyfabric.view.cache-mib",
                        "keyfabric.insecure.any-address");
    }

    @Test
    void anAddressBeyondLoopbackNeedsAWordThatSaysInsecure() {
        for (String host : new String[] {"127.0.0.1", "127.1.2.3", "::1", "localhost"}) {
            values.put("micronaut.server.host", host);
            assertThat(read()).isNotNull();
        }
        for (String host : new String[] {"0.0.0.0", "::", "192.168.1.5", "example.org"}) {
            values.put("micronaut.server.host", host);
            values.remove("keyfabric.insecure.any-address");
            assertThatThrownBy(this::read).hasMessageContaining("keyfabric.http.host");
            values.put("keyfabric.insecure.any-address", "true");
            assertThat(read()).isNotNull();
        }
    }
}
