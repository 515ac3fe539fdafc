package dev.keyfabric.quickstart.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.quickstart.deploy.ComposeFile.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How the parts of {@code docker-compose.yml} find each other: names, ports, files, users. */
class ComposeNetworkTest {
    private static final Pattern PRINCIPAL = Pattern.compile("User:([a-z]+)|(?m)^allow ([a-z]+) ");

    private final Map<String, Service> services = ComposeFile.ofThisTree().services();

    @Test
    void everyNameThatAPartReliesOnIsAService() {
        for (Service service : services.values()) {
            assertThat(services.keySet())
                    .as(service.name())
                    .containsAll(service.dependsOn().keySet());
            if (!service.networkMode().isEmpty()) {
                assertThat(service.networkMode()).startsWith("service:");
                assertThat(services).containsKey(service.networkMode().substring("service:".length()));
                // Its health is looked at in that network, and nothing of it is published.
                assertThat(service.ports()).as(service.name()).isEmpty();
            }
        }
    }

    @Test
    void noTwoPartsTakeOnePort() {
        List<String> published = services.values().stream()
                .flatMap(service -> service.ports().stream())
                .map(port -> port.split(":", -1)[1])
                .toList();
        assertThat(published).doesNotHaveDuplicates();
        Map<String, List<Integer>> heldIn = new TreeMap<>();
        for (Service service : services.values()) {
            String network = service.networkMode().isEmpty()
                    ? service.name()
                    : service.networkMode().substring(8);
            heldIn.computeIfAbsent(network, name -> new ArrayList<>()).addAll(listening(service));
        }
        assertThat(heldIn.get("orders")).containsExactlyInAnyOrder(8081, 8090, 8091, 9099);
        assertThat(heldIn.values()).allSatisfy(ports -> assertThat(ports).doesNotHaveDuplicates());
    }

    /** The ports that a part takes in its network. */
    private static List<Integer> listening(Service service) {
        return switch (service.image()) {
            case "keyfabric/kafka" -> service.command().get(0).equals("./start") ? List.of(9092, 9093) : List.of();
            case "keyfabric/registry" -> service.content().containsKey("entrypoint") ? List.of() : List.of(8080);
            case "keyfabric/validator" -> List.of(8090, 8091);
            case "keyfabric/shop" ->
                switch (service.name()) {
                    case "orders" -> List.of(8081);
                    case "payments" -> List.of(8082);
                    default -> List.of();
                };
            default ->
                service.command().stream()
                        .filter(word -> word.startsWith("--web.listen-address="))
                        .map(word -> Integer.valueOf(word.substring(word.lastIndexOf(':') + 1)))
                        .toList();
        };
    }

    @Test
    void healthIsAskedAtAPortThatIsHeldAndAPathThatAnswers() {
        int asked = 0;
        for (Service service : services.values()) {
            if (service.healthcheck().get("test") instanceof List<?> test && test.contains("healthy")) {
                asked++;
                assertThat(listening(service)).contains(Integer.valueOf(String.valueOf(test.get(2))));
                // What ComposeBusIT waits for at each of them.
                assertThat(String.valueOf(test.get(3)))
                        .isEqualTo(service.target().equals("shop") ? "/health" : "/health/readiness");
            }
        }
        assertThat(asked).isEqualTo(6);
    }

    @Test
    void everyFileOfThisTreeThatIsMountedIsThere() {
        List<String> mounted = services.values().stream()
                .flatMap(service -> service.mountedFiles().stream())
                .toList();
        assertThat(mounted)
                .hasSizeGreaterThan(7)
                .allSatisfy(file -> assertThat(ComposeFile.ROOT.resolve(file)).isRegularFile());
    }

