package dev.keyfabric.validation.view;

import dev.keyfabric.follower.Batch;
import dev.keyfabric.follower.FollowedRecord;
import dev.keyfabric.key.ApiKey;
import dev.keyfabric.key.KeyId;
import dev.keyfabric.key.Routing;
import dev.keyfabric.schemas.event.ConsumerStatus;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.RecordHeaders;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.validation.Events;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Records of keys and consumers in batches, with ticks, poison, tombstones, outdated versions and shared secrets among
 * them: the same in every process for one seed.
 */
final class SeededHistory {
    private static final int OWNERS = 3;
    private static final int KEYS = 12;

    private final SplittableRandom random;
    private final Map<PartitionId, Long> ends = new HashMap<>();
    private final List<Batch> batches = new ArrayList<>();

    SeededHistory(long seed, int length) {
        random = new SplittableRandom(seed);
        for (int i = 0; i < length; i++) {
            List<FollowedRecord> records = new ArrayList<>();
            for (int more = random.nextInt(8); more >= 0; more--) {
                records.add(next());
            }
            batches.add(ViewBench.batch(records));
        }
    }

    List<Batch> batches() {
        return batches;
    }

    List<FollowedRecord> records() {
        return batches.stream().flatMap(batch -> batch.records().stream()).toList();
    }

    private FollowedRecord next() {
        String owner = "c" + random.nextInt(OWNERS);
        int die = random.nextInt(20);
        if (die == 0) {
            int partition = random.nextInt(ViewBench.PARTITIONS);
            String topicId = ViewBench.BUS.topicIds().get(Topic.KEYS);
            return record(Topic.KEYS, partition, RecordHeaders.TICK_KEY, Events.tick(Topic.KEYS, topicId));
        }
        if (die < 5) {
            ConsumerStatus status = random.nextInt(3) == 0 ? ConsumerStatus.SUSPENDED : ConsumerStatus.ACTIVE;
            byte[] value = Events.consumer(owner, version(), c -> c.setStatus(status));
            return record(Topic.CONSUMERS, Routing.partition(owner, ViewBench.PARTITIONS), owner, value);
        }
        int number = random.nextInt(KEYS);
        String id = Events.keyId(owner, "k" + number);
        return record(
                Topic.KEYS,
                Routing.partition(new KeyId(id), ViewBench.PARTITIONS),
                id,
                die == 5 ? null : die == 6 ? new byte[] {0, 0, 0, 0, 1, 77} : key(id, owner));
    }

    private byte[] key(String id, String owner) {
        KeyStatus status = List.of(KeyStatus.ACTIVE, KeyStatus.ACTIVE, KeyStatus.SUSPENDED, KeyStatus.REVOKED)
                .get(random.nextInt(20) == 0 ? 3 : random.nextInt(3));
        // Few secrets for all keys: the index gains, loses and shares its entries.
        ApiKey secret = ApiKey.generate("kf_test", new SplittableRandom(random.nextInt(20)));
        return Events.key(id, owner, version(), k -> k.setStatus(status).setSecrets(List.of(Events.current(secret))));
    }

    private long version() {
        return 1 + batches.size() * 2L + random.nextInt(10);
    }

    private FollowedRecord record(Topic topic, int partition, String key, byte[] value) {
        long offset = ends.merge(new PartitionId(topic, partition), 1L + random.nextInt(2), Long::sum) - 1;
        return new FollowedRecord(
                topic,
                partition,
                offset,
                Events.AT.toEpochMilli() + batches.size(),
                key.getBytes(StandardCharsets.UTF_8),
                value,
                new org.apache.kafka.common.header.internals.RecordHeaders());
    }
}
