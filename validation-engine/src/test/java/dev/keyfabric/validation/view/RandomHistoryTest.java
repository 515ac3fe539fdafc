package dev.keyfabric.validation.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.follower.FollowedRecord;
import dev.keyfabric.key.ApiKey;
import dev.keyfabric.key.KeyId;
import dev.keyfabric.key.Routing;
import dev.keyfabric.schemas.event.ConsumerStatus;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.validation.Events;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the registry and its enemies write, in whatever order the partitions arrive, the view is what a small model says. */
class RandomHistoryTest {
    private static final int RECORDS = 300;

    static List<Long> seeds() {
        List<Long> seeds = new ArrayList<>(List.of(1L, 2L, 3L));
        for (int i = 0; i < 5; i++) {
            seeds.add(System.nanoTime() * 31 + i);
        }
        return seeds;
    }

    /** One subject in the model: what is known of its last good record, and whether it may be used. */
    private record Model(int version, int strictness, boolean usable) {}

    private record Written(Topic topic, String id, int version, int strictness, String form) {}

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theViewIsWhatTheModelSays(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Written> history = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            boolean key = random.nextInt(4) > 0;
            String owner = "c" + random.nextInt(3);
            String id = key ? Events.keyId(owner, "k" + random.nextInt(3)) : owner;
            int form = random.nextInt(20);
            history.add(new Written(
                    key ? Topic.KEYS : Topic.CONSUMERS,
                    id + "|" + owner,
                    1 + random.nextInt(40),
                    random.nextInt(40) == 0 ? 2 : random.nextInt(2),
                    form == 0 ? "tombstone" : form == 1 ? "poison" : "good"));
        }
        try (ViewBench one = new ViewBench();
                ViewBench other = new ViewBench()) {
            Map<String, Model> model = new HashMap<>();
            history.forEach(written -> fold(model, written));
            feed(one, history, new SplittableRandom(seed + 1));
            feed(other, history, new SplittableRandom(seed + 2));
            for (ViewBench bench : List.of(one, other)) {
                check(bench.view(), history, model, seed);
                bench.reopen();
                check(bench.view(), history, model, seed);
            }
            assertThat(one.view().facts())
                    .as("seed %d", seed)
                    .isEqualTo(other.view().facts());
        }
    }

    private static void fold(Map<String, Model> model, Written written) {
        model.compute(written.topic().id() + written.id(), (name, old) -> {
            boolean isFinal = old != null && old.strictness() == 2;
            if (written.form().equals("tombstone")) {
                boolean purged = old == null || (isFinal && written.topic() == Topic.KEYS);
                return purged ? null : isFinal ? old : new Model(old.version(), old.strictness(), false);
            }
            if (written.form().equals("poison")) {
                return isFinal
                        ? old
                        : old == null ? new Model(0, 0, false) : new Model(old.version(), old.strictness(), false);
            }
            Model next = new Model(written.version(), written.strictness(), true);
            if (old == null) {
                return next;
            }
            if (isFinal && written.strictness() < 2) {
                return old;
            }
            if (written.version() > old.version()) {
                return next;
            }
            if (written.version() == old.version() && written.strictness() > old.strictness()) {
                return new Model(old.version(), written.strictness(), old.usable());
            }
            return old;
        });
    }

    /** Partitions in any interleaving, each in its own order; batches of any length. */
    private static void feed(ViewBench bench, List<Written> history, SplittableRandom random) {
        Map<PartitionId, List<FollowedRecord>> partitions = new HashMap<>();
        for (Written written : history) {
            String id = id(written);
            int partition = written.topic() == Topic.KEYS
                    ? Routing.partition(new KeyId(id), ViewBench.PARTITIONS)
                    : Routing.partition(id, ViewBench.PARTITIONS);
            FollowedRecord record = bench.next(written.topic(), partition, id, value(written));
            partitions
                    .computeIfAbsent(record.partitionId(), p -> new ArrayList<>())
                    .add(record);
        }
        List<List<FollowedRecord>> queues = new ArrayList<>(partitions.values());
        List<FollowedRecord> batch = new ArrayList<>();
        while (!queues.isEmpty()) {
            List<FollowedRecord> queue = queues.get(random.nextInt(queues.size()));
            batch.add(queue.remove(0));
            queues.removeIf(List::isEmpty);
            if (random.nextInt(5) == 0 || queues.isEmpty()) {
                bench.view().apply(ViewBench.batch(batch));
                batch = new ArrayList<>();
            }
        }
    }

    private static void check(FabricView view, List<Written> history, Map<String, Model> model, long seed) {
        for (Written written : history) {
            Model expected = model.get(written.topic().id() + written.id());
            String id = id(written);
            Held<?> held = written.topic() == Topic.KEYS ? view.key(id) : view.consumer(id);
            String what = "seed " + seed + " " + id;
            if (expected == null) {
                assertThat(held).as(what).isNull();
                continue;
            }
            assertThat(held.version()).as(what).isEqualTo(expected.version());
            assertThat(held.usable() != null).as(what).isEqualTo(expected.usable());
            if (held.state() != null) {
                assertThat(held.state().strictness()).as(what).isEqualTo(expected.strictness());
            }
            if (held.state() instanceof KeyRecord key) {
                for (SecretRecord secret : key.secrets()) {
                    byte[] hash = new byte[32];
                    secret.hash().duplicate().get(hash);
                    assertThat(view.keysByHash(hash)).as(what).contains(id);
                }
            }
        }
    }

    private static String id(Written written) {
        return written.id().substring(0, written.id().indexOf('|'));
    }

    private static byte[] value(Written written) {
        String id = id(written);
        String owner = written.id().substring(id.length() + 1);
        return switch (written.form()) {
            case "tombstone" -> null;
            case "poison" -> new byte[] {0, 0, 0, 0, 1, 77};
            default ->
                written.topic() == Topic.KEYS
                        ? Events.key(
                                id,
                                owner,
                                written.version(),
                                k -> k.setStatus(List.of(KeyStatus.ACTIVE, KeyStatus.SUSPENDED, KeyStatus.REVOKED)
                                                .get(written.strictness()))
                                        .setSecrets(List.of(Events.current(secretOf(id, written.version())))))
                        : Events.consumer(
                                id,
                                written.version(),
                                c -> c.setStatus(
                                        List.of(ConsumerStatus.ACTIVE, ConsumerStatus.SUSPENDED, ConsumerStatus.DELETED)
                                                .get(written.strictness())));
        };
    }

    private static ApiKey secretOf(String id, int version) {
        return ApiKey.generate("kf_test", new SplittableRandom(id.hashCode() * 1000L + version / 5));
    }
}
