package dev.keyfabric.quickstart.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyfabric.quickstart.process.Bench;
import dev.keyfabric.quickstart.process.Bench.Node;
import dev.keyfabric.quickstart.story.RegistryClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of docs/observability.md against what a registry and a validator show. */
class ObservabilityPageIT {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (`keyfabric_[^|]*) \\| (validator|registry) \\|");
    private static final Pattern NAME = Pattern.compile("`(keyfabric_[a-z_]+)(?:\\{([a-z,]+)})?`");
    private static final Pattern FAMILY = Pattern.compile("(?m)^# TYPE (keyfabric_[a-z_]+) ([a-z]+)$");

    @Test
    void everyMetricOfOursIsListedAndEveryOneListedIsShown(@TempDir Path folder) throws Exception {
        try (Bench bench = Bench.start(folder)) {
            Node registry = bench.startRegistry("registry");
            Node node = bench.startNode("node");
            RegistryClient admin = bench.admin(registry).awaitingReceipts(10);
            node.awaitReady();
            admin.registerConsumer("acme", "Acme");
            String key = admin.issueKey("acme", "k").get("key").asText();
            node.validate(key);

            assertThat(families(node.get("/prometheus").body().asText()))
                    .as("validator")
                    .isEqualTo(listed("validator"));
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(
                                    families(admin.get("/prometheus").body().asText()))
                            .as("registry")
                            .isEqualTo(listed("registry")));
        }
    }

    private static Set<String> listed(String part) throws IOException {
        Set<String> names = new TreeSet<>();
        Matcher row = ROW.matcher(Files.readString(Path.of("..", "docs", "observability.md")));
        while (row.find()) {
            if (row.group(2).equals(part)) {
                Matcher name = NAME.matcher(row.group(1));
                while (name.find()) {
                    names.add(name.group(1));
                }
            }
        }
        return names;
    }

    /** Without the greatest values that stand beside histograms. */
    private static Set<String> families(String shown) {
        Set<String> names = new TreeSet<>();
        Set<String> histograms = new TreeSet<>();
        Matcher family = FAMILY.matcher(shown);
        while (family.find()) {
            names.add(family.group(1));
            if (family.group(2).equals("histogram")) {
                histograms.add(family.group(1));
            }
        }
        histograms.forEach(histogram -> names.remove(histogram + "_max"));
        return names;
    }
}
