package dev.keyfabric.micronaut;

import static dev.keyfabric.validation.Events.consumer;
import static dev.keyfabric.validation.Events.current;
import static dev.keyfabric.validation.Events.key;
import static dev.keyfabric.validation.Events.stamps;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.stamp.StampSettings;
import dev.keyfabric.context.stamp.Stamper;
import dev.keyfabric.context.stamp.TopicPolicies;
import dev.keyfabric.context.verify.Stamped;
import dev.keyfabric.context.verify.Verifier;
import dev.keyfabric.key.ApiKey;
import dev.keyfabric.schemas.event.SigningUse;
import dev.keyfabric.validation.Events;
import dev.keyfabric.validation.TestFabric;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
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
import org.junit.jupiter.api.Test;

/** From a key in a request to an identity in a message, without a port between. */
class StampedRequestIT {
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final SigningKey NODE = SigningKey.generate(new SecureRandom());
    private static final SigningKey STAMP = SigningKey.generate(new SecureRandom());

    /** What the application stamps with. */
    @Factory
    @Requires(property = "app", value = "orders")
    static final class Stampers {
        @Singleton
        Stamper stamper(TopicPolicies policies) {
            return new Stamper(StampSettings.of("orders", () -> STAMP, policies));
        }
    }

    @Test
    void whatAGuardedMethodSendsSaysForWhomAndWhatIsRefusedSendsNothing() throws Exception {
        ApiKey writer = Events.apiKey();
        ApiKey reader = Events.apiKey();
        try (TestFabric fabric = new TestFabric()) {
            try (Admin admin = Admin.create(fabric.client())) {
                admin.createTopics(List.of(new NewTopic("orders.events", 1, (short) 1)
                                .configs(Map.of("message.timestamp.type", "LogAppendTime"))))
                        .all()
                        .get();
            }
            fabric.consumer("acme", consumer("acme", 1, c -> {}));
            fabric.plan("gold", Events.plan("gold", 1, plan -> {}));
            give(fabric, "w", writer, "orders:read", "orders:write");
            give(fabric, "r", reader, "orders:write");
            fabric.service(
                    "orders", Events.service("orders", 1, s -> s.setStampPolicies(List.of(stamps("orders.events")))));
            fabric.signingKey(NODE.kid(), Events.signingKey(NODE.publicKey(), "app-1", 1, k -> {}));
            fabric.signingKey(
                    STAMP.kid(), Events.signingKey(STAMP.publicKey(), "orders", 1, k -> k.setUse(SigningUse.STAMP)));
            fabric.tickAll();
            try (Application app = Application.started("orders", Application.embedded(fabric, "app-1"))
                    .ready()) {
                app.validator().engine().signWith(() -> Optional.of(NODE));

                assertThat(app.ask("POST", "/orders", "X-API-Key", reader.reveal())
                                .statusCode())
                        .isEqualTo(403);
                HttpResponse<String> made =
                        app.ask("POST", "/orders", "X-API-Key", writer.reveal(), "traceparent", TRACE);
                assertThat(made.statusCode()).isEqualTo(200);

                List<ConsumerRecord<byte[], byte[]>> told = read(fabric);
                assertThat(told).hasSize(1);
                Verifier verifier = app.context().getBean(Verifier.class);
                assertThat(verifier.verify(told.get(0))).isInstanceOfSatisfying(Stamped.Verified.class, good -> {
                    assertThat(good.context().consumerId()).isEqualTo("acme");
                    assertThat(good.context().producer()).isEqualTo("orders");
                    assertThat(good.context().scopes()).containsExactlyInAnyOrder("orders:read", "orders:write");
                    assertThat(good.context().traceparent()).contains(TRACE);
                });
            }
        }
    }

    private static void give(TestFabric fabric, String command, ApiKey secret, String... scopes) {
        String id = Events.keyId("acme", command);
        fabric.key(id, key(id, "acme", 1, k -> k.setScopes(List.of(scopes)).setSecrets(List.of(current(secret)))));
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(TestFabric fabric) {
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(fabric.client(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition("orders.events", 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(consumer.assignment());
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(all::add);
                return consumer.position(partition) >= end;
            });
        }
        return all;
    }
}
