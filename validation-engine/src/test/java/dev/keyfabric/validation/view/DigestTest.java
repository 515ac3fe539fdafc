package dev.keyfabric.validation.view;

import static dev.keyfabric.validation.Events.consumer;
import static dev.keyfabric.validation.Events.key;
import static dev.keyfabric.validation.view.ViewBench.PARTITIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.follower.FollowedRecord;
import dev.keyfabric.key.KeyId;
import dev.keyfabric.key.Routing;
import dev.keyfabric.schemas.digest.PartitionSum;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.schemas.topics.RecordHeaders;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.validation.Events;
import dev.keyfabric.validation.SampleDigests;
import dev.keyfabric.validation.TestRoot;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the view makes of digests: what agrees, what differs, and what is no digest that counts. */
class DigestTest {
    private static final String OWNER = "acme";
    private static final String ID = Events.keyId(OWNER, "k1");
    private static final int HOME = Routing.partition(new KeyId(ID), PARTITIONS);

    private final ViewBench bench = new ViewBench();
    private PartitionSum held = PartitionSum.EMPTY;
    private long command;

    @AfterEach
    void end() {
        bench.close();
    }

    @Test
    void a_digest_of_what_is_held_agrees_after_every_kind_of_change() {
        byte[] first = give(1, KeyStatus.ACTIVE);
        held = held.plus(Topic.KEYS, id(), first);
        digest(held);
        byte[] second = give(2, KeyStatus.SUSPENDED);
        held = held.minus(Topic.KEYS, id(), first).plus(Topic.KEYS, id(), second);
        digest(held);
        byte[] last = give(3, KeyStatus.REVOKED);
        held = held.minus(Topic.KEYS, id(), second).plus(Topic.KEYS, id(), last);
        digest(held);
        give(4, KeyStatus.ACTIVE);
        give(2, KeyStatus.ACTIVE);
        digest(held);
        bench.key(ID, null);
        digest(PartitionSum.EMPTY);

        assertThat(facts()).isEqualTo(new DigestFacts(1, 0));
        assertThat(bench.count(Incident.DIGEST_MISMATCH)).isZero();
    }

    @Test
    void every_lifecycle_topic_is_compared() {
        for (Topic topic : Topic.lifecycle()) {
            send(topic, 0, digestOf(topic, 0, PartitionSum.EMPTY, 0));
        }

        assertThat(facts()).isEqualTo(new DigestFacts(5, 0));
    }

    @Test
    void two_in_a_row_that_differ_say_that_the_view_is_not_to_be_relied_on() {
        give(1, KeyStatus.ACTIVE);
        digest(PartitionSum.EMPTY);
        assertThat(facts()).isEqualTo(new DigestFacts(1, 1));
        assertThat(bench.view().differsFromRegistry()).isFalse();
        bench.reopen();
        digest(PartitionSum.EMPTY);

        assertThat(bench.view().differsFromRegistry()).isTrue();
        assertThat(bench.count(Incident.DIGEST_MISMATCH)).isEqualTo(2);
    }

    @Test
    void one_that_agrees_again_begins_the_count_anew() {
        byte[] value = give(1, KeyStatus.ACTIVE);
        digest(PartitionSum.EMPTY);
        digest(PartitionSum.EMPTY.plus(Topic.KEYS, id(), value));
        digest(PartitionSum.EMPTY);

        assertThat(bench.view().differsFromRegistry()).isFalse();
    }

    @Test
    void a_value_that_differs_in_one_byte_differs_in_the_digest() {
        byte[] value = give(1, KeyStatus.ACTIVE);
        byte[] other = value.clone();
        other[other.length - 1] ^= 1;
        digest(PartitionSum.EMPTY.plus(Topic.KEYS, id(), other));

        assertThat(facts().differing()).isEqualTo(1);
    }

    @Test
    void what_is_held_is_summed_on_over_a_restart() {
        byte[] value = give(1, KeyStatus.ACTIVE);
        bench.reopen();
        digest(PartitionSum.EMPTY.plus(Topic.KEYS, id(), value));

        assertThat(facts()).isEqualTo(new DigestFacts(1, 0));
    }

