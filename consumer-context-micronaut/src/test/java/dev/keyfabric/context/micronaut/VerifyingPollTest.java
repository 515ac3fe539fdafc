package dev.keyfabric.context.micronaut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.keyfabric.context.Fabric;
import dev.keyfabric.context.stamp.TopicPolicy;
import io.micronaut.context.event.ApplicationEventPublisher;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The poll of a verifying consumer, without a broker. */
class VerifyingPollTest {
    private static final TopicPartition FIRST = new TopicPartition("a", 0);
    private static final TopicPartition SECOND = new TopicPartition("a", 1);
    private static final TopicPartition ELSEWHERE = new TopicPartition("b", 0);

    private final Fabric fabric = new Fabric(Instant.now());
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final Letters letters = new Letters();
    private boolean commits = true;
    private final Map<TopicPartition, Long> ends = new HashMap<>();

    /** A producer that fails as it is told. */
    private static final class Letters extends MockProducer<byte[], byte[]> {
        final List<ProducerRecord<byte[], byte[]>> tried = new ArrayList<>();
        final List<ProducerRecord<byte[], byte[]>> taken = new ArrayList<>();
        /** Whether failures come from the broker. */
        boolean later;

        Function<ProducerRecord<byte[], byte[]>, @Nullable Exception> failing = letter -> null;

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> letter) {
            tried.add(letter);
            Exception failure = failing.apply(letter);
            if (failure != null && later) {
                return CompletableFuture.supplyAsync(
                        () -> {
                            throw new CompletionException(failure);
                        },
                        CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS));
            }
            if (failure != null) {
                return CompletableFuture.failedFuture(failure);
            }
            taken.add(letter);
            return CompletableFuture.completedFuture(null);
        }
    }

    @BeforeEach
    void assign() {
        fabric.policies.put("a", TopicPolicy.signedBy(Set.of("orders")));
        fabric.policies.put("b", TopicPolicy.signedBy(Set.of("orders")));
        List<TopicPartition> all = List.of(FIRST, SECOND, ELSEWHERE);
        consumer.assign(all);
        all.forEach(partition -> consumer.updateBeginningOffsets(Map.of(partition, 0L)));
    }

    @Test
    void aDeadLetterTopicThatIsNotThereIsAskedForOnceAPoll() {
        letters.failing = letter -> new TimeoutException("not in metadata");
        for (int i = 0; i < 3; i++) {
            bad(FIRST);
            bad(SECOND);
        }
        assertThat(poll().poll(Duration.ZERO).isEmpty()).isTrue();
        assertThat(letters.tried).hasSize(1);
        assertThat(consumer.position(FIRST)).isZero();
        assertThat(consumer.position(SECOND)).isZero();
    }

    @Test
    void aDeadLetterTopicThatIsNotThereDoesNotHoldUpAnother() {
        letters.failing = letter -> letter.topic().equals("a.dead") ? new TimeoutException("not in metadata") : null;
        bad(FIRST);
        bad(ELSEWHERE);
        VerifyingPoll<String, String> poll = poll();
        poll.poll(Duration.ZERO);
        ends.clear();
        bad(FIRST);
        bad(ELSEWHERE);
        await().untilAsserted(() -> {
            poll.poll(Duration.ZERO);
            assertThat(letters.taken).extracting(ProducerRecord::topic).containsExactly("b.dead");
        });
        assertThat(consumer.position(FIRST)).isZero();
        assertThat(consumer.position(ELSEWHERE)).isOne();
    }

    @Test
    void anErrorOfADeserialiserPutsTheConsumerBackInFrontOfAllThatItRead() {
        good(FIRST, "fine");
        good(SECOND, "fatal");
        VerifyingPoll<String, String> poll = poll((topic, data) -> {
            if (new String(data, StandardCharsets.UTF_8).equals("fatal")) {
                throw new NoClassDefFoundError("gone");
            }
            return "";
        });
        assertThatThrownBy(() -> poll.poll(Duration.ZERO)).isInstanceOf(NoClassDefFoundError.class);
        assertThat(consumer.position(FIRST)).isZero();
        assertThat(consumer.position(SECOND)).isZero();
    }

    @Test
    void aValueThatIsNestedTooDeepIsARecordThatCannotBeRead() {
        good(FIRST, "deep");
        VerifyingPoll<String, String> poll = poll((topic, data) -> {
            throw new StackOverflowError();
        });
        assertThatThrownBy(() -> poll.poll(Duration.ZERO)).isInstanceOf(RecordDeserializationException.class);
    }

    @Test
    void aTimeThatTheTopicDoesNotTakeBecomesAHeader() {
        letters.failing = letter -> letter.timestamp() == null ? null : new InvalidTimestampException("too old");
        bad(FIRST);
        poll().poll(Duration.ZERO);
        assertThat(letters.taken).hasSize(1);
        assertThat(letters.taken.get(0).value()).isEqualTo(bytes("unstamped"));
        assertThat(letters.taken.get(0).headers().lastHeader("kf_refused_time").value())
                .isEqualTo(bytes(String.valueOf(time())));
        assertThat(consumer.position(FIRST)).isOne();
    }

    @Test
    void aDeadLetterThatFailsForAnotherOfItsBatchIsSentAgainAlone() {
        letters.later = true;
        letters.failing = letter -> letters.tried.size() > 1 ? null : new KafkaException("part of a batch");
        bad(FIRST);
        poll().poll(Duration.ZERO);
        assertThat(letters.tried).hasSize(2);
        assertThat(letters.taken).hasSize(1);
        assertThat(consumer.position(FIRST)).isOne();
    }

    @Test
    void deadLettersAloneAreCommittedPastWhereTheListenerIsNotTo() {
        bad(FIRST);
        bad(FIRST);
        good(SECOND, "v");
        poll().poll(Duration.ZERO);
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.of(FIRST, SECOND));
        assertThat(committed).containsOnlyKeys(FIRST);
        assertThat(committed.get(FIRST).offset()).isEqualTo(2);
    }

    @Test
    void whereTheApplicationCommitsNobodyElseDoes() {
        commits = false;
        bad(FIRST);
        poll().poll(Duration.ZERO);
        assertThat(consumer.committed(Set.of(FIRST))).isEmpty();
    }

    private long time() {
        return fabric.now.plusSeconds(1).toEpochMilli();
    }

    private VerifyingPoll<String, String> poll() {
        return poll(new StringDeserializer());
    }

    private VerifyingPoll<String, String> poll(Deserializer<String> values) {
        return new VerifyingPoll<>(
                consumer,
                new Reading<>(new StringDeserializer(), values),
                new ListenerTopics(Set.of("a", "b"), List.of()),
                commits,
                new ListenerPolicy(OnRefused.DEAD_LETTER, null, ".dead", Duration.ofSeconds(5), InstantSource.system()),
                fabric.verifier,
                new DeadLetters(() -> letters),
                new Reports("group", ApplicationEventPublisher.noOp(), System::nanoTime));
    }

    private void bad(TopicPartition partition) {
        add(partition, new ProducerRecord<>(partition.topic(), bytes("k"), bytes("unstamped")));
    }

    private void good(TopicPartition partition, String value) {
        add(
                partition,
                fabric.stamper()
                        .stamp(new ProducerRecord<>(partition.topic(), bytes("k"), bytes(value)), fabric.context()));
    }

    private void add(TopicPartition partition, ProducerRecord<byte[], byte[]> record) {
        long offset = ends.merge(partition, 1L, Long::sum) - 1;
        consumer.addRecord(new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                offset,
                time(),
                TimestampType.LOG_APPEND_TIME,
                1,
                1,
                record.key(),
                record.value(),
                new RecordHeaders(record.headers().toArray()),
                Optional.empty()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
