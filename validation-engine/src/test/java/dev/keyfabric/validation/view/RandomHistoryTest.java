package dev.keyfabric.validation.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.context.keys.VerifyingKey;
import dev.keyfabric.follower.FollowedRecord;
import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.validation.view.HistoryModel.State;
import dev.keyfabric.validation.view.HistoryModel.Subject;
import dev.keyfabric.validation.view.RandomHistory.Written;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is written, in whatever order the partitions are read, in whatever batches, whichever of them come again: the view
 * is what a small model says, before and after a restart. {@code -Dkeyfabric.histories} says how many (2,000 by default),
 * {@code -Dkeyfabric.histories.seed} repeats a run.
 */
class RandomHistoryTest {
    private static final int IN_ONE_VIEW = 100;
    private static final int ALL = Integer.getInteger("keyfabric.histories", 2_000);
    private static final long SEED = Long.getLong("keyfabric.histories.seed", new SplittableRandom().nextLong());

    static LongStream seeds() {
        return new SplittableRandom(SEED).longs(Math.max(1, ALL / IN_ONE_VIEW));
    }

    @ParameterizedTest(name = "a hundred from {0}")
    @MethodSource("seeds")
    void theViewIsWhatTheModelSays(long seed) {
        try (ViewBench one = new ViewBench();
                ViewBench other = new ViewBench()) {
            List<RandomHistory> histories = new ArrayList<>();
            for (int i = 0; i < IN_ONE_VIEW; i++) {
                VerifyingKey[] signingKeys = RandomHistory.signingKeys(new SecureRandom());
                RandomHistory history = new RandomHistory(seed + i, "h" + i, signingKeys);
                histories.add(history);
                feed(one, history, new SplittableRandom(seed - i));
                feed(other, history, new SplittableRandom(seed * 31 - i));
                if (i == IN_ONE_VIEW / 2) {
                    one.reopen();
                }
            }
            other.reopen();
            for (int i = 0; i < IN_ONE_VIEW; i++) {
                String what = "-Dkeyfabric.histories.seed=" + SEED + ", view " + seed + ", history " + i;
                check(one.view(), histories.get(i), what);
                check(other.view(), histories.get(i), what + " in another order");
            }
        }
    }

    /** Partitions in any interleaving, each in its own order; batches of any length, now and then one that came before. */
    private static void feed(ViewBench bench, RandomHistory history, SplittableRandom random) {
        Map<PartitionId, List<FollowedRecord>> partitions = new HashMap<>();
        for (Written written : history.records()) {
            FollowedRecord record = written.signed()
                    ? bench.next(written.topic(), written.partition(), written.key(), written.value())
                    : bench.next(
                            written.topic(), written.partition(), written.key(), written.value(), new RecordHeaders());
            partitions
                    .computeIfAbsent(record.partitionId(), p -> new ArrayList<>())
                    .add(record);
        }
        List<List<FollowedRecord>> queues = new ArrayList<>(partitions.values());
        List<List<FollowedRecord>> applied = new ArrayList<>();
        List<FollowedRecord> batch = new ArrayList<>();
        while (!queues.isEmpty()) {
            List<FollowedRecord> queue = queues.get(random.nextInt(queues.size()));
            batch.add(queue.remove(0));
            queues.removeIf(List::isEmpty);
            if (random.nextInt(5) == 0 || queues.isEmpty()) {
                bench.view().apply(ViewBench.batch(batch));
                applied.add(batch);
                batch = new ArrayList<>();
                if (random.nextInt(3) == 0) {
                    bench.view().apply(ViewBench.batch(applied.get(random.nextInt(applied.size()))));
                }
            }
        }
    }

    private static void check(FabricView view, RandomHistory history, String what) {
        HistoryModel model = history.model();
        for (Written written : history.records()) {
            Subject subject = written.subject();
            State expected = model.states().get(subject);
            Held<?> held = held(view, subject);
            if (expected == null) {
                assertThat(held).as("%s: %s", what, subject).isNull();
                continue;
            }
            assertThat(held).as("%s: %s", what, subject).isNotNull();
            assertThat(held.usable() != null).as("%s: %s usable", what, subject).isEqualTo(expected.usable());
            assertThat(held.state())
                    .as("%s: %s", what, subject)
                    .usingRecursiveComparison()
                    .isEqualTo(
                            expected.value() == null
                                    ? null
                                    : SubjectKind.on(subject.topic()).read(expected.value()));
            assertThat(held.isFinal()).as("%s: %s final", what, subject).isEqualTo(expected.isFinal());
        }
        for (byte[] hash : history.hashes()) {
            assertThat(view.keysByHash(hash))
                    .as("%s: index", what)
                    .containsExactlyElementsOf(model.owners(RandomHistory.hex(hash)));
        }
    }

    private static Held<?> held(FabricView view, Subject subject) {
        return switch (subject.topic()) {
            case KEYS -> view.key(subject.id());
            case CONSUMERS -> view.consumer(subject.id());
            case PLANS -> view.plan(subject.id());
            case SERVICES -> view.service(subject.id());
            case SIGNING_KEYS -> view.signingKey(subject.id());
            default -> throw new IllegalArgumentException(subject.topic().id());
        };
    }
}
