package dev.keyfabric.registry.root;

import dev.keyfabric.context.keys.VerifyingKey;
import dev.keyfabric.context.record.RootPin;
import dev.keyfabric.context.text.MalformedTextException;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Looks, before this registry signs anything, whose signatures the topics hold. A second root would split the fabric:
 * readers pin one of them and are blind for what the other signed.
 */
public final class RootCheck {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Map<String, Object> clientSettings;
    private final TopicNames names;
    private final int partitions;
    private final RootKey root;

    public RootCheck(Map<String, Object> clientSettings, TopicNames names, int partitions, RootKey root) {
        this.clientSettings = clientSettings;
        this.names = names;
        this.partitions = partitions;
        this.root = root;
    }

    /**
     * Reads the signed topics to their ends. Only the last record of a subject counts, so that a tombstone for what a
     * wrong root wrote mends it.
     *
     * @param setting what to name as the place where the right root key belongs
     * @throws ForeignRootException when another root signed something that is still there
     * @throws org.apache.kafka.common.KafkaException when the topics could not be read now
     */
    public void run(String setting) {
        Map<String, Optional<String>> foreign = new HashMap<>();
        List<TopicPartition> signed = Stream.of(Topic.SIGNING_KEYS, Topic.SERVICES)
                .flatMap(topic -> IntStream.range(0, partitions)
                        .mapToObj(partition -> new TopicPartition(names.nameOf(topic), partition)))
                .toList();
        try (Consumer<byte[], byte[]> consumer = consumer()) {
            consumer.assign(signed);
            consumer.seekToBeginning(signed);
            Map<TopicPartition, Long> ends = consumer.endOffsets(signed);
            long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
            while (signed.stream()
                    .anyMatch(
                            partition -> consumer.position(partition) < Objects.requireNonNull(ends.get(partition)))) {
                if (System.nanoTime() - giveUpAt > 0) {
                    throw new TimeoutException("the signed topics do not come to an end");
                }
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    foreign.put(subject(record), foreignRoot(record));
                }
            }
        }
        TreeSet<String> roots = new TreeSet<>();
        foreign.values().forEach(thumbprint -> thumbprint.ifPresent(roots::add));
        if (!roots.isEmpty()) {
            throw new ForeignRootException("the topics hold records signed by the root " + String.join(", ", roots)
                    + ", but " + setting + " holds the root " + root.thumbprint()
                    + ": give this registry the root key of its fabric");
        }
    }

    private static String subject(ConsumerRecord<byte[], byte[]> record) {
        return record.topic() + "/"
                + (record.key() == null ? "" : new String(record.key(), StandardCharsets.ISO_8859_1));
    }

    /** The thumbprint of the root that signed a record, when it is not ours; what nobody signed says nothing. */
    private Optional<String> foreignRoot(ConsumerRecord<byte[], byte[]> record) {
        byte[] header = RootKey.value(record.headers(), RootPin.HEADER);
        if (record.value() == null
                || header == null
                || root.signed(record.topic(), record.key(), record.value(), record.headers())) {
            return Optional.empty();
        }
        try {
            String thumbprint = VerifyingKey.fromJwk(new String(header, StandardCharsets.UTF_8))
                    .kid();
            boolean valid = !thumbprint.equals(root.thumbprint())
                    && RootKey.isSigned(
                            new RootPin(thumbprint), record.topic(), record.key(), record.value(), record.headers());
            return valid ? Optional.of(thumbprint) : Optional.empty();
        } catch (MalformedTextException e) {
            return Optional.empty();
        }
    }

    private Consumer<byte[], byte[]> consumer() {
        Map<String, Object> settings = new HashMap<>(clientSettings);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "root-check");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2000);
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 10);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
