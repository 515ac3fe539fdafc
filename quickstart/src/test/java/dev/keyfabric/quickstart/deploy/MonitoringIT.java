package dev.keyfabric.quickstart.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.quickstart.Fabric;
import dev.keyfabric.quickstart.FreePorts;
import dev.keyfabric.quickstart.docs.Pages;
import dev.keyfabric.quickstart.story.HttpJson;
import dev.keyfabric.quickstart.story.RegistryClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard and the alert rules speak of what a running fabric shows. */
class MonitoringIT {
    private static final Pattern SERIES =
            Pattern.compile("\\b((?:keyfabric|http_server|jvm|process)_[a-z_]+)(?:\\{([^}]*)})?");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)(=~?)\"([^\"]*)\"");
    private static final Set<String> OF_THE_SCRAPER = Set.of("instance", "job");

    private static Fabric fabric;

    @BeforeAll
    static void start(@TempDir Path data) {
        fabric = Fabric.start(FreePorts.settings(data, 1), part -> {});
        await("the validator is ready")
                .ignoreException(UncheckedIOException.class)
                .until(() -> HttpJson.send("GET", fabric.validatorUrl(0) + "/health/readiness", Map.of(), null)
                                .status()
                        == 200);
        RegistryClient admin = fabric.admin().awaitingReceipts(10);
        admin.registerConsumer("acme", "Acme");
        JsonNode key = admin.issueKey("acme", "k");
        HttpJson.send(
                "POST",
                fabric.validatorUrl(0) + "/v1/validate",
                Map.of(),
                Map.of("key", key.get("key").asText()));
        admin.change(key.get("keyId").asText(), "revoke", Map.of("reason", "other"));
    }

    @AfterAll
    static void stop() {
        fabric.close();
    }

    @Test
    void everyMetricOfTheAlertRulesIsShown() {
        assertThat(missing(text("prometheus/keyfabric.rules.yaml"), shown())).isEmpty();
    }

    @Test
    void everyMetricOfTheDashboardIsShown() {
        String expressions = DeployYaml.one("grafana/keyfabric.json").findValuesAsText("expr").stream()
                .collect(Collectors.joining("\n"));
        assertThat(expressions.lines()).hasSizeGreaterThan(15);
        assertThat(missing(expressions, shown())).isEmpty();
    }

    @Test
    void aMetricALabelAndAValueThatNobodyShowsAreFound() {
        String rules = "keyfabric_nodes_ready == 0 or keyfabric_verdicts_total{codes=\"VALID\"} or"
                + " keyfabric_view_incidents_total{kind=~\"tampering|tempering\"}";
        assertThat(missing(rules, shown()))
                .containsExactlyInAnyOrder(
                        "keyfabric_nodes_ready",
                        "keyfabric_verdicts_total{codes}",
                        "keyfabric_view_incidents_total{kind=tempering}");
    }

    @Test
    void everyAlertHasARunbookThatIsThere() {
        for (JsonNode group : DeployYaml.one("prometheus/keyfabric.rules.yaml").get("groups")) {
            for (JsonNode rule : group.get("rules")) {
                String link = "[runbook](" + rule.at("/annotations/runbook").asText() + ")";
                assertThat(Pages.brokenLinks(Pages.root().resolve("README.md"), link))
                        .as(rule.get("alert").asText())
                        .isEmpty();
            }
        }
    }

    /** Names, labels and plain values that stand in expressions and that no line of an exposition has. */
    private static Set<String> missing(String expressions, List<String> shown) {
        Set<String> missing = new TreeSet<>();
        for (Matcher series = SERIES.matcher(expressions); series.find(); ) {
            String name = series.group(1);
            List<String> lines = shown.stream()
                    .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                    .toList();
            if (lines.isEmpty()) {
                missing.add(name);
            } else if (series.group(2) != null) {
                missing.addAll(labels(name, series.group(2), lines));
            }
        }
        return missing;
    }

    private static Set<String> labels(String name, String selector, List<String> lines) {
        Set<String> missing = new TreeSet<>();
        for (Matcher label = LABEL.matcher(selector); label.find(); ) {
            String key = label.group(1);
            if (OF_THE_SCRAPER.contains(key)) {
                continue;
            }
            if (lines.stream().noneMatch(line -> line.contains(key + "=\""))) {
                missing.add(name + "{" + key + "}");
            } else if (key.equals("kind") || key.equals("le")) {
                // Those that are there from the start; codes and statuses come with the first of them.
                for (String value : label.group(3).split("\\|", -1)) {
                    if (lines.stream().noneMatch(line -> line.contains(key + "=\"" + value + "\""))) {
                        missing.add(name + "{" + key + "=" + value + "}");
                    }
                }
            }
        }
        return missing;
    }

    private static List<String> shown() {
        String both = exposition(fabric.validatorUrl(0)) + "\n" + exposition(fabric.registryUrl());
        return both.lines().filter(line -> !line.startsWith("#")).toList();
    }

    private static String exposition(String url) {
        HttpJson.Answer answer = HttpJson.send("GET", url + "/prometheus", Map.of(), null);
        assertThat(answer.status()).isEqualTo(200);
        return answer.body().asText();
    }

    private static String text(String file) {
        try {
            return Files.readString(ComposeFile.ROOT.resolve("deploy").resolve(file))
                    .lines()
                    .filter(line -> !line.strip().startsWith("runbook:")
                            && !line.strip().startsWith("#"))
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