    @Test
    void everyUserOfTheBrokersHasItsRightsItsVolumeAndNoOthers() {
        List<String> users = services.get("logins")
                .command()
                .subList(1, services.get("logins").command().size());
        Set<String> principals = new TreeSet<>();
        Matcher named = PRINCIPAL.matcher(read("deploy/kafka/rights"));
        while (named.find()) {
            principals.add(named.group(1) == null ? named.group(2) : named.group(1));
        }
        principals.add("broker");
        assertThat(users).containsExactlyInAnyOrderElementsOf(principals);
        assertThat(read("deploy/kafka/server.properties")).contains("\nsuper.users=User:broker\n");

        Map<String, String> all = users.stream().collect(Collectors.toMap(u -> "/logins/" + u, u -> u + "-login"));
        assertThat(services.get("logins").mountedVolumes()).isEqualTo(all);
        for (Service service : services.values()) {
            Map<String, String> volumes = new TreeMap<>(service.mountedVolumes());
            if (service.name().startsWith("kafka-")) {
                assertThat(volumes).containsAllEntriesOf(all);
            } else if (service.environment().containsKey("KEYFABRIC_KAFKA_SASL_MECHANISM")) {
                String user = Stream.of("registry", "validator")
                        .filter(role -> service.image().endsWith(role))
                        .findFirst()
                        .orElse(service.name());
                assertThat(volumes).as(service.name()).containsEntry("/run/kafka", user + "-login");
                assertThat(service.environment().get("JAVA_TOOL_OPTIONS"))
                        .contains("-Djava.security.auth.login.config=/run/kafka/jaas.conf");
                volumes.remove("/run/kafka");
                assertThat(volumes.values()).noneMatch(volume -> volume.endsWith("-login"));
            }
        }
    }

    @Test
    void everyBrokerThatAPartIsToldOfIsOne() {
        String brokers = Stream.of("kafka-1", "kafka-2", "kafka-3")
                .map(name -> name + ":9092")
                .collect(Collectors.joining(","));
        assertThat(services.values())
                .filteredOn(service -> service.environment().containsKey("KEYFABRIC_KAFKA_BOOTSTRAP_SERVERS"))
                .hasSize(6)
                .allSatisfy(service ->
                        assertThat(service.environment()).containsEntry("KEYFABRIC_KAFKA_BOOTSTRAP_SERVERS", brokers));
        assertThat(read("deploy/kafka/start")).contains("1@kafka-1:9093,2@kafka-2:9093,3@kafka-3:9093");
        for (int node = 1; node <= 3; node++) {
            assertThat(services.get("kafka-" + node).command()).containsExactly("./start", "" + node);
        }
    }

    @Test
    void whatIsScrapedIsAPartAndGoesToPrometheusWithTheNamesOfTheAlerts() {
        Set<String> jobs = new TreeSet<>();
        for (String agent : List.of("orders", "payments", "registries")) {
            JsonNode file = DeployYaml.one("compose/scrape-" + agent + ".yaml");
            assertThat(file.at("/remote_write/0/url").asText()).isEqualTo("http://prometheus:9090/api/v1/write");
            for (JsonNode job : file.get("scrape_configs")) {
                String target = job.at("/static_configs/0/targets/0").asText();
                jobs.add(job.at("/static_configs/0/labels/job")
                        .asText(job.get("job_name").asText()));
                assertThat(job.get("metrics_path").asText()).isEqualTo("/prometheus");
                if (agent.equals("registries")) {
                    String host = target.substring(0, target.indexOf(':'));
                    assertThat(listening(services.get(host)))
                            .contains(Integer.valueOf(target.substring(target.indexOf(':') + 1)));
                    assertThat(job.at("/authorization/credentials_file").asText())
                            .isEqualTo("/run/keyfabric/metrics/" + host);
                } else {
                    assertThat(target).isEqualTo("127.0.0.1:8090");
                }
            }
        }
        assertThat(jobs).containsExactly("keyfabric-registry", "keyfabric-validator");
        assertThat(services.get("prometheus").command()).contains("--web.enable-remote-write-receiver");
        assertThat(DeployYaml.one("compose/prometheus.yaml").at("/rule_files/0").asText())
                .isEqualTo("keyfabric.rules.yaml");
    }

    @Test
    void grafanaIsGivenTheDashboardAndWhereItsFiguresAre() {
        String folder = DeployYaml.one("compose/grafana/dashboards.yaml")
                .at("/providers/0/options/path")
                .asText();
        assertThat(services.get("grafana").volumes())
                .contains("./deploy/grafana/keyfabric.json:" + folder + "/keyfabric.json:ro");
        assertThat(DeployYaml.one("compose/grafana/datasource.yaml")
                        .at("/datasources/0/url")
                        .asText())
                .isEqualTo("http://prometheus:9090");
    }

    @Test
    void whatTheImagesOfTheBuildNeedIsNotKeptFromIt() {
        List<String> ignored = read(".dockerignore").lines().toList();
        assertThat(ignored).contains("!docs/openapi.yml").doesNotContain("docs", "deploy");
        assertThat(Arrays.asList("logins", "rights", "start", "acls"))
                .allSatisfy(script -> assertThat(ComposeFile.ROOT.resolve("deploy/kafka/" + script))
                        .isExecutable());
    }

    private static String read(String file) {
        try {
            return Files.readString(ComposeFile.ROOT.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
