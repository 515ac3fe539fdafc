package dev.keyfabric.validation.view;

import dev.keyfabric.follower.Batch;
import dev.keyfabric.follower.BusIdentity;
import dev.keyfabric.follower.FollowedRecord;
import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.RecordHeaders;
import dev.keyfabric.schemas.wire.UnreadableValueException;
import dev.keyfabric.validation.time.TimeSource;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts the effects of one batch of records into one batch of writes, and says how far they bring the view. */
final class Applier {
    /** Records that the registry may read otherwise than the view does. */
    private static final Set<Incident> READ_OTHERWISE =
            EnumSet.of(Incident.UNREADABLE, Incident.CONFLICT, Incident.TOMBSTONE_REFUSED);

    private static final Duration DIGEST_COMPARED_WITHIN = Duration.ofSeconds(10);

    private final TimeSource time;
    private final RootRule root;
    private final Writes writes;
    private final Progress before;
    private final Batch batch;
    private final Map<PartitionId, Tick> ticks;
    private final Digests.Changing digests;
    private Progress known;
    private long brokerTime;
    private boolean moreThanTicks;

    Applier(Batch batch, Progress before, Digests.Changing digests, Writes writes, RootRule root, TimeSource time) {
        this.batch = batch;
        this.before = before;
        this.known = before;
        this.digests = digests;
        this.writes = writes;
        this.root = root;
        this.time = time;
        this.ticks = new HashMap<>(before.ticks());
        this.brokerTime = before.brokerTime();
    }

    /** The progress once the batch is written. */
    Progress apply() {
        batch.nextOffsets().keySet().forEach(this::know);
        batch.records().forEach(record -> know(record.partitionId()));
        for (FollowedRecord record : batch.records()) {
            // Effects and offsets are written as one: what lies before the next offset has had its effect.
            if (record.topic().isLifecycle() && record.offset() >= before.nextOffset(record.partitionId())) {
                apply(record);
            }
        }
        Map<PartitionId, Long> nextOffsets = new HashMap<>(before.nextOffsets());
        batch.nextOffsets().forEach((partition, next) -> nextOffsets.merge(partition, next, Math::max));
        return new Progress(batch.identity(), nextOffsets, ticks, known.partitions(), brokerTime);
    }

    boolean broughtMoreThanTicks() {
        return moreThanTicks;
    }

    private void know(PartitionId partition) {
        if (partition.topic().isLifecycle()) {
            known = known.knowing(partition.partition());
        }
    }

    private void apply(FollowedRecord record) {
        brokerTime = Math.max(brokerTime, record.appendTime());
        String id = record.keyText();
        if (id == null) {
            moreThanTicks = true;
            note(Incident.NULL_KEY, record, null, "");
        } else if (id.equals(RecordHeaders.TICK_KEY)) {
            tick(record);
        } else if (id.equals(RecordHeaders.DIGEST_KEY)) {
            digest(record);
        } else {
            moreThanTicks = true;
            subject(SubjectKind.on(record.topic()), id, record);
        }
    }

    @SuppressWarnings("ReferenceEquality") // the fold hands back the very object when nothing changes
    private <S extends Subject> void subject(SubjectKind<S> kind, String id, FollowedRecord record) {
        if (!kind.isId(id)) {
            note(Incident.UNREADABLE, record, null, "detail=\"record key is no id\"");
            digests.unsure(record.partitionId());
            return;
        }
        Optional<Incident> unvouched = root.fault(record);
        if (unvouched.isPresent()) {
            note(unvouched.get(), record, id, "");
            return;
        }
        int home = kind.home(id, known.partitions());
        if (home != record.partition()) {
            note(Incident.MISPLACED, record, id, "home=" + home);
            return;
        }
        byte[] place = Texts.bytes(id);
        byte[] stored = writes.get(kind.column(), place);
        Stored<S> old = stored == null ? null : Stored.fromBytes(stored, kind);
        Fold.Outcome<S> outcome = Fold.record(kind, old, id, record.value(), record.appendTime());
        Incident incident = outcome.incident();
        if (incident != null) {
            if (READ_OTHERWISE.contains(incident)) {
                digests.unsure(record.partitionId());
            }
            note(incident, record, id, "detail=\"" + outcome.detail() + "\"");
        }
        Stored<S> held = outcome.held();
        if (held == old) {
            return;
        }
        if (old != null) {
            writes.takesAway();
        }
        if (held == null) {
            writes.delete(kind.column(), place);
        } else {
            writes.put(kind.column(), place, held.toBytes());
        }
        digests.held(record.partitionId(), place, valueOf(old), valueOf(held));
        if (kind == SubjectKind.KEY) {
            HashIndex.follow(id, keyOf(old), keyOf(held), record, writes);
        }
        writes.tallies().addSubjects(kind.column(), (held == null ? 0 : 1) - (old == null ? 0 : 1));
        writes.tallies().addDenied(denied(held) - denied(old));
        writes.replaced(kind.column(), place);
    }

    private void tick(FollowedRecord record) {
        try {
            String topicId = TickReading.topicId(record);
            BusIdentity identity = batch.identity();
            if (topicId != null && !topicId.equals(identity.topicIds().get(record.topic()))) {
                throw new UnreadableValueException("written to another topic of this name");
            }
            ticks.put(record.partitionId(), Tick.seen(record.appendTime(), time));
        } catch (UnreadableValueException e) {
            note(Incident.TICK_REFUSED, record, null, "detail=\"" + e.getMessage() + "\"");
        }
    }

    private void digest(FollowedRecord record) {
        PartitionId partition = record.partitionId();
        try {
            if (root.pin() == null) {
                return; // Whose word a digest is cannot be told; the records of the root are counted by themselves.
            }
            if (!root.signed(record)) {
                throw new UnreadableValueException("not signed by the root");
            }
            DigestReading.Told told = DigestReading.told(record);
            Reckoning before = digests.of(partition);
            if (told.command() <= before.command()) {
                throw new UnreadableValueException("answers a command that was answered before");
            }
            if (isOld(told)) {
                return;
            }
            Reckoning now = before.compared(told.sum(), told.command());
            digests.set(partition, now);
            if (now.differs()) {
                note(
                        Incident.DIGEST_MISMATCH,
                        record,
                        null,
                        "held=" + before.sum().records() + " told=" + told.sum().records() + " in_a_row="
                                + now.differing());
            }
        } catch (UnreadableValueException e) {
            note(Incident.DIGEST_REFUSED, record, null, "detail=\"" + e.getMessage() + "\"");
        }
    }

    /**
     * What lies before an older digest may be compacted by now: records that it speaks of are gone, replaced by others
     * behind it.
     */
    private boolean isOld(DigestReading.Told told) {
        long age = time.wall().millis() - told.at().toEpochMilli();
        return Math.abs(age) > DIGEST_COMPARED_WITHIN.toMillis();
    }

    private static <S extends Subject> byte @Nullable [] valueOf(@Nullable Stored<S> held) {
        return held == null ? null : held.value();
    }

    private static <S extends Subject> @Nullable KeyRecord keyOf(@Nullable Stored<S> held) {
        return held != null && held.state() instanceof KeyRecord key ? key : null;
    }

    private static <S extends Subject> int denied(@Nullable Stored<S> held) {
        return held == null || held.mark() == Mark.GOOD ? 0 : 1;
    }

    private void note(Incident incident, FollowedRecord record, @Nullable String subject, String detail) {
        writes.note(Note.of(incident, record, subject, detail));
    }
}
