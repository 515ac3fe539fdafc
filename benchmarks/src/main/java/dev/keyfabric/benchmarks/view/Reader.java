package dev.keyfabric.benchmarks.view;

import com.sun.management.OperatingSystemMXBean;
import dev.keyfabric.key.KeyPrefixes;
import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.RecordHeaders;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import dev.keyfabric.validation.EngineSettings;
import dev.keyfabric.validation.ValidationEngine;
import dev.keyfabric.validation.judge.Code;
import dev.keyfabric.validation.judge.Credential;
import dev.keyfabric.validation.judge.JudgeSettings;
import dev.keyfabric.validation.judge.Question;
import dev.keyfabric.validation.limits.LimitSettings;
import dev.keyfabric.validation.time.TimeSource;
import dev.keyfabric.validation.token.TokenSettings;
import dev.keyfabric.validation.view.PlainStore;
import dev.keyfabric.validation.view.ViewLimits;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/**
 * A process that reads the lifecycle topics once from their beginning, in one of three {@linkplain Way ways}, prints what
 * it took and ends as if it were killed.
 */
public final class Reader {
    private static final long PAUSE_NANOS = 2_000_000;

    private final String bootstrapServers;
    private final TopicNames names;
    private final Path folder;

    /** How the topics are read. */
    enum Way {
        /** Polled, and nothing done with it. */
        POLL,
        /** Each poll written to RocksDB as the view would write it, without a look at what it says. */
        PLAIN,
        /** An engine, until it answers VALID. */
        ENGINE
    }

    private Reader(String bootstrapServers, TopicNames names, Path folder) {
        this.bootstrapServers = bootstrapServers;
        this.names = names;
        this.folder = folder;
    }

    /** Arguments: the way, the broker's address, the topics' prefix, a folder, a key that is the last one to be asked for. */
    public static void main(String[] args) throws IOException, RocksDBException {
        Reader reader = new Reader(args[1], new TopicNames(args[2]), Path.of(args[3]));
        long start = System.nanoTime();
        switch (Way.valueOf(args[0])) {
            case POLL -> reader.consume(null);
            case PLAIN -> reader.consume(PlainStore.create(reader.folder, EngineSettings.LIMITS));
            case ENGINE -> reader.engine(Integer.parseInt(args[4]));
        }
        long millis = (System.nanoTime() - start) / 1_000_000;
        System.out.println(millis + " " + cpuMillis() + " " + peakKib());
        Runtime.getRuntime().halt(0);
    }

    private void engine(int keys) {
        ValidationEngine engine = ValidationEngine.open(
                settings(folder, bootstrapServers, names, EngineSettings.LIMITS), TimeSource.SYSTEM);
        awaitAll(engine, keys);
    }

    /** Until it holds all of so many sample keys, and answers about the last. */
    static void awaitAll(ValidationEngine engine, int keys) {
        Question question = question(new SampleKey(keys - 1));
        while (engine.judge(question).code() != Code.VALID) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        if (engine.status().view().keys() != keys) {
            throw new IllegalStateException("holds " + engine.status().view());
        }
    }

    static EngineSettings settings(Path folder, String bootstrapServers, TopicNames names, ViewLimits limits) {
        return new EngineSettings(
                "n1",
                folder,
                Map.of("bootstrap.servers", bootstrapServers),
                names,
                new JudgeSettings(null, JudgeSettings.BOTH, JudgeSettings.STALENESS_BOUND, KeyPrefixes.DEFAULT),
                EngineSettings.READY_WAIT,
                limits,
                Duration.ofHours(1),
                EngineSettings.POSITION_WAIT,
                EngineSettings.POSITION_WAITERS,
                "benchmark",
                null,
                LimitSettings.DEFAULT,
                new TokenSettings("benchmark.example", null, Duration.ZERO));
    }

    static Question question(SampleKey key) {
        return new Question(Credential.of(key.secret().reveal()), "orders", List.of("orders:read"), null);
    }

    private void consume(@Nullable PlainStore store) throws RocksDBException {
        // As topic-follower sets them.
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "isolation.level",
                "read_committed",
                "max.poll.records",
                2_000,
                "max.partition.fetch.bytes",
                4 << 20);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (Topic topic : Topic.lifecycle()) {
                for (int p = 0; p < SampleBus.PARTITIONS; p++) {
                    partitions.add(new TopicPartition(names.nameOf(topic), p));
                }
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> missing = new HashMap<>(consumer.endOffsets(partitions));
            while (!missing.isEmpty()) {
                ConsumerRecords<byte[], byte[]> poll = consumer.poll(Duration.ofSeconds(5));
                if (store != null) {
                    write(poll, store);
                }
                poll.nextOffsets().forEach((tp, next) -> {
                    if (next.offset() >= missing.getOrDefault(tp, Long.MAX_VALUE)) {
                        missing.remove(tp);
                    }
                });
            }
        }
    }

    private void write(ConsumerRecords<byte[], byte[]> poll, PlainStore store) throws RocksDBException {
        try (PlainStore.Batch batch = store.batch()) {
            for (ConsumerRecord<byte[], byte[]> record : poll) {
                Topic topic = topicOf(record.topic());
                if (Arrays.equals(record.key(), TICK)) {
                    continue;
                }
                if (topic == Topic.KEYS) {
                    byte[] value = record.value();
                    byte[] hash = Arrays.copyOfRange(value, SampleKey.HASH_AT, SampleKey.HASH_AT + 32);
                    batch.key(record.key(), SampleKey.VERSION, value, hash);
                } else {
                    batch.consumer(record.key(), SampleKey.VERSION, record.value());
                }
            }
            for (Map.Entry<TopicPartition, OffsetAndMetadata> next :
                    poll.nextOffsets().entrySet()) {
                TopicPartition tp = next.getKey();
                batch.nextOffset(
                        new PartitionId(topicOf(tp.topic()), tp.partition()),
                        next.getValue().offset());
            }
            batch.write();
        }
    }

    private static final byte[] TICK = RecordHeaders.TICK_KEY.getBytes(StandardCharsets.UTF_8);

    private Topic topicOf(String name) {
        return names.topicOf(name).orElseThrow();
    }

    private static long cpuMillis() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / 1_000_000;
    }

    /** The most memory this process ever had, as the kernel counts it. */
    private static long peakKib() throws IOException {
        String line = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(l -> l.startsWith("VmHWM:"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
    }
}
