package dev.keyfabric.registry.nodes;

import dev.keyfabric.follower.BusIdentity;
import dev.keyfabric.follower.FollowedRecord;
import dev.keyfabric.registry.readmodel.Applied;
import dev.keyfabric.schemas.event.NodePosition;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.wire.UnreadableValueException;
import dev.keyfabric.schemas.wire.Wire;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every validator known from positions.v1, held in memory. A report that is read while it is new counts as heard now;
 * one that was read from the past counts as heard when the broker took it.
 */
public final class Fleet implements Applied.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Fleet.class);
    /** A node that may not serve any more is forgotten after this time, as positions.v1 forgets it. */
    private static final Duration REMEMBERED = Duration.ofDays(7);

    private final InstantSource clock;
    private final BooleanSupplier readingWhatIsNew;
    private final Supplier<@Nullable BusIdentity> bus;
    private final Map<String, Node> nodes = new ConcurrentSkipListMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /**
     * A fleet nobody is known of.
     *
     * @param readingWhatIsNew false while the topic is read from its start
     * @param bus what is read here; null while that is not known
     */
    public Fleet(InstantSource clock, BooleanSupplier readingWhatIsNew, Supplier<@Nullable BusIdentity> bus) {
        this.clock = clock;
        this.readingWhatIsNew = readingWhatIsNew;
        this.bus = bus;
    }

    @Override
    public void applied(Applied applied) {
        if (applied.positions().isEmpty()) {
            return;
        }
        applied.positions().forEach(this::hear);
        Instant now = clock.instant();
        nodes.values()
                .removeIf(n -> !n.servesUntil().isAfter(now)
                        && n.heardAt().plus(REMEMBERED).isBefore(now));
        listeners.forEach(Runnable::run);
    }

    /** Runs something after each report; it must be quick and must not throw. */
    public void onReport(Runnable listener) {
        listeners.add(listener);
    }

    public Collection<Node> nodes() {
        return List.copyOf(nodes.values());
    }

    /** Whether every node is among {@link #nodes()}: false until, in this run, the topic was read to its end. */
    public boolean isComplete() {
        return readingWhatIsNew.getAsBoolean();
    }

    /** The ids of the topics that this registry's positions are of; empty while they are not known. */
    public Map<Topic, String> topicIds() {
        BusIdentity identity = bus.get();
        return identity == null ? Map.of() : identity.topicIds();
    }

    private void hear(FollowedRecord record) {
        String id = record.keyText();
        if (id == null) {
            return;
        }
        if (record.value() == null) {
            nodes.remove(id);
            return;
        }
        try {
            NodePosition report = Wire.decode(record.value(), NodePosition.class);
            if (!report.getNodeId().equals(id)) {
                throw new UnreadableValueException("is about another node than its record key");
            }
            nodes.put(id, new Node(report, heardAt(record)));
        } catch (UnreadableValueException e) {
            // Whoever writes it is alive: the node is heard, stays where it was, and confirms nothing newer.
            Node known = nodes.get(id);
            nodes.put(id, new Node(known == null ? unreadable(id) : known.report(), heardAt(record)));
            LOG.warn("msg=unreadable report at={}@{} fault={}", record.partitionId(), record.offset(), e.getMessage());
        }
    }

    /** Of a node that never said anything understandable: it has applied nothing, and serves as long as any may. */
    private static NodePosition unreadable(String id) {
        return NodePosition.newBuilder()
                .setNodeId(id)
                .setNextOffsets(Map.of())
                .setAt(Instant.EPOCH)
                .setStalenessMs(0)
                .setStalenessBoundMs(REMEMBERED.toMillis())
                .setReady(false)
                .setVersion("unreadable")
                .build();
    }

    private Instant heardAt(FollowedRecord record) {
        Instant now = clock.instant();
        Instant appended = Instant.ofEpochMilli(record.appendTime());
        return readingWhatIsNew.getAsBoolean() || appended.isAfter(now) ? now : appended;
    }
}
