package dev.keyfabric.validation.view;

import dev.keyfabric.follower.Batch;
import dev.keyfabric.follower.BusIdentity;
import dev.keyfabric.follower.FollowedRecord;
import dev.keyfabric.follower.View;
import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.validation.time.TimeSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the lifecycle topics say, on this node's disk. It is opened before a follower starts and answers from then on, out
 * of one {@link Store}; another may be filled {@linkplain #beside() beside} it and take its place without a moment in
 * which nothing answers. A store that is corrupt when it is opened is set aside, and an empty one serves.
 */
public final class FabricView implements View, Subjects, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FabricView.class);

    private final Generations generations;
    private final Memory memory;
    private final ViewLimits limits;
    private final RootRule root;
    private final TimeSource time;
    private final Failpoint failpoint;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<Note>> heard = new CopyOnWriteArrayList<>();
    private volatile Store serving;

    private FabricView(
            Generations generations,
            Memory memory,
            ViewLimits limits,
            RootRule root,
            TimeSource time,
            Failpoint failpoint) {
        this.generations = generations;
        this.memory = memory;
        this.limits = limits;
        this.root = root;
        this.time = time;
        this.failpoint = failpoint;
        this.serving = openServing();
        if (hasView()) {
            warm(serving);
        }
    }

    /**
     * Opens the view of a folder, making it when it is not there.
     *
     * @param root who has to have signed what needs a signature; when it is another than before, what it vouches for is
     *     read again from the start, and the view is none until then
     * @throws StoreException when it cannot be read, another process has it, or a newer build wrote it
     */
    public static FabricView open(Path folder, ViewLimits limits, RootRule root, TimeSource time) {
        return open(folder, limits, root, time, Failpoint.NONE);
    }

    static FabricView open(Path folder, ViewLimits limits, RootRule root, TimeSource time, Failpoint failpoint) {
        long heap = Runtime.getRuntime().maxMemory();
        if (limits.rowBytes(heap) < limits.rowBytes(Long.MAX_VALUE)) {
            LOG.warn(
                    "view event=less_memory rows_mib={} of={} heap_mib={} remedy=\"a larger heap (-Xmx), or a smaller"
                            + " keyfabric.view.memory-mib\"",
                    limits.rowBytes(heap) >> 20,
                    limits.rowBytes(Long.MAX_VALUE) >> 20,
                    heap >> 20);
        }
        Generations generations = Generations.open(folder, failpoint);
        Memory memory = new Memory(limits.databaseMib());
        try {
            return new FabricView(generations, memory, limits, root, time, failpoint);
        } catch (RuntimeException e) {
            memory.close();
            generations.close();
            throw e;
        }
    }

    private Store openServing() {
        Path folder = generations.serving();
        Store opened;
        try {
            opened = store(folder);
        } catch (CorruptStoreException e) {
            Path next = generations.next();
            LOG.error("view event=corrupt kept={} trouble=\"{}\"", generations.setAside(folder), e.getMessage());
            opened = store(next);
            generations.promote(next);
        }
        generations.deleteAllBut(opened.folder());
        return opened;
    }

    private Store store(Path folder) {
        return Store.open(folder, memory, limits, root, time, this::applied, failpoint);
    }

    private void applied(Store store, List<Note> notes) {
        if (isServing(store)) {
            listeners.forEach(Runnable::run);
            notes.forEach(note -> heard.forEach(listener -> listener.accept(note)));
        }
    }

    @SuppressWarnings("ReferenceEquality") // stores have identity
    private boolean isServing(@Nullable Store store) {
        return store == serving;
    }

    // ---- what fills it --------------------------------------------------------------------------

    /** The store that serves now, for a follower to feed; it stays that store when another takes its place. */
    public View fed() {
        return serving;
    }

    /** An empty store, to be filled beside the one that serves. */
    public Beside beside() {
        return new Beside(this, store(generations.next()));
    }

    /** Whether the store that serves has met bytes that nobody wrote. */
    public boolean corrupt() {
        return serving.corrupt();
    }

    /** Whether an older build wrote the store that serves. */
    public boolean outdated() {
        return serving.outdated();
    }

    /** Whether the registry has said twice in a row that it holds something else than this view does. */
    public boolean differsFromRegistry() {
        return serving.digests().differTooOften();
    }

    /** When the view was last begun to be filled anew because it differed, in this run or an earlier one; ms of the wall clock. */
    public @Nullable Long digestRebuildAt() {
        return ask(Store::digestRebuildAt);
    }

    public synchronized void setDigestRebuildAt(long millis) {
        serving.setDigestRebuildAt(millis);
    }

    /** The store that served before, when the other one has taken its place; null when it is not as far yet. */
    @Nullable
    synchronized Store swap(Store next) {
        Store before = serving;
        boolean replaced = next.replace(before, () -> {
            generations.promote(next.folder());
            serving = next;
        });
        if (!replaced) {
            return null;
        }
        listeners.forEach(Runnable::run);
        warm(next);
        return before;
    }

    /** Frees a store that does not serve; a corrupt one is kept for inspection. */
    void remove(Store store) {
        store.close();
        if (store.corrupt()) {
            LOG.error("view event=corrupt kept={}", generations.setAside(store.folder()));
        } else {
            Generations.delete(store.folder());
        }
    }

    @Override
    public @Nullable BusIdentity identity() {
        return serving.identity();
    }

    @Override
    public OptionalLong nextOffset(PartitionId partition) {
        return serving.nextOffset(partition);
    }

    @Override
    public boolean isUrgent(FollowedRecord record) {
        return serving.isUrgent(record);
    }

    @Override
    public void apply(Batch batch) {
        serving.apply(batch);
    }

    // ---- what the judge asks --------------------------------------------------------------------

    @Override
    public List<String> keysByHash(byte[] sha256) {
        return ask(store -> store.rows().keysByHash(sha256));
    }

    @Override
    public @Nullable Held<KeyRecord> key(String keyId) {
        return ask(store -> store.rows().key(keyId));
    }

    @Override
    public @Nullable Held<ConsumerRecord> consumer(String consumerId) {
        return ask(store -> store.rows().consumer(consumerId));
    }

    @Override
    public @Nullable Held<ServiceRecord> service(String serviceId) {
        return held(SubjectKind.SERVICE, serviceId);
    }

    @Override
    public @Nullable Held<PlanRecord> plan(String planId) {
        return held(SubjectKind.PLAN, planId);
    }

    public @Nullable Held<SigningKeyRecord> signingKey(String kid) {
        return held(SubjectKind.SIGNING_KEY, kid);
    }

    /** Every service held, in no meaningful order. */
    public List<Held<ServiceRecord>> services() {
        return ask(store -> store.all(SubjectKind.SERVICE));
    }

    /** Every signing key held, in order of their kids. */
    public List<Held<SigningKeyRecord>> signingKeys() {
        return ask(store -> store.all(SubjectKind.SIGNING_KEY));
    }

    /**
     * How often subjects on a lifecycle topic have changed in this run. Grows after a change shows, and before the
     * progress that passes it does: what was made of the subjects after this was read is never older than it says.
     */
    public long changes(Topic topic) {
        return serving.counters().changes(SubjectKind.on(topic).column());
    }

    @Override
    public Applied applied() {
        return serving.progress();
    }

    @Override
    public long stalenessMs() {
        return serving.stalenessMs();
    }

    /**
     * The longest staleness since it was last forgotten, or since the view was opened: what a batch brings ends a
     * staleness, and does not undo it.
     */
    public long longestStalenessMs() {
        return serving.longestStalenessMs();
    }

    /** Whoever has to know of the past has drawn the consequences. */
    public synchronized void forgetStaleness() {
        serving.forgetStaleness();
    }

    // ---- what the node asks ---------------------------------------------------------------------

    /** The latest broker time seen, in ms; 0 when nothing was read. */
    public long brokerTime() {
        return serving.progress().brokerTime();
    }

    /** Next offsets of the lifecycle topics by partition, of one instant. */
    public Map<Topic, long[]> nextOffsets() {
        return serving.progress().byTopic();
    }

    /** How many batches brought more than ticks; grows after their effects show. */
    public long dataBatches() {
        return serving.counters().dataBatches();
    }

    /** How many batches changed what was held already; grows before the progress that passes them shows. */
    public long takingBatches() {
        return serving.counters().takingBatches();
    }

    /** Calls back after each batch, on the follower's thread; must be quick. */
    public void onApplied(Runnable listener) {
        listeners.add(listener);
    }

    /** Calls back for each incident of a batch, after it stands, on the follower's thread; must be quick. */
    public void onIncident(Consumer<Note> listener) {
        heard.add(listener);
    }

    /** What was written so far survives the loss of power. */
    public void syncWal() {
        serving.syncWal();
    }

    /** Whether this store has once held all that the topics held. */
    public boolean hasView() {
        return serving.standing().hasView();
    }

    public synchronized void setHasView() {
        boolean first = !hasView();
        serving.standing().setHasView();
        if (first) {
            warm(serving);
        }
    }

    /** How many rows were taken into memory without being asked for. */
    long warmed() {
        return serving.rows().warmed();
    }

    /** Takes what is on disk into memory while it already serves: what is not there yet is read when it is asked for. */
    private void warm(Store store) {
        Thread thread = new Thread(
                () -> {
                    long began = time.nanos().getAsLong();
                    try {
                        store.warm();
                        long ms = (time.nanos().getAsLong() - began) / 1_000_000;
                        LOG.info("view event=warm rows={} ms={}", store.rows().warmed(), ms);
                    } catch (StoreException e) {
                        LOG.debug("view event=warming_ended trouble=\"{}\"", e.getMessage());
                    }
                },
                "keyfabric-view-warming");
        thread.setDaemon(true);
        thread.start();
    }

    /** Whether this node has left the fleet in an orderly way and not come back since. */
    public boolean left() {
        return serving.standing().left();
    }

    public synchronized void setLeft(boolean left) {
        serving.standing().setLeft(left);
    }

    /**
     * Whether this node has lapsed and not joined again since: its bound passed without news, or without the fleet
     * hearing of it.
     */
    public boolean lapsed() {
        return serving.standing().lapsed();
    }

    public synchronized void setLapsed(boolean has) {
        serving.standing().setLapsed(has);
    }

    /**
     * Milliseconds since the fleet was last told where this node is, in this run or an earlier one;
     * {@link #STALENESS_UNKNOWN} when that is not known. Receipts count from there.
     */
    public long silentMs() {
        return serving.standing().silentMs();
    }

    /**
     * The fleet was told where this node is.
     *
     * @param brokerTime when that was written down, in ms of the broker's time
     * @param sentAtNanos when it was sent, by the monotonic clock
     */
    public synchronized void setTold(long brokerTime, long sentAtNanos) {
        serving.standing().setTold(brokerTime, sentAtNanos);
    }

    /** The staleness bound that the fleet was last told of; {@link Long#MAX_VALUE} when none was. */
    public long toldBoundMs() {
        return serving.standing().toldBoundMs();
    }

    public synchronized void setToldBoundMs(long boundMs) {
        serving.standing().setToldBoundMs(boundMs);
    }

    public ViewFacts facts() {
        Store asked = serving;
        Tallies now = asked.tallies();
        Digests sums = asked.digests();
        return new ViewFacts(
                now.subjects(Column.KEYS),
                now.subjects(Column.CONSUMERS),
                now.denied(),
                new DigestFacts(sums.compared(), sums.differing()),
                asked.cacheHits(),
                asked.cacheMisses(),
                now.incidents());
    }

    @Override
    public synchronized void close() {
        serving.close();
        memory.close();
        generations.close();
    }

    private <S extends Subject> @Nullable Held<S> held(SubjectKind<S> kind, String id) {
        return ask(store -> store.held(kind, id));
    }

    /** A store that was closed because another took its place refuses nobody. */
    private <T extends @Nullable Object> T ask(Function<Store, T> question) {
        while (true) {
            Store asked = serving;
            try {
                return question.apply(asked);
            } catch (StoreException e) {
                if (isServing(asked)) {
                    throw e;
                }
            }
        }
    }
}
