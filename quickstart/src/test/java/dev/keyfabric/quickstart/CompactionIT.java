package dev.keyfabric.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyfabric.quickstart.bus.Agreement;
import dev.keyfabric.quickstart.bus.KeyModel;
import dev.keyfabric.quickstart.bus.OneStory;
import dev.keyfabric.quickstart.bus.TopicDump;
import dev.keyfabric.quickstart.bus.VersionWatch;
import dev.keyfabric.quickstart.process.Bench;
import dev.keyfabric.quickstart.process.Bench.Node;
import dev.keyfabric.quickstart.process.Shares;
import dev.keyfabric.quickstart.story.RegistryClient;
import dev.keyfabric.schemas.event.KeyState;
import dev.keyfabric.schemas.topics.RecordHeaders;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompactionIT {
    private static final int CONSUMERS = 24;
    private static final Map<String, Object> OFTEN = Map.of("keyfabric.digest.every", "PT2S");

    /** A cleaner that looks for work all the time. */
    private static final Map<String, String> EAGER = Map.of("log.cleaner.backoff.ms", "100");

    /** A tick a second closes a segment a second. */
    private static final Map<String, String> SHORT_SEGMENTS =
            Map.of("segment.ms", "500", "min.cleanable.dirty.ratio", "0.001", "max.compaction.lag.ms", "1000");

    @Test
    void versionsOnlyGrowThoughTopicsAreCompactedAndPartitionsMoveAndAFreshViewEqualsTheOld(@TempDir Path folder)
            throws Exception {
        try (Bench bench = Bench.start(folder, EAGER)) {
            Node first = bench.startRegistry("first", OFTEN);
            RegistryClient atFirst = bench.admin(first);
            Node second = bench.startRegistry("second", OFTEN);
            RegistryClient atSecond = bench.admin(second);
            Node old = bench.startNode("old");
            Shares.awaitShared(first, second);
            old.awaitReady();
            shortenSegments(bench.bootstrap());
            List<String> keys = ChangingKeys.ofConsumersEverywhere(CONSUMERS, atFirst, atSecond);

            try (VersionWatch watch = new VersionWatch(bench.bootstrap(), Shares.ALL.size())) {
                ChangingKeys load = ChangingKeys.start(atSecond, keys);
                try (load) {
                    awaitCompacted(bench.bootstrap(), watch);
                    // Whoever takes a partition over from here on refills from what compaction left of it.
                    first.process().pause();
                    Shares.awaitAll(second);
                    long seen = watch.seen();
                    await("changes by the one that took over")
                            .atMost(Duration.ofSeconds(30))
                            .until(() -> watch.seen() > seen + 2 * CONSUMERS);
                    first.process().resume();
                    Shares.awaitShared(first, second);
                }
                awaitCompacted(bench.bootstrap(), watch);

                await("everything seen")
                        .atMost(Duration.ofSeconds(30))
                        .untilAsserted(() -> load.acknowledged()
                                .forEach((key, version) ->
                                        assertThat(watch.versions().get(key)).isGreaterThanOrEqualTo(version)));
                assertThat(watch.regressions()).isEmpty();
                assertThat(load.acknowledged()).hasSize(CONSUMERS);
                assertThat(load.statuses()).isSubsetOf(200, 503);
                OneStory.assertOfEveryKey(bench.bootstrap());
                Map<String, KeyState> left = KeyModel.fold(bench.bootstrap());
                watch.versions()
                        .forEach((key, version) -> assertThat(left.get(key).getVersion())
                                .as("what compaction left of %s", key)
                                .isEqualTo(version));
            }
            assertFreshViewIsTheOld(bench, old, keys);
        }
    }

    /** Registries check these at their start, and both have started. */
    private static void shortenSegments(String bootstrap) throws Exception {
        Collection<AlterConfigOp> settings = SHORT_SEGMENTS.entrySet().stream()
                .map(e -> new AlterConfigOp(new ConfigEntry(e.getKey(), e.getValue()), AlterConfigOp.OpType.SET))
                .toList();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.incrementalAlterConfigs(Stream.of(Topic.KEYS, Topic.CONSUMERS)
                            .map(topic ->
                                    new ConfigResource(ConfigResource.Type.TOPIC, TopicNames.DEFAULT.nameOf(topic)))
                            .collect(Collectors.toMap(resource -> resource, resource -> settings)))
                    .all()
                    .get();
        }
    }

    /** The cleaner has taken away most of what was written: nothing else removes a record from these topics. */
    private static void awaitCompacted(String bootstrap, VersionWatch watch) {
        await("compacted").atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            long seen = watch.seen();
            long there = TopicDump.committed(bootstrap, Topic.KEYS).stream()
                    .filter(record -> !RecordHeaders.isNoSubject(record.key()))
                    .count();
            assertThat(seen).as("records so far").isGreaterThan(8 * CONSUMERS);
            assertThat(there).as("of %d records", seen).isLessThan(seen / 2);
        });
    }

    private static void assertFreshViewIsTheOld(Bench bench, Node old, List<String> keys) {
        Node fresh = bench.startNode("fresh");
        fresh.awaitReady();
        // A digest sums every key, every value and every topic of what is held.
        try (Agreement agreement = Agreement.fromNowOn(bench.bootstrap())) {
            agreement.awaitOf(old);
            agreement.awaitOf(fresh);
        }
        for (String key : keys) {
            assertThat(state(fresh, key)).as(key).isNotBlank().isEqualTo(state(old, key));
        }
        assertThat(Agreement.incidents(fresh, "TAMPERING")).isZero();
    }

    private static String state(Node node, String keyId) {
        var body = node.get("/v1/key-states/" + keyId).body();
        return body.path("status").asText() + " " + body.path("changedAt").asText();
    }
}
