package dev.keyfabric.registry.nodes;

import dev.keyfabric.follower.BusIdentity;
import dev.keyfabric.follower.FollowedRecord;
import dev.keyfabric.registry.decide.SubjectId;
import dev.keyfabric.registry.nodes.NodeSignatures.Verdict;
import dev.keyfabric.registry.readmodel.Alarm;
import dev.keyfabric.registry.readmodel.AlarmCounts;
import dev.keyfabric.registry.readmodel.Applied;
import dev.keyfabric.schemas.event.NodePosition;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.wire.UnreadableValueException;
import dev.keyfabric.schemas.wire.Wire;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
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
 *
 * <p>Whoever writes in a node's name makes it heard, which only keeps receipts waiting. What would end the waiting, a
 * position or a farewell, counts only with the node's own signature, and for as long as its key is trusted.
 */
public final class Fleet implements Applied.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Fleet.class);
    /** A node that may not serve any more is forgotten after this time, as positions.v1 forgets it. */
    static final Duration REMEMBERED = Duration.ofDays(7);

    private static final int MOST_UNRESOLVED = 1024;

    private final InstantSource clock;
    private final BooleanSupplier readingWhatIsNew;
    private final Supplier<@Nullable BusIdentity> bus;
    private final NodeSignatures signatures;
    private final AlarmCounts alarms;
    private final Map<String, Heard> nodes = new ConcurrentSkipListMap<>();
    /** The last records of nodes whose signer's enrolment is not read yet; of the one thread that reads. */
    private final Map<String, FollowedRecord> unresolved = new HashMap<>();

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /**
     * The last that was heard of a node.
     *
     * @param signer the kid that signed the report, or null
     * @param appended when the broker took the report
     */
    private record Heard(
            NodePosition report, Instant heardAt, @Nullable String signer, Instant appended) {}

    /**
     * A fleet nobody is known of.
     *
     * @param readingWhatIsNew false while the topic is read from its start
     * @param bus what is read here; null while that is not known
     */
    public Fleet(
            InstantSource clock,
            BooleanSupplier readingWhatIsNew,
            Supplier<@Nullable BusIdentity> bus,
            NodeSignatures signatures,
            AlarmCounts alarms) {
        this.clock = clock;
        this.readingWhatIsNew = readingWhatIsNew;
        this.bus = bus;
        this.signatures = signatures;
        this.alarms = alarms;
    }

    @Override
    public void applied(Applied applied) {
        if (applied.positions().isEmpty() && unresolved.isEmpty()) {
            return;
        }
        List.copyOf(unresolved.values()).forEach(this::resolve);
        applied.positions().forEach(this::hear);
        Instant now = clock.instant();
        nodes().stream()
                .filter(n -> !n.servesUntil().isAfter(now)
                        && n.heardAt().plus(REMEMBERED).isBefore(now))
                .forEach(n -> nodes.remove(n.id()));
        unresolved.keySet().retainAll(nodes.keySet());
        listeners.forEach(Runnable::run);
    }

    /** Runs something after each report; it must be quick and must not throw. */
    public void onReport(Runnable listener) {
        listeners.add(listener);
    }

    /** Every node, each as signed as its key is trusted at this instant. */
    public Collection<Node> nodes() {
        return nodes.entrySet().stream()
                .map(e -> new Node(
                        e.getValue().report(),
                        e.getValue().heardAt(),
                        e.getValue().appended(),
                        isSigned(e.getKey(), e.getValue())))
                .toList();
    }

    private boolean isSigned(String id, Heard heard) {
        return heard.signer() != null && signatures.vouches(heard.signer(), id, heard.appended());
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
        Verdict verdict = signatures.of(record);
        unresolved.remove(id);
        if (verdict instanceof Verdict.SignerUnknown && unresolved.size() < MOST_UNRESOLVED) {
            unresolved.put(id, record);
        }
        if (record.value() == null) {
            leave(id, record, verdict);
            return;
        }
        try {
            String signer = verdict instanceof Verdict.By by ? by.kid() : null;
            nodes.put(id, new Heard(report(id, record.value()), heardAt(record), signer, appended(record)));
        } catch (UnreadableValueException e) {
            // Whoever writes it is alive: the node is heard, stays where it was, and confirms nothing newer.
            nodes.compute(
                    id,
                    (node, known) -> known == null
                            ? new Heard(unreadable(id), heardAt(record), null, appended(record))
                            : new Heard(known.report(), heardAt(record), known.signer(), known.appended()));
            LOG.warn("msg=unreadable report at={}@{} fault={}", record.partitionId(), record.offset(), e.getMessage());
        }
    }

    private static NodePosition report(String id, byte[] value) {
        NodePosition report = Wire.decode(value, NodePosition.class);
        if (!report.getNodeId().equals(id)) {
            throw new UnreadableValueException("is about another node than its record key");
        }
        return report;
    }

    private void leave(String id, FollowedRecord record, Verdict verdict) {
        if (verdict instanceof Verdict.By by && signatures.vouches(by.kid(), id, appended(record))) {
            nodes.remove(id);
        } else if (nodes.containsKey(id)) {
            alarms.raise(new AlarmCounts.Raised(
                    Alarm.UNSIGNED_DEPARTURE, SubjectId.orNull(id), record.partitionId() + "@" + record.offset()));
            LOG.warn(
                    "msg=a node's farewell is not signed by it, the node counts on at={}@{}",
                    record.partitionId(),
                    record.offset());
        }
    }

    /** Positions and enrolments come in any order while the topics are read from their start. */
    private void resolve(FollowedRecord record) {
        String id = record.keyText();
        if (id == null || !(signatures.of(record) instanceof Verdict.By by)) {
            return;
        }
        unresolved.remove(id);
        byte[] value = record.value();
        if (value == null) {
            leave(id, record, by);
            return;
        }
        try {
            NodePosition report = report(id, value);
            nodes.computeIfPresent(id, (node, heard) -> new Heard(report, heard.heardAt(), by.kid(), appended(record)));
        } catch (UnreadableValueException e) {
            LOG.debug("msg=unreadable report stays unsigned at={}@{}", record.partitionId(), record.offset());
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

    private static Instant appended(FollowedRecord record) {
        return Instant.ofEpochMilli(record.appendTime());
    }

    private Instant heardAt(FollowedRecord record) {
        Instant now = clock.instant();
        Instant appended = appended(record);
        return readingWhatIsNew.getAsBoolean() || appended.isAfter(now) ? now : appended;
    }
}
