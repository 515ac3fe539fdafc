package dev.keyfabric.quickstart.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class ServiceSettingsTest {
    private static final Map<String, Object> LEAST =
            Map.of("keyfabric.data", "target/d", "keyfabric.kafka.bootstrap.servers", "127.0.0.1:9092");

    private static ServiceSettings read(Map<String, ?> more) {
        Map<String, Object> all = new HashMap<>(LEAST);
        all.putAll(more);
        return ServiceSettings.read("orders", 8081, all);
    }

    @Test
    void whatIsNotSaidHasItsDefault() {
        ServiceSettings settings = read(Map.of());

        assertThat(settings.host()).isEqualTo("127.0.0.1");
        assertThat(settings.port()).isEqualTo(8081);
        assertThat(settings.isLoopback()).isTrue();
        assertThat(settings.validator().address()).hasToString("http://127.0.0.1:8090");
        assertThat(settings.trustDomain()).isEqualTo("keyfabric");
        assertThat(settings.kafka()).isEqualTo(Map.of("bootstrap.servers", "127.0.0.1:9092"));
        assertThat(settings.enrolmentKeyFile()).isNull();
    }

    @Test
    void everyFaultIsNamedAtOnce() {
        assertThatThrownBy(() -> ServiceSettings.read(
                        "orders",
                        8081,
                        Map.of(
                                "keyfabric.component", "payments",
                                "keyfabric.http.port", "70000",
                                "keyfabric.validator.url", "http://validator.example:8090",
                                "keyfabric.registry.url", "registry",
                                "keyfabric.misspelt", "x")))
                .isInstanceOf(SettingsRefusedException.class)
                .hasMessageContainingAll(
                        "keyfabric.misspelt is no setting of orders",
                        "keyfabric.component must be orders",
                        "keyfabric.data must be set",
                        "keyfabric.kafka.bootstrap.servers must be set",
                        "keyfabric.http.port must be",
                        "keyfabric.validator.url must be http on loopback",
                        "keyfabric.registry.url must be an http");
    }

    @Test
    void aServiceThatOthersCanReachIsNotOnLoopback() {
        assertThat(read(Map.of("keyfabric.http.host", "0.0.0.0")).isLoopback()).isFalse();
    }

    @Test
    void variablesStandForSettingsAndAMisspeltOneIsHandedOn() {
        Properties system = new Properties();
        system.setProperty("keyfabric.http.port", "2");

        Map<String, Object> given = GivenSettings.of(
                Map.of(
                        "KEYFABRIC_HTTP_PORT", "1",
                        "KEYFABRIC_KAFKA_BOOTSTRAP_SERVERS", "b:1",
                        "KEYFABRIC_ENROLMENT_KEY_FILE", "f",
                        "KEYFABRIC_MISSPELT", "x",
                        "PATH", "p"),
                system);

        assertThat(given)
                .isEqualTo(Map.of(
                        "keyfabric.http.port", "2",
                        "keyfabric.kafka.bootstrap.servers", "b:1",
                        "keyfabric.enrolment.key.file", "f",
                        "KEYFABRIC_MISSPELT", "x"));
    }
}
