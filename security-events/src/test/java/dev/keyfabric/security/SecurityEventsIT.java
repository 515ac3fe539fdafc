package dev.keyfabric.security;

import static dev.keyfabric.security.TallyTest.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyfabric.broker.EmbeddedBroker;
import dev.keyfabric.schemas.event.SecurityEvent;
import dev.keyfabric.schemas.event.SecurityEventType;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import dev.keyfabric.schemas.wire.Wire;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies on the topic. It stops its broker, so it has one of its own. */
class SecurityEventsIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    static Path data;

    private static EmbeddedBroker broker;
    private static int fabrics;

    private final TopicNames names = new TopicNames("f" + ++fabrics + ".");

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.started(data);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void makeTheTopic() throws Exception {
        try (Admin admin = Admin.create(client())) {
            NewTopic topic = new NewTopic(topic(), Optional.of(1), Optional.of((short) 1));
            admin.createTopics(List.of(topic)).all().get();
        }
    }

    @Test
    void whatHappenedOftenIsOneRecordWithItsNumberUnderItsSubject() {
        try (SecurityEvents events = events()) {
            for (int i = 0; i < 1000; i++) {
                events.report(refused("key_1"));
            }
            await().atMost(SOON).untilAsserted(() -> {
                List<ConsumerRecord<String, byte[]>> told = told();
                assertThat(told).extracting(ConsumerRecord::key).containsOnly("key_1");
                assertThat(values(told)).extracting(SecurityEvent::getSource).containsOnly("validator/n1");
                assertThat(values(told)).extracting(SecurityEvent::getCode).containsOnly("REVOKED");
                assertThat(times(told)).isEqualTo(1000);
                assertThat(told).hasSizeLessThanOrEqualTo(2); // its turn may have come in between
            });
            assertThat(events.reported()).isEqualTo(1000);
        }
    }

    @Test
    void ofTooManyDifferentThingsTheRestIsToldAsANumber() {
        int many = 10_000;
        try (SecurityEvents events = events()) {
            for (int i = 0; i < many; i++) {
                events.report(refused("key_" + i));
            }
            await().atMost(SOON).untilAsserted(() -> assertThat(times(told())).isEqualTo(many));

            List<SecurityEvent> dropped = values(told()).stream()
                    .filter(event -> event.getType() == SecurityEventType.EVENTS_DROPPED)
                    .toList();
            assertThat(dropped).isNotEmpty();
            assertThat(dropped.stream().mapToLong(SecurityEvent::getCount).sum())
                    .isEqualTo(events.dropped())
                    .isGreaterThan(many - 10L * SecurityEvents.MOST);
        }
    }

    @Test
    void withoutABrokerNothingWaitsAndWhatHappenedIsToldOnceOneIsBack() {
        try (SecurityEvents events = events()) {
            events.report(refused("before"));
            await().atMost(SOON).untilAsserted(() -> assertThat(told()).hasSize(1));
            broker.stop();
            try {
                events.report(refused("meanwhile"));
                await().atMost(SOON).until(events::waiting);
                events.report(refused("meanwhile"));
            } finally {
                broker.start();
            }
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(values(told()))
                            .filteredOn(event -> event.getSubject().equals("meanwhile"))
                            .extracting(SecurityEvent::getCount)
                            .contains(2L));
        }
    }

    @Test
    void whatIsReportedJustBeforeTheEndIsTold() {
        SecurityEvents events = events();
        events.report(refused("last"));
        events.close();

        assertThat(values(told())).extracting(SecurityEvent::getSubject).containsExactly("last");
    }

    private SecurityEvents events() {
        return new SecurityEvents("validator/n1", client(), names, InstantSource.system());
    }

    private static Map<String, Object> client() {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    private String topic() {
        return names.nameOf(Topic.SECURITY_EVENTS);
    }

    private static List<SecurityEvent> values(List<ConsumerRecord<String, byte[]>> records) {
        return records.stream()
                .map(record -> Wire.decode(record.value(), SecurityEvent.class))
                .toList();
    }

    private static long times(List<ConsumerRecord<String, byte[]>> records) {
        return values(records).stream().mapToLong(SecurityEvent::getCount).sum();
    }

    private List<ConsumerRecord<String, byte[]>> told() {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        TopicPartition partition = new TopicPartition(topic(), 0);
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(client(), new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }
}
