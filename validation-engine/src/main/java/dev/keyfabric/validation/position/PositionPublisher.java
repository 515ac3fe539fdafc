package dev.keyfabric.validation.position;

import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.record.RecordContent;
import dev.keyfabric.context.record.RecordSignature;
import dev.keyfabric.follower.BusIdentity;
import dev.keyfabric.follower.FollowerStatus;
import dev.keyfabric.follower.FollowerStatus.Phase;
import dev.keyfabric.schemas.event.NodePosition;
import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import dev.keyfabric.schemas.wire.Wire;
import dev.keyfabric.validation.rebuild.RebuildStatus;
import dev.keyfabric.validation.view.Applied;
import dev.keyfabric.validation.view.FabricView;
import dev.keyfabric.validation.view.StoreException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the fleet on {@code positions.v1} how far this node has applied the lifecycle topics: on a change caused by more
 * than a tick, at most every 20 ms, and each second. A position that passes a record which took rights away is told
 * only once that record survives the loss of power. It is told only to the bus it was read from: until that is checked
 * nothing is said, and on another bus the node says that it has applied nothing, so that no receipt there counts offsets
 * of the first. Has a thread of its own; nobody ever waits for it.
 */
public final class PositionPublisher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PositionPublisher.class);
    private static final long AT_MOST_EVERY = Duration.ofMillis(20).toNanos();
    private static final long AT_LEAST_EVERY = Duration.ofSeconds(1).toNanos();
    private static final long LOOKED_EVERY = Duration.ofMillis(100).toNanos();
    private static final Duration GOODBYE = Duration.ofSeconds(5);

    private final NodeIdentity node;
    private final FabricView view;
    private final Supplier<FollowerStatus> follower;
    private final Supplier<RebuildStatus> rebuild;
    private final BooleanSupplier ready;
    private final Supplier<Optional<SigningKey>> signer;
    private final Bus bus;
    private final String topic;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile boolean stopping;
    private final AtomicInteger joins = new AtomicInteger();
    private volatile @Nullable Join join;
    private long toldBatches = -1;
    private long syncedBatches = -1;
    private boolean failing;
    private @Nullable Producer<byte[], byte[]> producer;
    private @Nullable Future<RecordMetadata> last;
    private long sentAtNanos;

    /** Where the topics ended after the fleet had heard of this node for the n-th time that it had to. */
    private record Join(int number, Map<PartitionId, Long> ends) {}

    /**
     * A publisher that is not started.
     *
     * @param signer the key that positions are signed with now; those told without one confirm nothing
     */
    public PositionPublisher(
            NodeIdentity node,
            Map<String, Object> clientSettings,
            TopicNames names,
            FabricView view,
            Supplier<FollowerStatus> follower,
            Supplier<RebuildStatus> rebuild,
            BooleanSupplier ready,
            Supplier<Optional<SigningKey>> signer) {
        this.node = node;
        this.view = view;
        this.follower = follower;
        this.rebuild = rebuild;
        this.ready = ready;
        this.signer = signer;
        this.bus = new Bus(Map.copyOf(clientSettings), names, "keyfabric-positions-" + node.nodeId());
        this.topic = names.nameOf(Topic.POSITIONS);
        this.thread = new Thread(this::run, "keyfabric-positions-" + node.nodeId());
        this.thread.setDaemon(true);
        view.onApplied(this::wake);
    }

    public void start() {
        thread.start();
    }

    /**
     * Whether the view holds all that was on the topics once the fleet had this run's first position, or the first one
     * after {@link #rejoin()}. From then on no receipt becomes final without this node; so a node that the fleet did not
     * count on may answer only from then on.
     */
    public boolean joined() {
        Applied applied = view.applied();
        Join last = join;
        return last != null
                && last.number() == joins.get()
                && last.ends().entrySet().stream().allMatch(end -> applied.nextOffset(end.getKey()) >= end.getValue());
    }

    /** The fleet may count on this node no longer: {@link #joined()} is false until it has heard of it again. */
    public void rejoin() {
        joins.incrementAndGet();
    }

    /** Whether a broker answers at this moment; blocks for 2 s at most. */
    public boolean brokerReachable() {
        return bus.reachable();
    }

    /** Stops, then takes back this node's position: no receipt waits for it any longer. */
    public void leave() {
        stop();
        try (Producer<byte[], byte[]> goodbye = bus.producer()) {
            goodbye.send(signed(null)).get(GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | KafkaException | StoreException e) {
            LOG.warn("position node={} not taken back: {}", node.nodeId(), e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
    }

    private void stop() {
        stopping = true;
        thread.interrupt();
        try {
            thread.join(GOODBYE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!stopping) {
                if (step()) {
                    pause();
                } else {
                    rest();
                }
            }
        } catch (InterruptedException | InterruptException e) {
            // the way to stop
        } finally {
            if (producer != null) {
                closeAtEnd(producer);
            }
        }
    }

    /** Closes a producer for good. The interrupt that stops this thread may come only now: by then all of it is closed. */
    static void closeAtEnd(Producer<?, ?> producer) {
        try {
            producer.close(Duration.ZERO);
        } catch (InterruptException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether there is a position to tell; not before the topics are followed. */
    private boolean step() throws InterruptedException {
        boolean tells = true;
        try {
            long batches = view.dataBatches();
            FollowerStatus status = follower.get();
            if (status.halted() != null) {
                if (publish(Map.of())) {
                    toldBatches = batches;
                }
            } else if (status.phase() == Phase.RESTORING || status.phase() == Phase.FOLLOWING) {
                if (publish(view.nextOffsets())) {
                    toldBatches = batches;
                    joinOnce();
                }
            } else {
                tells = false;
            }
            failing = false;
        } catch (InterruptException e) {
            throw e;
        } catch (RuntimeException e) {
            if (!failing) {
                LOG.warn("position node={} not told: {}", node.nodeId(), e.toString());
            }
            failing = true;
            closeProducer(Duration.ZERO);
        }
        return tells;
    }

    /** Whether the position was handed over; not while the one before it is on its way, nor before there is any. */
    private boolean publish(Map<Topic, long[]> next) {
        if (last != null && !last.isDone()) {
            return false;
        }
        checkLast();
        if (view.applied().partitions() == 0) {
            return false;
        }
        // Read after the offsets: counts every taking batch that they pass.
        long taking = view.takingBatches();
        if (taking != syncedBatches) {
            view.syncWal();
            syncedBatches = taking;
        }
        if (producer == null) {
            producer = bus.producer();
        }
        sentAtNanos = node.time().nanos().getAsLong();
        last = producer.send(signed(Wire.encode(position(next))));
        return true;
    }

    private void checkLast() {
        if (last != null) {
            Future<RecordMetadata> done = last;
            last = null;
            try {
                view.setTold(done.get().timestamp(), sentAtNanos);
            } catch (ExecutionException e) {
                throw new KafkaException(String.valueOf(e.getCause()), e);
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            }
        }
    }

    /** After a position has arrived that brings this node back into the fleet: where do the topics end now? */
    private void joinOnce() throws InterruptedException {
        int number = joins.get();
        Join present = join;
        if ((present == null || present.number() != number) && last != null) {
            try {
                RecordMetadata arrived = last.get(GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
                view.setTold(arrived.timestamp(), sentAtNanos);
            } catch (ExecutionException | TimeoutException e) {
                throw new KafkaException("the position did not arrive", e);
            }
            view.setToldBoundMs(node.stalenessBoundMs());
            join = new Join(number, bus.ends(view.applied().partitions()));
        }
    }

    /** A record with this node's signature over it where it has a key to sign with. */
    private ProducerRecord<byte[], byte[]> signed(byte @Nullable [] value) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, key(), value);
        signer.get()
                .ifPresent(signingKey -> record.headers()
                        .add(
                                RecordSignature.HEADER,
                                RecordSignature.sign(signingKey, RecordContent.of(topic, record.key(), value))));
        return record;
    }

    private NodePosition position(Map<Topic, long[]> next) {
        Map<String, List<Long>> offsets = new HashMap<>();
        next.forEach((t, perPartition) ->
                offsets.put(t.id(), Arrays.stream(perPartition).boxed().toList()));
        return NodePosition.newBuilder()
                .setNodeId(node.nodeId())
                .setNextOffsets(offsets)
                .setAt(Instant.ofEpochMilli(node.time().wall().millis()))
                .setStalenessMs(view.stalenessMs())
                .setStalenessBoundMs(node.stalenessBoundMs())
                .setReady(ready.getAsBoolean())
                .setVersion(node.version())
                .setTopicIds(topicIds())
                .setRebuildPercent(rebuildPercent())
                .build();
    }

    private @Nullable Integer rebuildPercent() {
        RebuildStatus now = rebuild.get();
        return now.running() == null ? null : now.catchUp().percent();
    }

    /** The topics that the view was read from, which are not those of that name on the bus when they were made anew. */
    private Map<String, String> topicIds() {
        BusIdentity readFrom = view.identity();
        Map<String, String> ids = new HashMap<>();
        if (readFrom != null) {
            readFrom.topicIds().forEach((t, id) -> ids.put(t.id(), id));
        }
        return ids;
    }

    private void pause() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = AT_LEAST_EVERY;
            while (left > 0
                    && (left > AT_LEAST_EVERY - AT_MOST_EVERY || failing || view.dataBatches() == toldBatches)) {
                // What changes meanwhile only wakes; within the shortest interval the rest of it is waited out.
                long rest = left - (AT_LEAST_EVERY - AT_MOST_EVERY);
                left = rest > 0 ? left - rest + changed.awaitNanos(rest) : changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The time between two looks at whether the topics are followed, which wakes nobody. */
    private void rest() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = LOOKED_EVERY;
            while (left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private byte[] key() {
        return node.nodeId().getBytes(StandardCharsets.UTF_8);
    }

    private void closeProducer(Duration patience) {
        if (producer != null) {
            producer.close(patience);
            producer = null;
            last = null;
        }
    }
}
