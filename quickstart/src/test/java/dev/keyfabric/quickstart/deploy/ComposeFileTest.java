package dev.keyfabric.quickstart.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.key.ApiKey;
import dev.keyfabric.quickstart.deploy.ComposeFile.Service;
import dev.keyfabric.quickstart.service.ServiceSetting;
import dev.keyfabric.registry.RegistrySetting;
import dev.keyfabric.validation.settings.NodeSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.Test;

/** What can be said of {@code docker-compose.yml} and its Dockerfile without an engine. */
class ComposeFileTest {
    private static final String KAFKA = "KEYFABRIC_KAFKA_";
    private static final Pattern LOOPBACK_PORT = Pattern.compile("127\\.0\\.0\\.1:[0-9]+:[0-9]+");
    private static final Pattern SECRET_NAME =
            Pattern.compile("(?i).*(password|secret|token|passphrase|credential|api_?key|jaas)(?!.*_FILE$).*");

    private static final Predicate<String> VERSIONED =
            Pattern.compile("[a-z/-]+:v?[0-9]+\\.[0-9].*").asMatchPredicate();
    /** What does its work and ends. */
    private static final Set<String> ENDING = Set.of("logins", "rights", "init");

    private final Map<String, Service> services = ComposeFile.ofThisTree().services();

    private static List<String> openPorts(Map<String, Service> services) {
        return services.values().stream()
                .flatMap(service -> service.ports().stream())
                .filter(port -> !LOOPBACK_PORT.matcher(port).matches())
                .toList();
    }

    private static List<String> unknownSettings(Map<String, Service> services) {
        List<String> unknown = new ArrayList<>();
        for (Service service : services.values()) {
            List<String> known = variables(service.target(), service.command());
            service.environment().keySet().stream()
                    .filter(variable -> variable.startsWith("KEYFABRIC_") && !known.contains(variable))
                    .filter(variable -> known.isEmpty() || !variable.startsWith(KAFKA))
                    .forEach(variable -> unknown.add(service.name() + " " + variable));
        }
        return unknown;
    }

    /** The variables that a part reads. */
    private static List<String> variables(String target, List<String> command) {
        Stream<String> variables = switch (target) {
            case "registry" -> Arrays.stream(RegistrySetting.values()).map(RegistrySetting::variable);
            case "validator" -> Arrays.stream(NodeSetting.values()).map(NodeSetting::variable);
            case "shop" ->
                command.get(0).contains(".enrol.")
                        ? Stream.of()
                        : Arrays.stream(ServiceSetting.values()).map(ServiceSetting::variable);
            default -> Stream.of();
        };
        return variables.toList();
    }

    private static List<String> literalSecrets(Map<String, Service> services) {
        List<String> secrets = new ArrayList<>();
        for (Service service : services.values()) {
            service.environment().forEach((variable, value) -> {
                boolean telling = SECRET_NAME.matcher(variable).matches();
                boolean key = Arrays.stream(value.split("[^A-Za-z0-9_]"))
                        .anyMatch(word -> ApiKey.parse(word).isPresent());
                if (telling || key) {
                    secrets.add(service.name() + " " + variable);
                }
            });
        }
        return secrets;
    }

    @Test
    void everyPublishedPortIsOnLoopback() {
        assertThat(openPorts(services)).isEmpty();
        assertThat(services.values()).filteredOn(s -> !s.ports().isEmpty()).hasSize(6);
        assertThat(openPorts(broken("ports: ['8080:8080', '0.0.0.0:1:1', '127.0.0.1:2:2']")))
                .containsExactly("8080:8080", "0.0.0.0:1:1");
    }

    @Test
    void everySettingIsOneThatItsPartReads() {
        assertThat(unknownSettings(services)).isEmpty();
        assertThat(unknownSettings(broken("build: {target: validator}\n    environment: {KEYFABRIC_NODE_IDD: a,"
                        + " KEYFABRIC_KAFKA_BOOTSTRAP_SERVERS: b, KEYFABRIC_NODE_ID: c}")))
                .containsExactly("a KEYFABRIC_NODE_IDD");
    }

    @Test
    void noSecretStandsInTheFile() {
        assertThat(literalSecrets(services)).isEmpty();
        assertThat(literalSecrets(
                        broken("environment: {ADMIN_PASSWORD: x, KEYFABRIC_SIGNING_PASSPHRASE_FILE: y, PLAIN: z}")))
                .containsExactly("a ADMIN_PASSWORD");
    }

