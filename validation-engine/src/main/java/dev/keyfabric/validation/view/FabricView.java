package dev.keyfabric.validation.view;

import dev.keyfabric.follower.Batch;
import dev.keyfabric.follower.BusIdentity;
import dev.keyfabric.follower.FollowedRecord;
import dev.keyfabric.follower.View;
import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.RecordHeaders;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.validation.time.TimeSource;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the lifecycle topics say, on this node's disk. One batch of records is one write: effects, next offsets, tick
 * times, identity. It is opened before the follower starts and answers from then on; reads take no lock that a write
 * holds.
 *
 * <p>Order of a write: database, then cache, then the progress that readers see. So whoever sees a progress sees the
 * effects of every record before it.
 */
public final class FabricView implements View, Subjects, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FabricView.class);
    private static final int MAX_NOTES_LOGGED = 20;

    /** A silence is counted from up to this much too early after a restart. */
    private static final long TOLD_AT_KEPT_EVERY_MS = 1_000;

    private final Database database;
    private final Meta meta;
    private final RootRule root;
    private final DecodedCache cache;
    private final Changes changes = new Changes();
    private final TimeSource time;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLong dataBatches = new AtomicLong();
    private final AtomicLong takingBatches = new AtomicLong();
    private volatile Progress progress;
    private volatile @Nullable Tick oldestTick;
    private volatile Tallies tallies;
    private volatile long longestStalenessMs;
    private volatile long toldBoundMs;
    private volatile boolean lapsed;
    private volatile @Nullable Tick told;
    private long toldAtOnDisk;

    private FabricView(Database database, DecodedCache cache, RootRule root, TimeSource time) {
        this.database = database;
        this.meta = new Meta(database);
        this.cache = cache;
        this.root = root;
        this.time = time;
        meta.checkFormat();
        RootChange.follow(database, meta, root);
        this.tallies = meta.tallies();
        this.toldBoundMs = meta.toldBoundMs();
        this.progress = Progress.load(database, meta.identity(), time);
        this.oldestTick = progress.oldestTick(time.nanos().getAsLong());
        this.lapsed = meta.lapsed();
        Long toldAt = meta.toldAt();
        if (toldAt != null) {
            // The topics may have been read long after the fleet last heard of this node, whatever the wall clock says.
            this.told = Tick.seen(toldAt, Math.max(time.wall().millis(), progress.brokerTime()), time);
            this.toldAtOnDisk = toldAt;
        }
    }

    /**
     * Opens the view of a folder, making it when it is not there.
     *
     * @param cacheMib memory for decoded records, and as much again for the database's blocks
     * @param root who has to have signed what needs a signature; when it is another than before, what it vouches for is
     *     read again from the start, and the view is none until then
     * @throws StoreException when it cannot be read, another process has it, or a newer build wrote it
     */
    public static FabricView open(Path folder, int cacheMib, RootRule root, TimeSource time) {
        Database database = Database.open(folder, cacheMib);
        try {
            return new FabricView(database, new DecodedCache(cacheMib), root, time);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    // ---- what the follower asks -----------------------------------------------------------------

    @Override
    public @Nullable BusIdentity identity() {
        return progress.identity();
    }

    @Override
    public synchronized OptionalLong nextOffset(PartitionId partition) {
        if (partition.topic().isLifecycle()) {
            progress = progress.knowing(partition.partition());
        }
        Long next = progress.nextOffsets().get(partition);
        return next == null ? OptionalLong.empty() : OptionalLong.of(next);
    }

    /** Whatever changes a subject that is held already may take a right away; what is new cannot. */
    @Override
    public boolean isUrgent(FollowedRecord record) {
        byte[] key = record.key();
        String id = record.keyText();
        if (key == null
                || !record.topic().isLifecycle()
                || RecordHeaders.TICK_KEY.equals(id)
                || RecordHeaders.DIGEST_KEY.equals(id)) {
            return false;
        }
        try {
            return database.get(SubjectKind.on(record.topic()).column(), key) != null;
        } catch (StoreException e) {
            return true;
        }
    }

    @Override
    public synchronized void apply(Batch batch) {
        Progress before = progress;
        longestStalenessMs = longestStalenessMs();
        try (Writes writes = new Writes(database, tallies)) {
            Applier applier = new Applier(batch, before, writes, root, time);
            Progress after = applier.apply();
            after.write(before, writes);
            if (!batch.identity().equals(before.identity())) {
                Meta.writeIdentity(batch.identity(), writes);
            }
            if (!writes.tallies().sameAs(tallies)) {
                Meta.writeTallies(writes.tallies(), writes);
            }
            // The news are on disk from now on, so that they outlast the staleness must be there with them.
            boolean lapses = longestStalenessMs > toldBoundMs && !lapsed;
            if (lapses) {
                Meta.writeLapsed(writes);
            }
            writes.commit();
            lapsed |= lapses;
            cache.drop(writes.touched());
            changes.count(writes.touched());
            tallies = writes.tallies();
            if (writes.tookAway()) {
                takingBatches.incrementAndGet();
            }
            oldestTick = after.oldestTick(time.nanos().getAsLong());
            progress = after;
            if (applier.broughtMoreThanTicks()) {
                dataBatches.incrementAndGet();
            }
            log(writes.notes());
        }
        listeners.forEach(Runnable::run);
    }

    // ---- what the judge asks --------------------------------------------------------------------

    @Override
    public List<String> keysByHash(byte[] sha256) {
        CacheKey place = new CacheKey(Column.HASHES, sha256);
        List<String> ids = cache.get(place, p -> {
            byte[] entry = database.get(Column.HASHES, bytes(p));
            return entry == null ? null : HashIndex.idsOf(entry);
        });
        return ids == null ? List.of() : ids;
    }

    @Override
    public @Nullable Held<KeyRecord> key(String keyId) {
        return held(SubjectKind.KEY, keyId);
    }

    @Override
    public @Nullable Held<ConsumerRecord> consumer(String consumerId) {
        return held(SubjectKind.CONSUMER, consumerId);
    }

    @Override
    public @Nullable Held<ServiceRecord> service(String serviceId) {
        return held(SubjectKind.SERVICE, serviceId);
    }

    public @Nullable Held<PlanRecord> plan(String planId) {
        return held(SubjectKind.PLAN, planId);
    }

    public @Nullable Held<SigningKeyRecord> signingKey(String kid) {
        return held(SubjectKind.SIGNING_KEY, kid);
    }

    /** Every service held, in no meaningful order. */
    public List<Held<ServiceRecord>> services() {
        return all(SubjectKind.SERVICE);
    }

    /** Every signing key held, in order of their kids. */
    public List<Held<SigningKeyRecord>> signingKeys() {
        return all(SubjectKind.SIGNING_KEY);
    }

    /**
     * How often subjects on a lifecycle topic have changed in this run. Grows after a change shows, and before the
     * progress that passes it does: what was made of the subjects after this was read is never older than it says.
     */
    public long changes(Topic topic) {
        return changes.of(SubjectKind.on(topic).column());
    }

    @Override
    public Applied applied() {
        return progress;
    }

    @Override
    public long stalenessMs() {
        Tick oldest = oldestTick;
        return oldest == null ? STALENESS_UNKNOWN : oldest.ageMs(time);
    }

    /**
     * The longest staleness since it was last forgotten, or since the view was opened: what a batch brings ends a
     * staleness, and does not undo it.
     */
    public long longestStalenessMs() {
        return Math.max(longestStalenessMs, stalenessMs());
    }

    /** Whoever has to know of the past has drawn the consequences. */
    public synchronized void forgetStaleness() {
        longestStalenessMs = 0;
    }

    // ---- what the node asks ---------------------------------------------------------------------

    /** The latest broker time seen, in ms; 0 when nothing was read. */
    public long brokerTime() {
        return progress.brokerTime();
    }

    /** Next offsets of the lifecycle topics by partition, of one instant. */
    public Map<Topic, long[]> nextOffsets() {
        return progress.byTopic();
    }

    /** How many batches brought more than ticks; grows after their effects show. */
    public long dataBatches() {
        return dataBatches.get();
    }

    /** How many batches changed what was held already; grows before the progress that passes them shows. */
    public long takingBatches() {
        return takingBatches.get();
    }

    /** Calls back after each batch, on the follower's thread; must be quick. */
    public void onApplied(Runnable listener) {
        listeners.add(listener);
    }

    /** What was written so far survives the loss of power. */
    public void syncWal() {
        database.syncWal();
    }

    /** Whether this store has once held all that the topics held. */
    public boolean hasView() {
        return meta.hasView();
    }

    public void setHasView() {
        meta.setHasView();
    }

    /** Whether this node has left the fleet in an orderly way and not come back since. */
    public boolean left() {
        return meta.left();
    }

    public void setLeft(boolean left) {
        meta.setLeft(left);
    }

    /**
     * Whether this node has lapsed and not joined again since: its bound passed without news, or without the fleet
     * hearing of it.
     */
    public boolean lapsed() {
        return lapsed;
    }

    public synchronized void setLapsed(boolean has) {
        meta.setLapsed(has);
        lapsed = has;
    }

    /**
     * Milliseconds since the fleet was last told where this node is, in this run or an earlier one;
     * {@link #STALENESS_UNKNOWN} when that is not known. Receipts count from there.
     */
    public long silentMs() {
        Tick last = told;
        return last == null ? STALENESS_UNKNOWN : last.ageMs(time);
    }

    /**
     * The fleet was told where this node is.
     *
     * @param brokerTime when that was written down, in ms of the broker's time
     * @param sentAtNanos when it was sent, by the monotonic clock
     */
    public synchronized void setTold(long brokerTime, long sentAtNanos) {
        told = new Tick(brokerTime, sentAtNanos);
        if (brokerTime < toldAtOnDisk || brokerTime - toldAtOnDisk >= TOLD_AT_KEPT_EVERY_MS) {
            meta.setToldAt(brokerTime);
            toldAtOnDisk = brokerTime;
        }
    }

    /** The staleness bound that the fleet was last told of; {@link Long#MAX_VALUE} when none was. */
    public long toldBoundMs() {
        return toldBoundMs;
    }

    public void setToldBoundMs(long boundMs) {
        meta.setToldBoundMs(boundMs);
        toldBoundMs = boundMs;
    }

    public ViewFacts facts() {
        Tallies now = tallies;
        return new ViewFacts(now.subjects(Column.KEYS), now.subjects(Column.CONSUMERS), now.denied(), now.incidents());
    }

    @Override
    public synchronized void close() {
        database.close();
    }

    private <S extends Subject> @Nullable Held<S> held(SubjectKind<S> kind, String id) {
        return cache.get(new CacheKey(kind.column(), id), place -> {
            byte[] stored = database.get(kind.column(), bytes(place));
            return stored == null ? null : Held.fromBytes(stored, kind);
        });
    }

    private <S extends Subject> List<Held<S>> all(SubjectKind<S> kind) {
        List<Held<S>> all = new ArrayList<>();
        database.forEach(kind.column(), (key, stored) -> all.add(Held.fromBytes(stored, kind)));
        return all;
    }

    private static byte[] bytes(CacheKey place) {
        ByteBuffer key = place.key().duplicate();
        byte[] bytes = new byte[key.remaining()];
        key.get(bytes);
        return bytes;
    }

    private static void log(List<String> notes) {
        notes.stream().limit(MAX_NOTES_LOGGED).forEach(note -> LOG.warn("view {}", note));
        if (notes.size() > MAX_NOTES_LOGGED) {
            LOG.warn("view incidents={} more in this batch", notes.size() - MAX_NOTES_LOGGED);
        }
    }
}
