package dev.keyfabric.validation.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.key.KeyId;
import dev.keyfabric.key.Routing;
import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.validation.Events;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class NeverStaleCacheTest {
    private static final String OWNER = "acme";
    private static final String ID = Events.keyId(OWNER, "c1");
    private static final int VERSIONS = 3000;

    @Test
    void whoeverSeesAProgressSeesTheEffectsOfAllBeforeIt() throws Exception {
        PartitionId partition = new PartitionId(Topic.KEYS, Routing.partition(new KeyId(ID), ViewBench.PARTITIONS));
        ExecutorService readers = Executors.newFixedThreadPool(3);
        AtomicBoolean done = new AtomicBoolean();
        try (ViewBench bench = new ViewBench()) {
            List<Future<Long>> reads = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                reads.add(readers.submit(() -> {
                    long count = 0;
                    while (!done.get()) {
                        // The record at offset n has version n + 1.
                        long next = bench.view().applied().nextOffset(partition);
                        Held<KeyRecord> held = bench.view().key(ID);
                        assertThat(held == null ? 0 : held.version()).isGreaterThanOrEqualTo(next);
                        count++;
                    }
                    return count;
                }));
            }
            for (int version = 1; version <= VERSIONS; version++) {
                bench.key(ID, Events.key(ID, OWNER, version, k -> {}));
                assertThat(bench.view().key(ID).version()).isEqualTo(version);
            }
            done.set(true);
            for (Future<Long> read : reads) {
                assertThat(read.get()).isPositive();
            }
        } finally {
            done.set(true);
            readers.shutdownNow();
        }
    }
}
