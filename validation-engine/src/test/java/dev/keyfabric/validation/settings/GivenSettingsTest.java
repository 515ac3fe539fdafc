package dev.keyfabric.validation.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GivenSettingsTest {
    private static final String[] NO_FILE = {};

    private final Properties system = new Properties();

    @Test
    void systemPropertiesStandOverVariablesAndTheseOverTheFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("node.properties");
        Files.writeString(file, "keyfabric.data=file\nkeyfabric.http.host=file\nkeyfabric.topic.prefix=file\n");
        system.setProperty("keyfabric.data", "property");
        system.setProperty("java.something", "else");

        Map<String, Object> given = GivenSettings.of(
                new String[] {file.toString()},
                Map.of("KEYFABRIC_DATA", "variable", "KEYFABRIC_HTTP_HOST", "variable", "HOME", "/"),
                system);

        assertThat(given)
                .containsOnly(
                        Map.entry("keyfabric.data", "property"),
                        Map.entry("keyfabric.http.host", "variable"),
                        Map.entry("keyfabric.topic.prefix", "file"));
    }

    @Test
    void eachSettingHasAVariableOfItsOwn() throws IOException {
        for (NodeSetting setting : NodeSetting.values()) {
            if (setting != NodeSetting.KAFKA) {
                assertThat(GivenSettings.of(NO_FILE, Map.of(setting.variable(), "x"), system))
                        .containsOnly(Map.entry(setting.key(), "x"));
            }
        }
        assertThat(Arrays.stream(NodeSetting.values()).map(NodeSetting::variable))
                .doesNotHaveDuplicates();
        assertThat(GivenSettings.of(NO_FILE, Map.of("KEYFABRIC_KAFKA_SSL_TRUSTSTORE_LOCATION", "x"), system))
                .containsOnly(Map.entry("keyfabric.kafka.ssl.truststore.location", "x"));
    }

    @Test
    void theLaunchersVariablesAreNoSettingsAndOthersThatAreUnknownKeepTheirName() throws IOException {
        Map<String, String> environment = Map.of(
                "KEYFABRIC_REGISTRY_PORT", "1",
                "KEYFABRIC_VALIDATOR_PORT", "1",
                "KEYFABRIC_KAFKA_PORT", "1",
                "KEYFABRIC_ORDERS_PORT", "1",
                "KEYFABRIC_PAYMENTS_PORT", "1",
                "KEYFABRIC_JAVA_OPTS", "-Xmx1g",
                "KEYFABRIC_DATTA", "x");

        assertThat(GivenSettings.of(NO_FILE, environment, system)).containsOnly(Map.entry("KEYFABRIC_DATTA", "x"));
    }
}
