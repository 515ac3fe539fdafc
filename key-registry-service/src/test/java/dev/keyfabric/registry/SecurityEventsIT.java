package dev.keyfabric.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyfabric.broker.EmbeddedBroker;
import dev.keyfabric.schemas.event.SecurityEvent;
import dev.keyfabric.schemas.event.SecurityEventType;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import dev.keyfabric.schemas.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What lies on security-events.v1 after somebody was refused. */
class SecurityEventsIT {
    private static final String KEY = "kf_live_zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17";
    private static EmbeddedBroker broker;
    private static KeyRegistry registry;
    private static Path data;

    @BeforeAll
    static void start() {
        Path folder = Registries.folder("security-events");
        data = folder.resolve("registry");
        broker = EmbeddedBroker.started(folder.resolve("broker"));
        registry = Registries.ready(Registries.settings(broker.bootstrapServers(), data));
    }

    @AfterAll
    static void stop() {
        registry.close();
        broker.close();
    }

    @Test
    void whoeverHasNoTokenIsToldByHisAddressAndTheRoute() {
        Api nobody = new Api(registry.url(), null);
        nobody.post("/v1/keys/key_0000aaaaaaaaaaaaaaaaaaaa/revoke", null);
        nobody.post("/v1/keys/key_0000aaaaaaaaaaaaaaaaaaaa/revoke", null);

        SecurityEvent event = awaited("POST /v1/keys/{id}/revoke", 2);
        assertThat(event.getType()).isEqualTo(SecurityEventType.REQUEST_REFUSED);
        assertThat(event.getSource()).isEqualTo("registry/registry-1");
        assertThat(event.getCode()).isEqualTo("UNAUTHENTICATED");
        assertThat(event.getDoor()).isEqualTo("http");
        assertThat(event.getAddress()).isEqualTo("127.0.0.1");
        assertThat(event.getActor()).isNull();
        assertThat(event.getSubject()).isNull();
    }

    @Test
    void aWrongPasswordIsToldWithoutWhatWasTyped() {
        assertThat(new Api(registry.url(), null)
                        .post("/login", "{\"username\":\"hunter2\",\"password\":\"" + KEY + "\"}")
                        .status())
                .isEqualTo(401);

        assertThat(awaited("POST /login", 1).getCode()).isEqualTo("UNAUTHENTICATED");
        assertNothingSays("hunter2");
        assertNothingSays("zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ");
    }

    @Test
    void whatStandsInAPathThatIsNoRouteIsNotTold() {
        new Api(registry.url(), null).get("/v1/" + KEY);
        new Api(registry.url(), null).get("/v1/keys/" + KEY);

        awaited("GET no route", 1);
        awaited("GET /v1/keys/{id}", 1);
        assertNothingSays("zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ");
    }

    @Test
    void aCommandOnTheBusThatNobodySignedIsToldInTheTransactionThatAnswersIt() throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            long offset = producer.send(new ProducerRecord<>(
                            TopicNames.DEFAULT.nameOf(Topic.COMMANDS),
                            1,
                            "acme".getBytes(StandardCharsets.UTF_8),
                            KEY.getBytes(StandardCharsets.UTF_8)))
                    .get()
                    .offset();
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(told()).anySatisfy(event -> {
                        assertThat(event.getType()).isEqualTo(SecurityEventType.COMMAND_REFUSED);
                        assertThat(event.getCode()).isEqualTo("COMMAND_UNREADABLE");
                        assertThat(event.getCause()).isEqualTo("commands.v1-1@" + offset);
                    }));
        }
        assertNothingSays("zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ");
    }

    @Test
    void aRecordThatTheRegistryDidNotWriteIsTold() throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            TopicNames.DEFAULT.nameOf(Topic.SERVICES),
                            0,
                            "orders".getBytes(StandardCharsets.UTF_8),
                            new byte[] {1}))
                    .get();
        }
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(told()).anySatisfy(event -> {
                    assertThat(event.getType()).isEqualTo(SecurityEventType.RECORD_SUSPECT);
                    assertThat(event.getCode()).isEqualTo("TAMPERING");
                    assertThat(event.getSubject()).isEqualTo("orders");
                    assertThat(event.getCause()).startsWith("services.v1-0@");
                }));
    }

    @Test
    void whoeverAsksRightlyIsNotTold() {
        Api admin = Registries.admin(registry, data);
        assertThat(admin.get("/v1/consumers?limit=7").status()).isEqualTo(200);
        assertThat(admin.get("/v1/plans/none").status()).isEqualTo(404);
        new Api(registry.url(), null).get("/v1/plans");

        awaited("GET /v1/plans", 1);
        assertThat(told())
                .extracting(SecurityEvent::getDetail)
                .doesNotContain("GET /v1/consumers", "GET /v1/plans/{id}");
    }

    private static SecurityEvent awaited(String detail, long times) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(of(detail).stream()
                                .mapToLong(SecurityEvent::getCount)
                                .sum())
                        .as(detail)
                        .isEqualTo(times));
        return of(detail).get(0);
    }

    private static List<SecurityEvent> of(String detail) {
        return told().stream().filter(event -> detail.equals(event.getDetail())).toList();
    }

    private static void assertNothingSays(String text) {
        assertThat(told()).extracting(SecurityEvent::toString).noneMatch(said -> said.contains(text));
    }

    private static List<SecurityEvent> told() {
        return Topics.read(broker.bootstrapServers(), List.of(Topic.SECURITY_EVENTS)).stream()
                .map(record -> Wire.decode(record.value(), SecurityEvent.class))
                .toList();
    }
}
