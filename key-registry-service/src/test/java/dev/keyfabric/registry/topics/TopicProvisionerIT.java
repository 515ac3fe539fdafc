package dev.keyfabric.registry.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyfabric.broker.EmbeddedBroker;
import dev.keyfabric.follower.BusIdentity;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On a broker that stands alone: it cannot make three replicas, whatever the other tests run on. */
class TopicProvisionerIT {
    @TempDir
    private static Path data;

    private static EmbeddedBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.started(data);
    }

    @AfterAll
    static void stopBroker() {
        broker.stop();
    }

    private static TopicSettings settings(String prefix, boolean development) {
        return new TopicSettings(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new TopicNames(prefix),
                4,
                development,
                Duration.ofSeconds(20));
    }

    @Test
    void aNameThatNobodyResolvesIsABusThatIsNotThereYet() {
        TopicSettings nowhere = new TopicSettings(
                Map.of("bootstrap.servers", "no-such-host.invalid:9092"),
                new TopicNames("nowhere."),
                4,
                true,
                Duration.ofSeconds(5));

        assertThatThrownBy(() -> new TopicProvisioner(nowhere).provision())
                .isInstanceOf(TopicsUnavailableException.class);
    }

    @Test
    void topicsThatAreMissingAreMadeAndThoseThatAreThereAreLeftAsTheyAre() {
        TopicProvisioner provisioner = new TopicProvisioner(settings("made.", true));

        BusIdentity made = provisioner.provision();
        BusIdentity found = provisioner.provision();

        assertThat(made.topicIds()).containsOnlyKeys(Topic.values());
        assertThat(made.topicIds().values()).doesNotHaveDuplicates();
        assertThat(found).isEqualTo(made);
    }

    @Test
    void topicsThatDifferAreRefusedWithEveryDifference() throws Exception {
        Map<String, String> keys = new HashMap<>(Topic.KEYS.settings());
        keys.put("cleanup.policy", "delete");
        keys.put("segment.ms", "7200000");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(
                            new NewTopic("odd.keys.v1", Optional.of(4), Optional.empty()).configs(keys),
                            new NewTopic("odd.commands.v1", Optional.of(3), Optional.empty())
                                    .configs(Topic.COMMANDS.settings())))
                    .all()
                    .get();
        }

        assertThatThrownBy(() -> new TopicProvisioner(settings("odd.", true)).provision())
                .isInstanceOfSatisfying(
                        TopicsDifferException.class,
                        differ -> assertThat(differ.differences())
                                .containsExactlyInAnyOrder(
                                        "odd.keys.v1 has cleanup.policy=delete, not compact",
                                        "odd.keys.v1 has segment.ms=7200000, not 3600000",
                                        "odd.commands.v1 has 3 partitions, not 4"));
    }

    @Test
    void oneReplicaIsRefusedOutsideDevelopment() {
        new TopicProvisioner(settings("single.", true)).provision();

        assertThatThrownBy(() -> new TopicProvisioner(settings("single.", false)).provision())
                .isInstanceOfSatisfying(
                        TopicsDifferException.class,
                        differ -> assertThat(differ.differences())
                                .hasSize(2 * Topic.values().length)
                                .contains(
                                        "single.keys.v1 has replication factor 1, at least 3 is needed",
                                        "single.keys.v1 has min.insync.replicas=1, at least 2 is needed"));
    }

    @Test
    void aBusThatCannotMakeThreeReplicasIsNamed() {
        assertThatThrownBy(() -> new TopicProvisioner(settings("three.", false)).provision())
                .isInstanceOf(TopicsUnavailableException.class)
                .hasMessageContaining("three.keys.v1");
    }

    @Test
    void noBusIsNoAnswerInTime() {
        TopicSettings nowhere = new TopicSettings(
                Map.of("bootstrap.servers", "127.0.0.1:1"), TopicNames.DEFAULT, 4, true, Duration.ofSeconds(1));

        assertThatThrownBy(() -> new TopicProvisioner(nowhere).provision())
                .isInstanceOf(TopicsUnavailableException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 3, 12, 8192})
    void theNumberOfPartitionsIsAPowerOfTwo(int partitions) {
        assertThatThrownBy(
                        () -> new TopicSettings(Map.of(), TopicNames.DEFAULT, partitions, true, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