    @Test
    void insecureSettingsStandAtTheRegistriesAlone() {
        assertThat(services.values())
                .filteredOn(service -> service.environment().keySet().stream().anyMatch(v -> v.contains("INSECURE")))
                .extracting(Service::name)
                .containsExactly("registry-1", "registry-2");
    }

    @Test
    void everythingThatStaysUpSaysWhetherItIsWell() {
        assertThat(services.values())
                .filteredOn(service -> !ENDING.contains(service.name()))
                .allSatisfy(service -> assertThat(service.healthcheck())
                        .as(service.name())
                        .containsKeys("test", "interval", "timeout", "retries"));
        assertThat(ENDING)
                .allSatisfy(name -> assertThat(services.get(name).content()).containsEntry("restart", "no"));
    }

    @Test
    void eachServiceHasAValidatorInItsOwnNetwork() {
        assertThat(services.get("orders-validator").networkMode()).isEqualTo("service:orders");
        assertThat(services.get("payments-validator").networkMode()).isEqualTo("service:payments");
        assertThat(services.values())
                .filteredOn(service -> service.target().equals("validator"))
                .allSatisfy(service -> assertThat(service.environment())
                        .containsKey("KEYFABRIC_NODE_ID")
                        .doesNotContainKey("KEYFABRIC_HTTP_HOST"));
    }

    @Test
    void whatOutlivesAContainerIsAVolumeThatTheFileNames() {
        List<String> used = services.values().stream()
                .flatMap(service -> service.mountedVolumes().values().stream())
                .distinct()
                .toList();
        assertThat(ComposeFile.ofThisTree().volumes()).containsExactlyInAnyOrderElementsOf(used);
    }

    @Test
    void theBrokersAreOfTheVersionOfOurClients() throws IOException {
        assertThat(dockerfile().bases()).contains("apache/kafka:" + AppInfoParser.getVersion());
    }

    @Test
    void everyStageThatIsBuiltExistsAndNoImageRunsAsRoot() throws IOException {
        Dockerfile dockerfile = dockerfile();

        assertThat(services.values())
                .filteredOn(service -> !service.target().isEmpty())
                .hasSize(13)
                .allSatisfy(service -> {
                    assertThat(service.image()).isEqualTo("keyfabric/" + service.target());
                    assertThat(dockerfile.stages()).contains(service.target());
                    assertThat(dockerfile.userOf(service.target())).isEqualTo("10001:10001");
                });
    }

    @Test
    void whatIsCopiedFromTheTreeIsInTheTree() throws IOException {
        Dockerfile dockerfile = dockerfile();

        assertThat(dockerfile.copiedFromTree())
                .isNotEmpty()
                .allSatisfy(path -> assertThat(ComposeFile.ROOT.resolve(path)).exists());
        assertThat(dockerfile.copiedFromBuild())
                .allMatch(path -> path.matches("/out/(key-registry-service|validator-node|quickstart)/(lib|own)"));
        assertThat(ComposeFile.ROOT.resolve("deploy/docker/collect")).isExecutable();
        assertThat(Files.readString(ComposeFile.ROOT.resolve("deploy/docker/collect")))
                .contains("key-registry-service validator-node quickstart");
    }

    @Test
    void everyBaseImageIsNamedWithItsVersion() throws IOException {
        Dockerfile dockerfile = dockerfile();

        assertThat(dockerfile.bases()).hasSize(3).allMatch(VERSIONED);
        assertThat(services.values())
                .filteredOn(service -> service.target().isEmpty())
                .hasSize(5)
                .extracting(Service::image)
                .allMatch(VERSIONED);
    }

    @Test
    void everyCommandIsAClassWithAMain() {
        assertThat(services.values())
                .filteredOn(service -> service.target().equals("shop"))
                .hasSize(3)
                .allSatisfy(service -> assertThat(
                                Class.forName(service.command().get(0)).getMethod("main", String[].class))
                        .isNotNull());
    }

    private static Dockerfile dockerfile() throws IOException {
        return Dockerfile.read(ComposeFile.ROOT.resolve("deploy/docker/Dockerfile"));
    }

    private static Map<String, Service> broken(String service) {
        return ComposeFile.of("services:\n  a:\n    " + service + "\n").services();
    }
}
