package dev.keyfabric.context.micronaut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyfabric.context.stamp.StampRefusal;
import dev.keyfabric.context.trust.TrustedKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** micronaut-kafka listeners of each shape, on a broker. */
class ListenerIT extends ListenerFixture {
    @ParameterizedTest
    @ValueSource(strings = {"record", "batch", "batch-records"})
    void whatVerifiesIsDeliveredInOrderAndTheRestIsDeadLettered(String shape) throws Exception {
        for (int i = 0; i < 30; i++) {
            send(i % 3 == 1 ? spoiled("k" + i, "v" + i) : good("k" + i, "v" + i));
        }

        Listeners.Seen listener = run(shape, Map.of());

        await().untilAsserted(() -> assertThat(listener.seen).hasSize(20));
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            if (i % 3 != 1) {
                expected.add((shape.equals("record") ? "k" + i + "=" : "") + "v" + i + "/acme/orders");
            }
        }
        assertThat(listener.seen).isEqualTo(expected);
        assertThat(read(topic + ".dead", 10)).hasSize(10);
        assertThat(told().refused).hasSize(10).allSatisfy(event -> {
            assertThat(event.reason()).isEqualTo(StampRefusal.EVENT_CHANGED);
            assertThat(event.fate()).isEqualTo(RecordRefused.Fate.DEAD_LETTERED);
            assertThat(event.group()).isEqualTo(shape);
        });
    }

    @Test
    void aDeadLetterIsTheRecordByteForByteWithTheReasonBehindItsHeaders() throws Exception {
        ProducerRecord<byte[], byte[]> stamped = good(null, "ä");
        stamped.headers().add("own", new byte[] {0, -1, 7}).add("own", null).add("kf_refused", bytes("OLD"));
        byte[] garbage = {(byte) 0xff, 0, 1, (byte) 0xc0};
        ProducerRecord<byte[], byte[]> bad = new ProducerRecord<>(topic, null, garbage, garbage, stamped.headers());
        send(bad);
        send(new ProducerRecord<>(topic, bytes("tombstone"), null));

        run("record", Map.of());

        List<ConsumerRecord<byte[], byte[]>> letters = read(topic + ".dead", 2);
        ConsumerRecord<byte[], byte[]> original = read(topic, 2).get(0);
        assertThat(letters.get(0).key()).isEqualTo(garbage);
        assertThat(letters.get(0).value()).isEqualTo(garbage);
        List<Header> headers = Arrays.asList(letters.get(0).headers().toArray());
        int own = original.headers().toArray().length;
        assertThat(headers.subList(0, own)).containsExactly(original.headers().toArray());
        assertThat(headers.subList(own, headers.size()))
                .containsExactly(
                        new RecordHeader("kf_refused", bytes("OTHER_KEY")),
                        new RecordHeader("kf_refused_from", bytes(topic + "-0@0")));
        assertThat(letters.get(1).value()).isNull();
        assertThat(letters.get(1).headers().lastHeader("kf_refused").value()).isEqualTo(bytes("UNSTAMPED"));
    }

    @Test
    void noDeserialiserSeesWhatDoesNotVerify() throws Exception {
        send(new ProducerRecord<>(topic, bytes("k0"), bytes("not json {{{")));
        send(good("k1", "{\"total\":7}"));

        Listeners.Seen listener = run("body", Map.of());

        await().untilAsserted(() -> assertThat(listener.seen).containsExactly("k1=7/acme/orders"));
        assertThat(read(topic + ".dead", 1).get(0).value()).isEqualTo(bytes("not json {{{"));
    }

    @Test
    void whatVerifiesAndCannotBeReadGoesToTheListenersErrorHandling() throws Exception {
        send(good("k0", "{\"total\":1}"));
        send(good("k1", "not json {{{"));
        send(good("k2", "{\"total\":3}"));

        Listeners.Seen listener = run("body", Map.of());

        await().untilAsserted(() -> assertThat(listener.seen).containsExactly("k0=1/acme/orders", "k2=3/acme/orders"));
        assertThat(count(topic + ".dead")).isZero();
    }

    @Test
    void aRecordThatCannotBeJudgedWaitsAndNothingOvertakesIt() throws Exception {
        TrustedKeys.Answer known = fabric.keys.get(fabric.orders.kid());
        fabric.keys.put(fabric.orders.kid(), new TrustedKeys.Answer.Unavailable());
        send(good("k0", "v0"));
        send(spoiled("k1", "v1"));
        send(good("k2", "v2"));

        Listeners.Seen listener = run("record", Map.of());

        await().until(() -> told().refused.size() >= 3);
        assertThat(told().refused).allSatisfy(event -> {
            assertThat(event.fate()).isEqualTo(RecordRefused.Fate.HELD_BACK);
            assertThat(event.reason()).isEqualTo(StampRefusal.KEYS_UNAVAILABLE);
            assertThat(event.offset()).isZero();
        });
        assertThat(listener.seen).isEmpty();
        assertThat(count(topic + ".dead")).isZero();

        fabric.keys.put(fabric.orders.kid(), known);
        await().untilAsserted(
                        () -> assertThat(listener.seen).containsExactly("k0=v0/acme/orders", "k2=v2/acme/orders"));
        assertThat(read(topic + ".dead", 1).get(0).value()).isEqualTo(bytes("v1!"));
    }

    @Test
    void anUnknownKeyIsWaitedForWhileTheRecordIsYoungAndNoLonger() throws Exception {
        TrustedKeys.Answer known = fabric.keys.remove(fabric.orders.kid());
        send(good("k0", "v0"));
        Listeners.Seen listener = run("record", Map.of("keyfabric.context.grace", "1m"));
        await().until(() -> !told().refused.isEmpty());
        assertThat(told().refused.get(0).reason()).isEqualTo(StampRefusal.PROOF_KEY_UNKNOWN);
        fabric.keys.put(fabric.orders.kid(), known);
        await().untilAsserted(() -> assertThat(listener.seen).containsExactly("k0=v0/acme/orders"));

        context.close();
        fabric.keys.remove(fabric.orders.kid());
        send(good("k1", "v1"));
        run("record", Map.of("keyfabric.context.grace", "0s"));
        assertThat(read(topic + ".dead", 1).get(0).value()).isEqualTo(bytes("v1"));
        assertThat(told().refused).extracting(RecordRefused::fate).containsExactly(RecordRefused.Fate.DEAD_LETTERED);
    }

    @Test
    void aBatchThatIsRetriedDeadLettersOnce() throws Exception {
        send(good("k", "first"));
        context = start("batch-records", Map.of());
        Listeners.OfRecordBatches listener = context.getBean(Listeners.OfRecordBatches.class);
        // micronaut-kafka cannot retry the batch that comes with an assignment.
        await().untilAsserted(() -> assertThat(listener.seen).hasSize(1));
        listener.failures.set(2);

        send(spoiled("k0", "v0"), good("k1", "v1"), spoiled("k2", "v2"), good("k3", "v3"));

        await().untilAsserted(() ->
                assertThat(listener.seen).containsExactly("first/acme/orders", "v1/acme/orders", "v3/acme/orders"));
        assertThat(listener.failures.get()).as("no failure is left").isNegative();
        assertThat(count(topic + ".dead")).isEqualTo(2);
    }

    @Test
    void whereTheSettingIsRefuseTheListenersErrorHandlingGetsTheOriginal() throws Exception {
        send(good("k0", "v0"));
        send(spoiled("k1", "v1"));
        send(spoiled("k2", "v2"));
        send(good("k3", "v3"));

        context = start("refusing", Map.of("keyfabric.context.listeners.refusing.on-refused", "refuse"));
        Listeners.Refusing listener = context.getBean(Listeners.Refusing.class);

        await().untilAsserted(() -> assertThat(listener.seen).containsExactly("v0/acme/orders", "v3/acme/orders"));
        assertThat(listener.failures).hasSize(2);
        RefusedRecordException refused =
                (RefusedRecordException) listener.failures.get(0).getCause();
        assertThat(refused.reason()).isEqualTo(StampRefusal.EVENT_CHANGED);
        assertThat(refused.original().value()).isEqualTo(bytes("v1!"));
        assertThat(refused.original().key()).isEqualTo(bytes("k1"));
        assertThat(count(topic + ".dead")).isZero();
        assertThat(told().refused).extracting(RecordRefused::fate).containsOnly(RecordRefused.Fate.REFUSED);
    }

    @Test
    void aPartitionFullOfRefusedRecordsDoesNotHoldUpTheOthers() throws Exception {
        try (Admin admin = admin()) {
            admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(2)))
                    .all()
                    .get();
        }
        int bad = 8;
        for (int i = 0; i < bad; i++) {
            ProducerRecord<byte[], byte[]> record = spoiled("k" + i, "v" + i);
            send(new ProducerRecord<>(topic, 0, record.key(), record.value(), record.headers()));
        }
        ProducerRecord<byte[], byte[]> good = good("k", "good");
        send(new ProducerRecord<>(topic, 1, good.key(), good.value(), good.headers()));

        context = start("refusing", Map.of("keyfabric.context.on-refused", "refuse"));
        Listeners.Refusing listener = context.getBean(Listeners.Refusing.class);

        await().untilAsserted(() -> assertThat(listener.failures).hasSize(bad));
        assertThat(listener.seen).containsExactly("good/acme/orders");
        assertThat(listener.failuresBeforeFirst.get()).isLessThan(bad);
    }

    @Test
    void withoutItsDeadLetterTopicThePartitionWaitsAndNothingIsLost() throws Exception {
        String elsewhere = topic + "-elsewhere";
        send(good("k0", "v0"));
        send(spoiled("k1", "v1"));
        send(good("k2", "v2"));

        Listeners.Seen listener = run(
                "record",
                Map.of(
                        "keyfabric.context.listeners.record.dead-letter-topic",
                        elsewhere,
                        "kafka.producers.keyfabric-dead-letters.max.block.ms",
                        "1000"));
        await().untilAsserted(() -> assertThat(listener.seen).containsExactly("k0=v0/acme/orders"));

        create(elsewhere);
        await().atMost(Duration.ofSeconds(40))
                .untilAsserted(
                        () -> assertThat(listener.seen).containsExactly("k0=v0/acme/orders", "k2=v2/acme/orders"));
        assertThat(read(elsewhere, 1).get(0).value()).isEqualTo(bytes("v1!"));
    }

    @Test
    void aRecordThatTheDeadLetterTopicDoesNotTakeIsReplacedByANote() throws Exception {
        String small = topic + "-small";
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(small, 1, (short) 1).configs(Map.of("max.message.bytes", "5000"))))
                    .all()
                    .get();
        }
        send(spoiled("k0", "x".repeat(10_000)));
        send(good("k1", "v1"));

        Listeners.Seen listener = run("record", Map.of("keyfabric.context.listeners.record.dead-letter-topic", small));

        await().untilAsserted(() -> assertThat(listener.seen).containsExactly("k1=v1/acme/orders"));
        ConsumerRecord<byte[], byte[]> note = read(small, 1).get(0);
        assertThat(note.value()).isEmpty();
        assertThat(note.headers().toArray())
                .containsExactly(
                        new RecordHeader("kf_refused", bytes("EVENT_CHANGED")),
                        new RecordHeader("kf_refused_from", bytes(topic + "-0@0")));
    }

    @Test
    void anotherGroupThatAsksForNoContextGetsEveryRecordAsItIs() throws Exception {
        send(good("k0", "v0"));
        send(spoiled("k1", "v1"));
        Listeners.Seen listener = run("record", Map.of("bystander", "true"));

        await().untilAsserted(() ->
                assertThat(context.getBean(Listeners.Bystander.class).seen).containsExactly("v0/false", "v1!/false"));
        await().untilAsserted(() -> assertThat(listener.seen).containsExactly("k0=v0/acme/orders"));
    }

    @Test
    void aRestartGoesOnWhereItWas() throws Exception {
        send(good("k0", "v0"));
        send(spoiled("k1", "v1"));
        Listeners.Seen first = run("record", Map.of());
        await().untilAsserted(() -> assertThat(first.seen).hasSize(1));
        assertThat(read(topic + ".dead", 1)).hasSize(1);
        context.close();

        send(good("k2", "v2"));
        Listeners.Seen second = run("record", Map.of());
        await().untilAsserted(() -> assertThat(second.seen).containsExactly("k2=v2/acme/orders"));
        assertThat(count(topic + ".dead")).isEqualTo(1);
    }

    @Test
    void aListenerThatIsAMethodAloneIsVerifiedToo() throws Exception {
        send(good("k0", "v0"));
        send(spoiled("k1", "v1"));
        send(good("k2", "v2"));
        Listeners.Seen listener = run("method", Map.of());
        await().untilAsserted(() -> assertThat(listener.seen).containsExactly("v0/acme/orders", "v2/acme/orders"));
        assertThat(count(topic + ".dead")).isOne();
    }

    @Test
    void aUniqueGroupHasTheSettingsOfItsNameAndCommitsPastDeadLettersAlone() throws Exception {
        String elsewhere = topic + "-unique";
        create(elsewhere);
        send(spoiled("k0", "v0"), spoiled("k1", "v1"));
        run("sync", Map.of("keyfabric.context.listeners.sync.dead-letter-topic", elsewhere));
        assertThat(read(elsewhere, 2)).hasSize(2);
        String group = told().refused.get(0).group();
        assertThat(group).startsWith("sync_");
        try (Admin admin = admin()) {
            await().untilAsserted(() -> assertThat(admin.listConsumerGroupOffsets(group)
                            .partitionsToOffsetAndMetadata()
                            .get()
                            .get(new TopicPartition(topic, 0)))
                    .isNotNull()
                    .extracting(OffsetAndMetadata::offset)
                    .isEqualTo(2L));
        }
    }
}
