package dev.keyfabric.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsReaderTest {
    private final Map<String, Object> properties = new HashMap<>(Map.of("keyfabric.kafka.bootstrap.servers", "b:9092"));

    @Test
    void theDefaultsAreThoseOfTheContract() {
        RegistrySettings settings = SettingsReader.read(properties);

        assertThat(settings.host()).isEqualTo("127.0.0.1");
        assertThat(settings.port()).isEqualTo(8080);
        assertThat(settings.partitions()).isEqualTo(8);
        assertThat(settings.names().prefix()).isEqualTo("keyfabric.");
        assertThat(settings.keyPrefix()).isEqualTo("kf");
        assertThat(settings.development()).isFalse();
        assertThat(settings.devLogin()).isFalse();
        assertThat(settings.oidc()).isNull();
        assertThat(settings.digestEvery()).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.kafka()).containsExactly(Map.entry("bootstrap.servers", "b:9092"));
        assertThat(settings.instanceId()).isNotEmpty();
        assertThat(settings.isLoopback()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "null",
                "console.example",
                "http://console.example",
                "https://a.example/",
                "https://a.example,",
                "https://*.example"
            })
    void whatIsNoOriginIsRefused(String origins) {
        properties.put("keyfabric.cors.origins", origins);

        assertThatThrownBy(() -> SettingsReader.read(properties))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("keyfabric.cors.origins must be origins");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.9S", "PT24H0.001S", "-PT5M", "5", "", "five minutes"})
    void aTimeBetweenDigestsThatCannotBeIsRefused(String every) {
        properties.put("keyfabric.digest.every", every);

        assertThatThrownBy(() -> SettingsReader.read(properties))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("keyfabric.digest.every must be a duration from PT1S to PT24H");
    }

    @Test
    void everySettingIsRead() {
        properties.putAll(Map.of(
                "keyfabric.http.port", 0,
                "keyfabric.partitions", "16",
                "keyfabric.topic.prefix", "acme.",
                "keyfabric.instance.id", "r2",
                "keyfabric.oidc.jwks-url", "https://issuer/jwks",
                "keyfabric.oidc.issuer", "https://issuer",
                "keyfabric.oidc.audience", "kf",
                "keyfabric.kafka.security.protocol", "SSL"));
        properties.put("keyfabric.development", true);
        properties.put("keyfabric.replication.factor", 1);

        RegistrySettings settings = SettingsReader.read(properties);

        assertThat(settings.port()).isZero();
        assertThat(settings.partitions()).isEqualTo(16);
        assertThat(settings.names().prefix()).isEqualTo("acme.");
        assertThat(settings.instanceId()).isEqualTo("r2");
        assertThat(settings.oidc())
                .isEqualTo(new RegistrySettings.Oidc(
                        URI.create("https://issuer/jwks"),
                        "https://issuer",
                        "kf",
                        "roles",
                        "keyfabric_consumers",
                        "keyfabric_audiences"));
        assertThat(settings.kafka()).containsEntry("security.protocol", "SSL");
        assertThat(settings).asString().doesNotContain("SSL");
    }

    @Test
    void everyProblemIsToldAtOnce() {
        Map<String, Object> wrong = Map.of(
                "keyfabric.http.port", "eighty",
                "keyfabric.partitions", "7",
                "keyfabric.development", "yes",
                "keyfabric.colour", "red",
                "keyfabric.oidc.issuer", "https://issuer");

        assertThatThrownBy(() -> SettingsReader.read(wrong))
                .isInstanceOfSatisfying(
                        SettingsException.class,
                        e -> assertThat(e.problems())
                                .anyMatch(p -> p.startsWith("keyfabric.http.port"))
                                .anyMatch(p -> p.startsWith("keyfabric.partitions"))
                                .anyMatch(p -> p.startsWith("keyfabric.development"))
                                .anyMatch(p -> p.startsWith("keyfabric.colour"))
                                .anyMatch(p -> p.startsWith("keyfabric.oidc.jwks-url"))
                                .anyMatch(p -> p.startsWith("keyfabric.oidc.audience"))
                                .anyMatch(p -> p.startsWith("keyfabric.kafka.bootstrap.servers")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "::",
                "10.0.0.1",
                "registry.example",
                "127.0.0.1.example",
                "127.1",
                "localhost.example"
            })
    void anAddressThatOthersReachNeedsTlsOrAWord(String host) {
        properties.put("keyfabric.http.host", host);
        assertThatThrownBy(() -> SettingsReader.read(properties)).hasMessageContaining("insecure.any-address");

        Map<String, Object> encrypted = new HashMap<>(properties);
        encrypted.put("micronaut.server.ssl.enabled", "true");
        assertThat(SettingsReader.read(encrypted).host()).isEqualTo(host);

        properties.put("keyfabric.insecure.any-address", "true");
        assertThat(SettingsReader.read(properties).host()).isEqualTo(host);
        properties.put("keyfabric.dev-login.enabled", "true");
        assertThatThrownBy(() -> SettingsReader.read(properties))
                .hasMessageContaining("insecure.dev-login-any-address");
        properties.put("keyfabric.insecure.dev-login-any-address", "true");
        assertThat(SettingsReader.read(properties).devLogin()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "keyfabric.oidc.jwks-url, http://issuer.example/jwks",
        "keyfabric.oidc.jwks-url, file:///etc/passwd",
        "keyfabric.data, /tmp/a;b",
        "keyfabric.key.prefix, KF",
        "keyfabric.topic.prefix, a/b",
        "keyfabric.instance.id, a b",
        "keyfabric.replication.factor, 2",
        "keyfabric.component, validator",
        "micronaut.security.enabled, false",
        "keyfabric.kafka, b:9092",
        "keyfabric.staleness.bound, 24h",
        "KEYFABRIC_INSECURE_ANY_ADRESS, true",
    })
    void whatCannotBeIsRefused(String name, String value) {
        properties.put("keyfabric.oidc.jwks-url", "https://issuer/jwks");
        properties.put("keyfabric.oidc.issuer", "i");
        properties.put("keyfabric.oidc.audience", "a");
        properties.put(name, value);

        assertThatThrownBy(() -> SettingsReader.read(properties)).hasMessageContaining(name);
    }
}
