package dev.keyfabric.validation.view;

import dev.keyfabric.schemas.digest.PartitionSum;
import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.Topic;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the view holds of each partition in one number, kept as records change it, and compared with what the registry says
 * of the same moment; docs/decisions/0019. Never changed once it is shown.
 */
final class Digests {
    /** Two in a row say that it is no accident of the moment. */
    private static final int TOO_MANY = 2;

    private static final String PREFIX = "digest:";

    private final Map<PartitionId, Reckoning> reckonings;

    private Digests(Map<PartitionId, Reckoning> reckonings) {
        this.reckonings = reckonings;
    }

    static Digests load(Database database) {
        Map<PartitionId, Reckoning> stored = new HashMap<>();
        database.forEach(Column.META, (key, value) -> {
            String name = Texts.text(key);
            if (name.startsWith(PREFIX)) {
                stored.put(Progress.partition(name.substring(PREFIX.length())), Reckoning.fromBytes(value));
            }
        });
        return new Digests(stored);
    }

    /** Puts into a batch that nothing of these topics is held. */
    static void forget(Database database, Set<Topic> topics, Writes writes) {
        load(database).reckonings.keySet().stream()
                .filter(partition -> topics.contains(partition.topic()))
                .forEach(partition -> writes.delete(Column.META, place(partition)));
    }

    /** What changes in the course of one batch. */
    Changing changing() {
        return new Changing();
    }

    /** Partitions whose last digest differed. */
    int differing() {
        return (int) reckonings.values().stream().filter(Reckoning::differs).count();
    }

    /** Partitions that were compared at least once. */
    int compared() {
        return (int) reckonings.values().stream().filter(r -> r.command() >= 0).count();
    }

    /** Whether a partition has differed so often that its view is to be filled anew. */
    boolean differTooOften() {
        return reckonings.values().stream().anyMatch(reckoning -> reckoning.differing() >= TOO_MANY);
    }

    private static byte[] place(PartitionId partition) {
        return Texts.bytes(PREFIX + partition);
    }

    /** The digests of one batch. Used by one thread. */
    final class Changing {
        private final Map<PartitionId, Reckoning> changed = new HashMap<>();

        Reckoning of(PartitionId partition) {
            Reckoning now = changed.get(partition);
            return now != null ? now : reckonings.getOrDefault(partition, Reckoning.EMPTY);
        }

        void set(PartitionId partition, Reckoning now) {
            changed.put(partition, now);
        }

        void unsure(PartitionId partition) {
            set(partition, of(partition).unsure());
        }

        /** A subject is held otherwise than before; values of no bytes are none. */
        void held(PartitionId partition, byte[] id, byte @Nullable [] before, byte @Nullable [] after) {
            PartitionSum sum = of(partition).sum();
            if (before != null && before.length > 0) {
                if (sum.records() > 0) {
                    sum = sum.minus(partition.topic(), id, before);
                } else {
                    // A store of an older format has no sums, and applies what comes until another is filled.
                    unsure(partition);
                }
            }
            if (after != null && after.length > 0) {
                sum = sum.plus(partition.topic(), id, after);
            }
            set(partition, of(partition).holding(sum));
        }

        /** Puts the differences into a batch, and gives what is so once it is written. */
        Digests write(Writes writes) {
            if (changed.isEmpty()) {
                return Digests.this;
            }
            Map<PartitionId, Reckoning> after = new HashMap<>(reckonings);
            changed.forEach((partition, reckoning) -> {
                writes.put(Column.META, place(partition), reckoning.toBytes());
                after.put(partition, reckoning);
            });
            return new Digests(after);
        }
    }
}
