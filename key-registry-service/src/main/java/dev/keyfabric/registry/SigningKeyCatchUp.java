package dev.keyfabric.registry;

import dev.keyfabric.registry.readmodel.AppliedOffsets;
import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.Position;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the read model's signing keys up to what lies committed on the bus. Whoever has a key enrolled at one instance may
 * use it at once, and its next command is decided by another, which reads a little later. A bus or a read model that does
 * not answer in time is left alone for a while: a writer that waited for it each time would decide nothing.
 */
final class SigningKeyCatchUp implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SigningKeyCatchUp.class);

    /** Less than a transaction may take. */
    static final Duration WAITS = Duration.ofSeconds(2);

    static final Duration LEAVES_ALONE = Duration.ofSeconds(10);

    private final Map<String, Object> clientSettings;
    private final TopicNames names;
    private final int partitions;
    private final AppliedOffsets applied;
    private final LongSupplier nanos;
    private @Nullable Admin admin;
    private boolean closed;
    private long notBefore;

    /** @param nanos the monotonic clock */
    SigningKeyCatchUp(
            Map<String, Object> clientSettings,
            TopicNames names,
            int partitions,
            AppliedOffsets applied,
            LongSupplier nanos) {
        this.clientSettings = clientSettings;
        this.names = names;
        this.partitions = partitions;
        this.applied = applied;
        this.nanos = nanos;
        this.notBefore = nanos.getAsLong();
    }

    /** Whether what was committed when this was called is applied, by now or within {@link #WAITS}; for one thread. */
    boolean reached() {
        if (nanos.getAsLong() - notBefore < 0) {
            return false;
        }
        boolean reached = false;
        try {
            reached = applied.await(committed(), WAITS).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            LOG.warn("msg=the bus does not tell which signing keys there are error=\"{}\"", e.toString());
        }
        if (!reached) {
            notBefore = nanos.getAsLong() + LEAVES_ALONE.toNanos();
        }
        return reached;
    }

    private Position committed() throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            asked.put(new TopicPartition(names.nameOf(Topic.SIGNING_KEYS), partition), OffsetSpec.latest());
        }
        Map<PartitionId, Long> last = new HashMap<>();
        admin().listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all()
                .get(WAITS.toMillis(), TimeUnit.MILLISECONDS)
                .forEach((partition, end) -> {
                    if (end.offset() > 0) {
                        last.put(new PartitionId(Topic.SIGNING_KEYS, partition.partition()), end.offset() - 1);
                    }
                });
        return new Position(last);
    }

    private synchronized Admin admin() {
        if (closed) {
            throw new KafkaException("closed");
        }
        if (admin == null) {
            Map<String, Object> settings = new HashMap<>(clientSettings);
            settings.put(AdminClientConfig.CLIENT_ID_CONFIG, "writer-signing-keys");
            admin = Admin.create(settings);
        }
        return admin;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
    }
}
