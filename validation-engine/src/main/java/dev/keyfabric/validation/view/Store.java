package dev.keyfabric.validation.view;

import dev.keyfabric.follower.Batch;
import dev.keyfabric.follower.BusIdentity;
import dev.keyfabric.follower.FollowedRecord;
import dev.keyfabric.follower.View;
import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.RecordHeaders;
import dev.keyfabric.validation.time.TimeSource;
import dev.keyfabric.validation.view.Failpoint.Step;
import java.nio.BufferUnderflowException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the lifecycle topics say, in one folder. One batch of records is one write: effects, next offsets, tick times,
 * identity. Reads take no lock that a write holds.
 *
 * <p>Order of a write: database, then cache, then the progress that readers see. So whoever sees a progress sees the
 * effects of every record before it.
 */
final class Store implements View, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Store.class);
    private static final int MAX_NOTES_LOGGED = 20;
    private static final int PART_FOR_NEVER_PUT = 32;

    private final Path folder;
    private final Database database;
    private final Meta meta;
    private final RootRule root;
    private final NeverPut neverPut;
    private final RowCache cache;
    private final Rows rows;
    private final Space space;
    private final ViewLimits limits;
    private final TimeSource time;
    private final BiConsumer<Store, List<Note>> applied;
    private final Failpoint failpoint;
    private final Counters counters = new Counters();
    private final Standing standing;
    private volatile DecodedCache few;
    private volatile Progress progress;
    private volatile @Nullable Tick oldestTick;
    private volatile Tallies tallies;
    private volatile Digests digests;
    private volatile long longestStalenessMs;
    private volatile @Nullable Long heldAllAt;
    private volatile @Nullable Long digestRebuildAt;

    private Store(
            Path folder,
            Database database,
            ViewLimits limits,
            RootRule root,
            TimeSource time,
            BiConsumer<Store, List<Note>> applied,
            Failpoint failpoint) {
        this.folder = folder;
        this.database = database;
        this.meta = new Meta(database);
        this.limits = limits;
        this.cache = new RowCache(limits.rowBytes(Runtime.getRuntime().maxMemory()));
        this.rows = new Rows(database, cache);
        this.few = new DecodedCache(limits.fewSubjects());
        this.space = new Space(folder, limits.diskReserveMib(), time.nanos());
        this.root = root;
        this.time = time;
        this.applied = applied;
        this.failpoint = failpoint;
        this.neverPut = meta.isNew()
                ? NeverPut.ofNewStore((double) limits.memoryMib() / PART_FOR_NEVER_PUT)
                : NeverPut.ofAnyStore();
        meta.checkFormat();
        RootChange.follow(database, meta, root);
        this.tallies = meta.tallies();
        this.digests = Digests.load(database);
        this.progress = Progress.load(database, meta.identity(), time);
        this.oldestTick = progress.oldestTick(time.nanos().getAsLong());
        this.heldAllAt = meta.heldAllAt();
        this.digestRebuildAt = meta.digestRebuildAt();
        this.standing = new Standing(meta, progress.brokerTime(), time);
    }

    /**
     * Opens the store of a folder, making it when it is not there.
     *
     * @param applied called after each batch with the incidents in it
     * @throws CorruptStoreException when it holds what nobody wrote
     * @throws StoreException when it cannot be read, or a newer build wrote it
     */
    static Store open(
            Path folder,
            Memory memory,
            ViewLimits limits,
            RootRule root,
            TimeSource time,
            BiConsumer<Store, List<Note>> applied,
            Failpoint failpoint) {
        Database database = Database.open(folder, memory);
        try {
            return new Store(folder, database, limits, root, time, applied, failpoint);
        } catch (StoreException e) {
            database.close();
            throw e;
        } catch (IllegalArgumentException | IndexOutOfBoundsException | BufferUnderflowException e) {
            database.close();
            throw new CorruptStoreException("the view in " + folder + " says of itself what cannot be", e);
        }
    }

    Path folder() {
        return folder;
    }

    Standing standing() {
        return standing;
    }

    Counters counters() {
        return counters;
    }

    Progress progress() {
        return progress;
    }

    long cacheHits() {
        return cache.hits() + few.hits();
    }

    long cacheMisses() {
        return cache.misses() + few.misses();
    }

    Tallies tallies() {
        return tallies;
    }

    Digests digests() {
        return digests;
    }

    @Nullable
    Long digestRebuildAt() {
        return digestRebuildAt;
    }

    void setDigestRebuildAt(long millis) {
        meta.setDigestRebuildAt(millis);
        digestRebuildAt = millis;
    }

    /** Whether a read or a write met what nobody wrote. */
    boolean corrupt() {
        return database.corrupt();
    }

    /** Whether an older build wrote it, in a form that this one reads and does not write. */
    boolean outdated() {
        return meta.outdated();
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
        if (key == null || !record.topic().isLifecycle() || RecordHeaders.isNoSubject(key)) {
            return false;
        }
        try {
            Column column = SubjectKind.on(record.topic()).column();
            return !neverPut.isCertain(column, key) && database.get(column, key) != null;
        } catch (StoreException e) {
            return true;
        }
    }

    @Override
    public synchronized void apply(Batch batch) {
        String shortage = space.shortage();
        if (shortage != null) {
            throw new StoreException(shortage);
        }
        Progress before = progress;
        longestStalenessMs = longestStalenessMs();
        Writes writes = new Writes(database, neverPut, tallies);
        Digests.Changing sums = digests.changing();
        Applier applier = new Applier(batch, before, sums, writes, root, time);
        Progress after = applier.apply();
        after.write(before, writes);
        Digests summed = sums.write(writes);
        if (!batch.identity().equals(before.identity())) {
            Meta.writeIdentity(batch.identity(), writes);
        }
        if (!writes.tallies().sameAs(tallies)) {
            Meta.writeTallies(writes.tallies(), writes);
        }
        // The news are on disk from now on, so that they outlast the staleness must be there with them.
        boolean lapses = standing.lapsesAfter(longestStalenessMs);
        if (lapses) {
            Meta.writeLapsed(writes);
        }
        failpoint.passed(Step.GATHERED);
        Set<CacheKey> replaced = writes.replaced();
        few.write(
                replaced,
                () -> rows.write(replaced, () -> {
                    writes.commit();
                    failpoint.passed(Step.WRITTEN);
                }));
        failpoint.passed(Step.DROPPED);
        if (lapses) {
            standing.hasLapsed();
        }
        counters.changed(writes.changed());
        tallies = writes.tallies();
        digests = summed;
        if (writes.tookAway()) {
            counters.tookAway();
        }
        oldestTick = after.oldestTick(time.nanos().getAsLong());
        progress = after;
        failpoint.passed(Step.SHOWN);
        if (applier.broughtMoreThanTicks()) {
            counters.broughtData();
        }
        log(writes.notes());
        applied.accept(this, writes.notes());
    }

    /** Opens the database anew once the disk takes writes again. */
    @Override
    public synchronized @Nullable String refusal() {
        String shortage = space.shortage();
        if (shortage != null || database.writeFault() == null) {
            return shortage;
        }
        String fault = space.writeFault();
        if (fault == null) {
            database.reopen();
            // The write that failed may have come to the disk, and shows only now.
            cache.clear();
            few = new DecodedCache(limits.fewSubjects());
            digests = Digests.load(database);
            fault = database.writeFault();
        }
        return fault;
    }

    /** A store that does not remember counts from the last news it has seen. */
    @Override
    public OptionalLong heldAllAt() {
        Long at = heldAllAt;
        long news = progress.brokerTime();
        return at != null ? OptionalLong.of(at) : news > 0 ? OptionalLong.of(news) : OptionalLong.empty();
    }

    @Override
    public void heldAll(long atMillis) {
        meta.setHeldAllAt(atMillis);
        heldAllAt = atMillis;
    }

    // ---- what is asked of it --------------------------------------------------------------------

    Rows rows() {
        return rows;
    }

    /** A subject of the kinds of which there are few. */
    <S extends Subject> @Nullable Held<S> held(SubjectKind<S> kind, String id) {
        return few.getOrAbsence(new CacheKey(kind.column(), id), place -> {
            byte[] stored = database.get(kind.column(), place.key());
            return stored == null ? null : Stored.fromBytes(stored, kind).held();
        });
    }

    void warm() {
        rows.warm(this);
    }

    <S extends Subject> List<Held<S>> all(SubjectKind<S> kind) {
        List<Held<S>> all = new ArrayList<>();
        database.forEach(
                kind.column(),
                (key, stored) -> all.add(Stored.fromBytes(stored, kind).held()));
        return all;
    }

    long stalenessMs() {
        Tick oldest = oldestTick;
        return oldest == null ? Subjects.STALENESS_UNKNOWN : oldest.ageMs(time);
    }

    /** The longest staleness since it was last forgotten; what a batch brings ends a staleness, and does not undo it. */
    long longestStalenessMs() {
        return Math.max(longestStalenessMs, stalenessMs());
    }

    synchronized void forgetStaleness() {
        longestStalenessMs = 0;
    }

    void syncWal() {
        database.syncWal();
    }

    /**
     * Takes the place of a store, when it has applied all that the other one has: on another bus that cannot be
     * compared, and the node has to join the fleet there. Neither store applies anything meanwhile.
     *
     * @param serve makes this store the one that serves, once it is fit to
     * @return whether it did
     */
    boolean replace(Store before, Runnable serve) {
        synchronized (before) {
            synchronized (this) {
                boolean sameBus =
                        progress.identity() != null && progress.identity().equals(before.progress.identity());
                if (sameBus && !progress.reaches(before.progress)) {
                    return false;
                }
                boolean overdue = before.longestStalenessMs() > before.standing.toldBoundMs();
                standing.inherit(before.standing, !sameBus || overdue);
                longestStalenessMs = before.longestStalenessMs();
                counters.overtake(before.counters);
                tallies = tallies.withAlarmsOf(before.tallies);
                Long rebuilt = before.digestRebuildAt();
                if (rebuilt != null) {
                    setDigestRebuildAt(rebuilt);
                }
                database.syncWal();
                failpoint.passed(Step.SYNCED);
                serve.run();
                return true;
            }
        }
    }

    @Override
    public synchronized void close() {
        database.close();
    }

    private static void log(List<Note> notes) {
        notes.stream().limit(MAX_NOTES_LOGGED).forEach(note -> LOG.warn("view {}", note));
        if (notes.size() > MAX_NOTES_LOGGED) {
            LOG.warn("view incidents={} more in this batch", notes.size() - MAX_NOTES_LOGGED);
        }
    }
}
