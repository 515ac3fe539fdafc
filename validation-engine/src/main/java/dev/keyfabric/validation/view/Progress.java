package dev.keyfabric.validation.view;

import dev.keyfabric.follower.BusIdentity;
import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.validation.time.TimeSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How far the topics were read, at one instant; never changed once it is shown.
 *
 * @param partitions of each lifecycle topic as far as known: the power of two that holds every partition met; 0 = none
 * @param brokerTime the latest append time seen, in ms; 0 = none
 */
record Progress(
        @Nullable BusIdentity identity,
        Map<PartitionId, Long> nextOffsets,
        Map<PartitionId, Tick> ticks,
        int partitions,
        long brokerTime)
        implements Applied {
    static final Progress NONE = new Progress(null, Map.of(), Map.of(), 0, 0);

    private static final String OFFSET = "o:";
    private static final String TICK = "t:";
    private static final String BROKER_TIME = "broker-time";

    static Progress load(Database database, @Nullable BusIdentity identity, TimeSource time) {
        Map<String, Long> stored = new HashMap<>();
        database.forEach(Column.PROGRESS, (key, value) -> stored.put(Texts.text(key), Texts.number(value)));
        Map<PartitionId, Long> nextOffsets = new HashMap<>();
        Map<PartitionId, Tick> ticks = new HashMap<>();
        int partitions = 0;
        for (Map.Entry<String, Long> entry : stored.entrySet()) {
            String name = entry.getKey();
            if (name.startsWith(OFFSET)) {
                PartitionId partition = partition(name.substring(OFFSET.length()));
                nextOffsets.put(partition, entry.getValue());
                partitions = Math.max(partitions, holding(partition.partition()));
            } else if (name.startsWith(TICK)) {
                ticks.put(partition(name.substring(TICK.length())), Tick.seen(entry.getValue(), time));
            }
        }
        return new Progress(identity, nextOffsets, ticks, partitions, stored.getOrDefault(BROKER_TIME, 0L));
    }

    /** Puts into a batch that nothing of these topics was ever read. */
    static void forget(Database database, Set<Topic> topics, Writes writes) {
        database.forEach(Column.PROGRESS, (key, value) -> {
            String name = Texts.text(key);
            if ((name.startsWith(OFFSET) || name.startsWith(TICK))
                    && topics.contains(
                            partition(name.substring(name.indexOf(':') + 1)).topic())) {
                writes.delete(Column.PROGRESS, key);
            }
        });
    }

    /** The same, knowing that a partition exists. */
    Progress knowing(int partition) {
        int holding = holding(partition);
        return holding <= partitions ? this : new Progress(identity, nextOffsets, ticks, holding, brokerTime);
    }

    /** Puts the difference to an earlier progress into a batch. */
    void write(Progress before, Writes writes) {
        nextOffsets.forEach((partition, next) -> {
            if (!next.equals(before.nextOffsets.get(partition))) {
                writes.put(Column.PROGRESS, Texts.bytes(OFFSET + partition), Texts.bytes(next));
            }
        });
        ticks.forEach((partition, tick) -> {
            if (!tick.equals(before.ticks.get(partition))) {
                writes.put(Column.PROGRESS, Texts.bytes(TICK + partition), Texts.bytes(tick.appendTime()));
            }
        });
        if (brokerTime != before.brokerTime) {
            writes.put(Column.PROGRESS, Texts.bytes(BROKER_TIME), Texts.bytes(brokerTime));
        }
    }

    @Override
    public long nextOffset(PartitionId partition) {
        return nextOffsets.getOrDefault(partition, 0L);
    }

    /** Whether everything that another progress has passed is passed. */
    boolean reaches(Progress other) {
        return other.nextOffsets.entrySet().stream().allMatch(next -> nextOffset(next.getKey()) >= next.getValue());
    }

    /** Next offsets by topic and partition, lifecycle topics only. */
    Map<Topic, long[]> byTopic() {
        Map<Topic, long[]> offsets = new TreeMap<>();
        for (Topic topic : Topic.lifecycle()) {
            long[] next = new long[partitions];
            for (int p = 0; p < partitions; p++) {
                next[p] = nextOffset(new PartitionId(topic, p));
            }
            offsets.put(topic, next);
        }
        return offsets;
    }

    /** The oldest tick by either clock; null while a partition was never ticked. */
    @Nullable
    Tick oldestTick(long nowNanos) {
        if (partitions == 0) {
            return null;
        }
        long oldestAge = 0;
        long oldestAppendTime = Long.MAX_VALUE;
        for (Topic topic : Topic.lifecycle()) {
            for (int p = 0; p < partitions; p++) {
                Tick tick = ticks.get(new PartitionId(topic, p));
                if (tick == null) {
                    return null;
                }
                oldestAge = Math.max(oldestAge, nowNanos - tick.zeroAtNanos());
                oldestAppendTime = Math.min(oldestAppendTime, tick.appendTime());
            }
        }
        return new Tick(oldestAppendTime, nowNanos - oldestAge);
    }

    private static int holding(int partition) {
        return partition == 0 ? 1 : Integer.highestOneBit(partition) << 1;
    }

    static PartitionId partition(String text) {
        int dash = text.lastIndexOf('-');
        Topic topic = Topic.ofId(text.substring(0, dash))
                .orElseThrow(() -> new StoreException("the view holds an unknown topic " + text));
        return new PartitionId(topic, Integer.parseInt(text.substring(dash + 1)));
    }
}
