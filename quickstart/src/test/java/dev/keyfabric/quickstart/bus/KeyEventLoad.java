package dev.keyfabric.quickstart.bus;

import dev.keyfabric.key.CommandId;
import dev.keyfabric.key.KeyId;
import dev.keyfabric.key.Routing;
import dev.keyfabric.schemas.event.Door;
import dev.keyfabric.schemas.event.Environment;
import dev.keyfabric.schemas.event.KeyEvent;
import dev.keyfabric.schemas.event.KeyEventType;
import dev.keyfabric.schemas.event.KeySecret;
import dev.keyfabric.schemas.event.KeyState;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.schemas.event.RevocationReason;
import dev.keyfabric.schemas.event.SecretStatus;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import dev.keyfabric.schemas.wire.Wire;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Random key events, straight onto {@code keys.v1}, at a given rate. */
public final class KeyEventLoad implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;
    private final SplittableRandom random;
    private final int partitions;
    private final List<String> keyIds = new ArrayList<>();
    private final Set<Long> lateVersions = new HashSet<>();
    private long version;

    public KeyEventLoad(String bootstrap, int partitions, int keys, long seed) {
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "acks", "all", "linger.ms", 5),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.partitions = partitions;
        this.random = new SplittableRandom(seed);
        for (int i = 0; i < keys; i++) {
            keyIds.add(KeyId.derive(consumerOf(i), CommandId.derive("load", seed + "-" + i))
                    .text());
        }
    }

    /** Sends events for some time, and returns once all are acknowledged. */
    public void run(int perSecond, long millis) {
        long start = System.nanoTime();
        long total = perSecond * millis / 1000;
        for (long sent = 0; sent < total; sent++) {
            long due = start + TimeUnit.SECONDS.toNanos(sent) / perSecond;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            send(random.nextInt(keyIds.size()));
        }
        producer.flush();
    }

    public List<String> keyIds() {
        return keyIds;
    }

    @Override
    public void close() {
        producer.close();
    }

    private void send(int index) {
        String keyId = keyIds.get(index);
        KeyEvent event = event(keyId, index);
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                TopicNames.DEFAULT.nameOf(Topic.KEYS),
                Routing.partition(consumerOf(index), partitions),
                keyId.getBytes(StandardCharsets.UTF_8),
                Wire.encode(event));
        var unused = producer.send(record, (done, failure) -> {
            if (failure != null) {
                throw new IllegalStateException(failure);
            }
        });
    }

    private KeyEvent event(String keyId, int index) {
        int die = random.nextInt(100);
        KeyStatus status = die < 1 ? KeyStatus.REVOKED : die < 30 ? KeyStatus.SUSPENDED : KeyStatus.ACTIVE;
        version++;
        // Some events come late: their version is below ones that were written before, and nobody else's.
        long late = 2 * (version - random.nextInt(2000)) + 1;
        long at = die > 90 && late > 0 && lateVersions.add(late) ? late : 2 * version;
        byte[] hash = new byte[32];
        random.nextBytes(hash);
        Instant time = Instant.ofEpochMilli(1_700_000_000_000L + version);
        KeyState state = KeyState.newBuilder()
                .setKeyId(keyId)
                .setConsumerId(consumerOf(index))
                .setName("load")
                .setEnvironment(Environment.LIVE)
                .setStatus(status)
                .setRevocationReason(status == KeyStatus.REVOKED ? RevocationReason.OTHER : null)
                .setSecrets(List.of(KeySecret.newBuilder()
                        .setHash(ByteBuffer.wrap(hash))
                        .setPrefix("kf_live")
                        .setLastFour("0000")
                        .setStatus(SecretStatus.CURRENT)
                        .setCreatedAt(time)
                        .setCommand("load")
                        .build()))
                .setScopes(List.of())
                .setAudiences(List.of())
                .setIpAllowlist(List.of())
                .setRateLimits(List.of())
                .setVersion(at)
                .setCreatedAt(time)
                .setCreatedBy("load")
                .setChangedAt(time)
                .setChangedBy("load")
                .build();
        return KeyEvent.newBuilder()
                .setType(KeyEventType.KEY_UPDATED)
                .setAt(time)
                .setActor("load")
                .setDoor(Door.REGISTRY)
                .setState(state)
                .build();
    }

    private static String consumerOf(int index) {
        return "consumer-" + index % 97;
    }
}