    @Test
    void a_store_of_the_format_before_has_no_sums_and_applies_changes_all_the_same() {
        give(1, KeyStatus.ACTIVE);
        bench.view().close();
        OlderFormat.give(bench.folder.resolve("1"));
        bench.reopen();
        byte[] revoked = give(2, KeyStatus.REVOKED);

        assertThat(bench.view().key(ID).usable().status()).isEqualTo(KeyStatus.REVOKED);
        digest(PartitionSum.EMPTY.plus(Topic.KEYS, id(), revoked));
        assertThat(bench.view().differsFromRegistry()).isFalse();
    }

    @Test
    void a_store_whose_note_of_its_last_rebuild_is_no_time_is_set_aside_when_it_is_opened() {
        give(1, KeyStatus.ACTIVE);
        bench.view().close();
        try (Memory memory = new Memory(8);
                Database database = Database.open(bench.folder.resolve("1"), memory)) {
            database.putSynced(Column.META, Texts.bytes("digest-rebuild-at"), new byte[] {1, 2, 3});
        }
        bench.reopen();

        assertThat(bench.folder.resolve("corrupt-1")).exists();
        assertThat(bench.view().digestRebuildAt()).isNull();
    }

    @Test
    void when_it_was_last_rebuilt_is_known_after_a_restart() {
        bench.view().setDigestRebuildAt(42);
        assertThat(bench.view().digestRebuildAt()).isEqualTo(42);
        bench.reopen();

        assertThat(bench.view().digestRebuildAt()).isEqualTo(42);
    }

    @Test
    void one_that_the_root_did_not_sign_is_refused() {
        byte[] value = digestOf(Topic.KEYS, HOME, PartitionSum.EMPTY, 0);
        bench.apply(bench.next(
                Topic.KEYS,
                HOME,
                RecordHeaders.DIGEST_KEY,
                value,
                new TestRoot().signed(Topic.KEYS, RecordHeaders.DIGEST_KEY, value)));
        bench.put(Topic.KEYS, HOME, RecordHeaders.DIGEST_KEY, value);

        assertRefused(2);
    }

    @Test
    void one_that_was_copied_from_another_partition_is_refused() {
        send(Topic.KEYS, HOME, digestOf(Topic.KEYS, (HOME + 1) % PARTITIONS, PartitionSum.EMPTY, 0));

        assertRefused(1);
    }

    @Test
    void one_that_is_written_again_is_refused() {
        byte[] value = give(1, KeyStatus.ACTIVE);
        byte[] digest = digestOf(Topic.KEYS, HOME, PartitionSum.EMPTY.plus(Topic.KEYS, id(), value), 7);
        send(Topic.KEYS, HOME, digest);
        give(2, KeyStatus.ACTIVE);
        send(Topic.KEYS, HOME, digest);
        send(Topic.KEYS, HOME, digest);

        assertThat(bench.count(Incident.DIGEST_REFUSED)).isEqualTo(2);
        assertThat(facts()).isEqualTo(new DigestFacts(1, 0));
    }

    @Test
    void what_is_no_digest_is_refused() {
        Instant now = bench.time.source().wall().instant();
        String cause = "commands.v1-" + HOME + "@1";
        send(Topic.KEYS, HOME, new byte[] {1, 2, 3});
        send(Topic.KEYS, HOME, Events.tick(Topic.KEYS, null));
        send(Topic.KEYS, HOME, null);
        send(
                Topic.KEYS,
                HOME,
                SampleDigests.digest(
                        Topic.KEYS, SampleDigests.told(PartitionSum.EMPTY, "sum-of-another-kind"), cause, now));
        send(
                Topic.KEYS,
                HOME,
                SampleDigests.digest(
                        Topic.KEYS,
                        SampleDigests.told(PartitionSum.EMPTY, PartitionSum.ALGORITHM),
                        cause + "9999999999999999999",
                        now));

        assertRefused(5);
    }

    @Test
    void an_old_one_is_not_compared_since_what_it_speaks_of_may_be_compacted() {
        give(1, KeyStatus.ACTIVE);
        byte[] digest = digestOf(Topic.KEYS, HOME, PartitionSum.EMPTY, 0);
        bench.time.pass(Duration.ofMillis(10_001));
        send(Topic.KEYS, HOME, digest);

        assertThat(facts()).isEqualTo(new DigestFacts(0, 0));
        assertThat(bench.count(Incident.DIGEST_REFUSED)).isZero();
    }

