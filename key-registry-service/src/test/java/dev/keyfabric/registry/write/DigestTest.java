package dev.keyfabric.registry.write;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.context.record.RootPin;
import dev.keyfabric.registry.decide.Commands;
import dev.keyfabric.schemas.digest.PartitionSum;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandResult;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.ConsumerEvent;
import dev.keyfabric.schemas.event.Digest;
import dev.keyfabric.schemas.event.KeyEvent;
import dev.keyfabric.schemas.event.KeyEventType;
import dev.keyfabric.schemas.event.Outcome;
import dev.keyfabric.schemas.event.PlanEvent;
import dev.keyfabric.schemas.event.ServiceEvent;
import dev.keyfabric.schemas.event.SigningKeyEvent;
import dev.keyfabric.schemas.event.SigningUse;
import dev.keyfabric.schemas.topics.RecordHeaders;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import dev.keyfabric.schemas.wire.Wire;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DigestTest {
    private final Instant now = Instant.ofEpochMilli(1_800_000_000_000L);
    private final Signers signers = new Signers();
    private final Driver driver = driver((store, partition) -> -1);

    /** What a reader that applies every record holds. */
    private final Map<Topic, Map<String, byte[]>> held = new HashMap<>();

    private Driver driver(Refill refill) {
        return new Driver(signers, hash -> Optional.empty(), refill, new OwnedPartitions());
    }

    @AfterEach
    void end() {
        driver.close();
    }

    @Test
    void a_digest_sums_what_a_reader_of_the_partition_holds() {
        driver.send(Commands.plan("gold", now), now);
        driver.send(Commands.define("orders", now), now);
        driver.send(Commands.enrol(Signers.fresh().publicKey(), SigningUse.TXN, "n1", now), now);
        driver.send(Commands.register("acme", now), now);
        String first = issue("one");
        String second = issue("two");
        driver.send(Commands.key(first, CommandType.SUSPEND_KEY, now), now);
        driver.send(Commands.key(second, CommandType.REVOKE_KEY, now), now);
        read();

        CommandResult result = driver.send(request("0"), now);

        assertThat(result.getOutcome()).isEqualTo(Outcome.APPLIED);
        for (Topic topic : Topic.lifecycle()) {
            assertSums(topic, digestOn(topic));
        }
        driver.send(Commands.consumer("acme", CommandType.DELETE_CONSUMER, now), now);
        read();
        driver.send(request("0"), now);
        assertSums(Topic.CONSUMERS, digestOn(Topic.CONSUMERS));
    }

    @Test
    void it_counts_subjects_by_status() {
        driver.send(Commands.plan("gold", now), now);
        driver.send(Commands.register("acme", now), now);
        issue("one");
        issue("two");
        driver.send(Commands.key(issue("three"), CommandType.SUSPEND_KEY, now), now);
        driver.send(Commands.key(issue("four"), CommandType.REVOKE_KEY, now), now);
        Fold.apply(driver.store(), Topic.PLANS, "gold", new byte[] {9});
        read();

        driver.send(request("0"), now);

        assertThat(digestOn(Topic.KEYS).getCounts()).isEqualTo(Map.of("ACTIVE", 2L, "SUSPENDED", 1L, "REVOKED", 1L));
        assertThat(digestOn(Topic.CONSUMERS).getCounts()).isEqualTo(Map.of("ACTIVE", 1L));
        assertThat(digestOn(Topic.PLANS).getCounts()).isEqualTo(Map.of("UNREADABLE", 1L));
        assertThat(digestOn(Topic.SERVICES).getCounts()).isEmpty();
    }

    @Test
    void a_state_that_was_refilled_sums_as_the_one_before() {
        driver.send(Commands.register("acme", now), now);
        String key = issue("one");
        driver.send(Commands.key(key, CommandType.SUSPEND_KEY, now), now);
        read();
        driver.send(request("0"), now);
        Digest before = digestOn(Topic.KEYS);

        Refill again = (store, partition) -> {
            held.forEach((topic, values) -> values.forEach((id, value) -> Fold.apply(store, topic, id, value)));
            Fold.apply(store, Topic.KEYS, key, held.get(Topic.KEYS).get(key));
            return -1;
        };
        try (Driver other = driver(again)) {
            other.send(request("0"), now);
            TestRecord<byte[], byte[]> record = other.written(Topic.KEYS).get(0);
            assertThat(Wire.decode(record.value(), KeyEvent.class).getDigest()).isEqualTo(before);
        }
    }

    @Test
    void a_purged_key_is_no_longer_summed() {
        driver.send(Commands.register("acme", now), now);
        String key = issue("one");
        Fold.apply(driver.store(), Topic.KEYS, key, null);
        read();

        driver.send(request("0"), now);

        Digest digest = digestOn(Topic.KEYS);
        assertThat(digest.getRecords()).isZero();
        assertThat(digest.getSum().array()).isEqualTo(PartitionSum.EMPTY.bytes());
        assertThat(digest.getCounts()).isEmpty();
    }

    @Test
    void every_digest_is_the_roots_word_names_its_command_and_lies_in_no_history() {
        Command request = request("0").build();
        driver.send(request, now);

        assertThat(driver.written(Topic.HISTORY)).isEmpty();
        RootPin pin = new RootPin(signers.root.thumbprint());
        for (Topic topic : Topic.lifecycle()) {
            TestRecord<byte[], byte[]> record = driver.written(topic).get(0);
            assertThat(new String(record.key(), UTF_8)).isEqualTo(RecordHeaders.DIGEST_KEY);
            assertThat(Cause.text(record.headers(), RecordHeaders.COMMAND)).isEqualTo(request.getId());
            assertThat(signers.root.signed(
                            TopicNames.DEFAULT.nameOf(topic), record.key(), record.value(), record.headers()))
                    .isTrue();
            assertThat(record.headers().lastHeader(RootPin.HEADER))
                    .as(pin.thumbprint())
                    .isNotNull();
        }
        CommandResult result = driver.lastResult();
        assertThat(result.getWritten()).hasSize(5).doesNotContainKey(Topic.HISTORY.id());
    }

    @Test
    void it_names_the_command_that_it_answers_in_what_is_signed() {
        driver.send(Commands.register("acme", now), now);
        driver.send(request("0"), now.plusSeconds(5));
        List<TestRecord<byte[], byte[]>> keys = driver.written(Topic.KEYS);
        KeyEvent event = Wire.decode(keys.get(0).value(), KeyEvent.class);

        assertThat(event.getType()).isEqualTo(KeyEventType.DIGEST);
        assertThat(event.getCause()).isEqualTo("commands.v1-0@1");
        assertThat(event.getAt()).isEqualTo(now.plusSeconds(5));
    }

    @Test
    void one_that_names_another_partition_or_subject_is_refused() {
        for (String partition : List.of("1", "-1", "00", "4096", "x", "")) {
            assertThat(driver.send(request(partition), now).getProblem().getCode())
                    .as(partition)
                    .isEqualTo("WRONG_PARTITION");
        }
        assertThat(driver.send(request("0").setSubject("acme"), now)
                        .getProblem()
                        .getCode())
                .isEqualTo("VALIDATION_FAILED");
        for (Topic topic : Topic.lifecycle()) {
            assertThat(driver.written(topic)).isEmpty();
        }
    }

    private Command.Builder request(String partition) {
        return Commands.about(RecordHeaders.DIGEST_KEY, partition, CommandType.DIGEST, now);
    }

    private String issue(String secret) {
        Command issue = Commands.issue("acme", secret, now).build();
        driver.send(issue, now);
        return issue.getSubject();
    }

    private void read() {
        for (Topic topic : Topic.lifecycle()) {
            Map<String, byte[]> values = held.computeIfAbsent(topic, t -> new HashMap<>());
            driver.written(topic).stream()
                    .filter(record -> record.key()[0] != '~')
                    .forEach(record -> values.put(new String(record.key(), UTF_8), record.value()));
        }
    }

    private void assertSums(Topic topic, Digest digest) {
        PartitionSum expected = PartitionSum.EMPTY;
        for (Map.Entry<String, byte[]> subject : held.get(topic).entrySet()) {
            expected = expected.plus(topic, subject.getKey().getBytes(UTF_8), subject.getValue());
        }
        assertThat(digest.getAlgorithm()).isEqualTo(PartitionSum.ALGORITHM);
        assertThat(digest.getRecords()).as(topic.id()).isEqualTo(expected.records());
        assertThat(digest.getSum().array()).as(topic.id()).isEqualTo(expected.bytes());
    }

    private Digest digestOn(Topic topic) {
        List<TestRecord<byte[], byte[]>> written = driver.written(topic);
        byte[] value = written.get(written.size() - 1).value();
        return switch (topic) {
            case KEYS -> Wire.decode(value, KeyEvent.class).getDigest();
            case CONSUMERS -> Wire.decode(value, ConsumerEvent.class).getDigest();
            case PLANS -> Wire.decode(value, PlanEvent.class).getDigest();
            case SERVICES -> Wire.decode(value, ServiceEvent.class).getDigest();
            default -> Wire.decode(value, SigningKeyEvent.class).getDigest();
        };
    }
}
