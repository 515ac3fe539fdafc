package dev.keyfabric.follower;

import dev.keyfabric.schemas.topics.PartitionId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A view that remembers every batch, in order; it survives the followers that write it, as a disk does. */
final class MemoryView implements View {
    private final List<Batch> batches = new ArrayList<>();
    private final Map<PartitionId, Long> next = new HashMap<>();
    private BusIdentity identity;
    private Predicate<FollowedRecord> urgent = record -> false;
    private Consumer<Batch> before = batch -> {};
    private Long heldAllAt;
    private boolean remembers = true;
    private String refusal;

    /** Which records count as urgent. */
    synchronized MemoryView urgent(Predicate<FollowedRecord> urgent) {
        this.urgent = urgent;
        return this;
    }

    /** What runs before each write; when it throws nothing is written. */
    synchronized MemoryView beforeEach(Consumer<Batch> before) {
        this.before = before;
        return this;
    }

    /** Remembers no later instant at which it held all. */
    synchronized void rememberNoMore() {
        remembers = false;
    }

    /** Takes nothing for this reason; null = takes again. */
    synchronized void refuse(String reason) {
        refusal = reason;
    }

    @Override
    public synchronized String refusal() {
        return refusal;
    }

    @Override
    public synchronized OptionalLong heldAllAt() {
        return heldAllAt == null ? OptionalLong.empty() : OptionalLong.of(heldAllAt);
    }

    @Override
    public synchronized void heldAll(long atMillis) {
        if (remembers) {
            heldAllAt = atMillis;
        }
    }

    @Override
    public synchronized BusIdentity identity() {
        return identity;
    }

    @Override
    public synchronized OptionalLong nextOffset(PartitionId partition) {
        Long offset = next.get(partition);
        return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    @Override
    public synchronized boolean isUrgent(FollowedRecord record) {
        return urgent.test(record);
    }

    @Override
    public synchronized void apply(Batch batch) {
        before.accept(batch);
        batch.nextOffsets().forEach((partition, offset) -> {
            if (offset <= next.getOrDefault(partition, 0L)) {
                throw new AssertionError(partition + " did not move: " + offset);
            }
        });
        batches.add(batch);
        next.putAll(batch.nextOffsets());
        identity = batch.identity();
    }

    /** As if the view had read this far, of this bus. */
    synchronized void pretend(BusIdentity identity, Map<PartitionId, Long> offsets) {
        this.identity = identity;
        next.putAll(offsets);
    }

    synchronized List<Batch> batches() {
        return List.copyOf(batches);
    }

    synchronized List<FollowedRecord> records() {
        return batches.stream().flatMap(b -> b.records().stream()).toList();
    }

    List<FollowedRecord> records(PartitionId partition) {
        return records().stream().filter(r -> r.partitionId().equals(partition)).toList();
    }

    List<String> keys() {
        return records().stream().map(FollowedRecord::keyText).toList();
    }

    List<Long> offsets(PartitionId partition) {
        return records(partition).stream().map(FollowedRecord::offset).toList();
    }
}
