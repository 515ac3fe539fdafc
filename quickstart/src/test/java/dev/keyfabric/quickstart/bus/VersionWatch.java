package dev.keyfabric.quickstart.bus;

import dev.keyfabric.schemas.event.KeyEvent;
import dev.keyfabric.schemas.event.KeyState;
import dev.keyfabric.schemas.topics.RecordHeaders;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import dev.keyfabric.schemas.wire.Wire;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Sees every record of {@code keys.v1} as it is committed, also those that compaction takes away later. */
public final class VersionWatch implements AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Map<String, Long> versions = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> regressions = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Void> run;
    private final AtomicLong seen = new AtomicLong();
    private volatile boolean stopping;

    public VersionWatch(String bootstrap, int partitions) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrap);
        settings.put("isolation.level", "read_committed");
        settings.put("allow.auto.create.topics", "false");
        List<TopicPartition> all = IntStream.range(0, partitions)
                .mapToObj(p -> new TopicPartition(TopicNames.DEFAULT.nameOf(Topic.KEYS), p))
                .toList();
        run = CompletableFuture.runAsync(
                () -> {
                    try (KafkaConsumer<byte[], byte[]> consumer =
                            new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                        consumer.assign(all);
                        consumer.seekToBeginning(all);
                        while (!stopping) {
                            consumer.poll(Duration.ofMillis(100)).forEach(this::look);
                        }
                    }
                },
                thread);
    }

    /** Records of keys so far. */
    public long seen() {
        return seen.get();
    }

    /** The last version of each key. */
    public Map<String, Long> versions() {
        return Map.copyOf(versions);
    }

    /** Versions that were not above the one before, in words. */
    public List<String> regressions() {
        return List.copyOf(regressions);
    }

    private void look(ConsumerRecord<byte[], byte[]> record) {
        if (RecordHeaders.isNoSubject(record.key())) {
            return;
        }
        KeyState state = Wire.decode(record.value(), KeyEvent.class).getState();
        Long before = versions.put(state.getKeyId(), state.getVersion());
        if (before != null && state.getVersion() <= before) {
            regressions.add(state.getKeyId() + " " + before + " -> " + state.getVersion() + " at " + record.offset());
        }
        seen.incrementAndGet();
    }

    @Override
    public void close() {
        stopping = true;
        try {
            run.join();
        } finally {
            thread.shutdown();
        }
    }
}
