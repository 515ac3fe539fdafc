package dev.keyfabric.follower;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class KafkaSettingsTest {
    private static FollowerSettings settings(Map<String, Object> client) {
        return new FollowerSettings(
                "node-1",
                client,
                TopicNames.DEFAULT,
                Set.of(Topic.KEYS),
                Path.of("target"),
                FollowerSettings.CHECK_EVERY,
                FollowerSettings.RETRY_AFTER,
                FollowerSettings.OUTDATED_AFTER,
                InstantSource.system());
    }

    private static Map<String, Object> globalConsumer(Map<String, Object> client) {
        Properties streams = KafkaSettings.streams(settings(client), Path.of("target"));
        return KafkaSettings.consumer(new StreamsConfig(streams).getGlobalConsumerConfigs("id"));
    }

    @Test
    void operatorsSettingsReachEveryClient() {
        Map<String, Object> client =
                Map.of("bootstrap.servers", "b:1", "security.protocol", "SSL", "ssl.truststore.location", "/t");

        assertThat(globalConsumer(client)).containsAllEntriesOf(client);
        assertThat(KafkaSettings.admin(settings(client))).containsAllEntriesOf(client);
        Properties streams = KafkaSettings.streams(settings(client), Path.of("target"));
        assertThat(new StreamsConfig(streams).getAdminConfigs("id")).containsAllEntriesOf(client);
    }

    @Test
    void whatMustBeCannotBeSetOtherwise() {
        Map<String, Object> consumer = globalConsumer(Map.of(
                "bootstrap.servers", "b:1",
                "isolation.level", "read_uncommitted",
                "allow.auto.create.topics", "true",
                "auto.offset.reset", "latest",
                "application.id", "other",
                "client.id", "same-for-all"));

        assertThat(consumer)
                .containsEntry("isolation.level", "read_committed")
                .containsEntry("allow.auto.create.topics", false)
                .containsEntry("auto.offset.reset", "none")
                .containsEntry("client.id", "id-global-consumer");
    }

    @Test
    void ourWishesYieldToTheOperators() {
        assertThat(globalConsumer(Map.of("bootstrap.servers", "b:1"))).containsEntry("max.poll.records", 2_000);
        assertThat(globalConsumer(Map.of("bootstrap.servers", "b:1", "max.poll.records", 7)))
                .containsEntry("max.poll.records", 7);
        assertThat(KafkaSettings.admin(settings(Map.of()))).containsEntry("retry.backoff.ms", 1000L);
        assertThat(KafkaSettings.admin(settings(Map.of("retry.backoff.ms", "7"))))
                .containsEntry("retry.backoff.ms", "7");
    }
}