    @Test
    void a_record_that_the_registry_may_read_otherwise_suspends_the_comparison_until_both_agree() {
        byte[] good = give(1, KeyStatus.ACTIVE);
        bench.key(ID, new byte[] {9});
        digest(PartitionSum.EMPTY.plus(Topic.KEYS, id(), new byte[] {9}));
        digest(PartitionSum.EMPTY.plus(Topic.KEYS, id(), new byte[] {9}));
        assertThat(facts()).isEqualTo(new DigestFacts(1, 0));

        byte[] later = give(2, KeyStatus.ACTIVE);
        digest(PartitionSum.EMPTY.plus(Topic.KEYS, id(), later));
        digest(PartitionSum.EMPTY.plus(Topic.KEYS, id(), good));
        assertThat(facts()).isEqualTo(new DigestFacts(1, 1));
    }

    @Test
    void without_a_root_nothing_is_compared() {
        bench.reopen(null);
        give(1, KeyStatus.ACTIVE);
        digest(PartitionSum.EMPTY);

        assertThat(facts()).isEqualTo(new DigestFacts(0, 0));
    }

    @Test
    void another_root_lets_the_sums_of_what_it_vouches_for_begin_anew() {
        int partition = Routing.partition("orders", PARTITIONS);
        bench.service("orders", Events.service("orders", 1, s -> {}));
        bench.reopen(new TestRoot().pin());
        bench.reopen(bench.root.pin());
        send(Topic.SERVICES, partition, digestOf(Topic.SERVICES, partition, PartitionSum.EMPTY, 0));

        assertThat(facts()).isEqualTo(new DigestFacts(1, 0));
    }

    @Test
    void a_batch_sums_its_records_in_their_order() {
        byte[] value = consumer(OWNER, 1, c -> {});
        PartitionSum sum = PartitionSum.EMPTY.plus(Topic.CONSUMERS, OWNER.getBytes(StandardCharsets.UTF_8), value);
        int partition = Routing.partition(OWNER, PARTITIONS);
        FollowedRecord before =
                signed(Topic.CONSUMERS, partition, digestOf(Topic.CONSUMERS, partition, PartitionSum.EMPTY, 0));
        FollowedRecord record = bench.next(Topic.CONSUMERS, partition, OWNER, value);
        FollowedRecord after = signed(Topic.CONSUMERS, partition, digestOf(Topic.CONSUMERS, partition, sum, 1));
        bench.view().apply(ViewBench.batch(List.of(before, record, after)));

        assertThat(facts()).isEqualTo(new DigestFacts(1, 0));
    }

    private void assertRefused(long times) {
        assertThat(bench.count(Incident.DIGEST_REFUSED)).isEqualTo(times);
        assertThat(facts()).isEqualTo(new DigestFacts(0, 0));
    }

    private DigestFacts facts() {
        return bench.view().facts().digests();
    }

    private byte[] give(long version, KeyStatus status) {
        byte[] value = key(ID, OWNER, version, k -> k.setStatus(status));
        bench.key(ID, value);
        return value;
    }

    private void digest(PartitionSum sum) {
        send(Topic.KEYS, HOME, digestOf(Topic.KEYS, HOME, sum, command++));
    }

    private byte[] digestOf(Topic topic, int partition, PartitionSum sum, long asked) {
        return SampleDigests.digest(
                topic, partition, sum, asked, bench.time.source().wall().instant());
    }

    private void send(Topic topic, int partition, byte[] digest) {
        bench.apply(signed(topic, partition, digest));
    }

    private FollowedRecord signed(Topic topic, int partition, byte[] digest) {
        return bench.next(
                topic,
                partition,
                RecordHeaders.DIGEST_KEY,
                digest,
                bench.root.signed(topic, RecordHeaders.DIGEST_KEY, digest));
    }

    private static byte[] id() {
        return ID.getBytes(StandardCharsets.UTF_8);
    }
}
