package dev.keyfabric.validation.view;

import dev.keyfabric.context.record.RootPin;
import dev.keyfabric.follower.Batch;
import dev.keyfabric.follower.BusIdentity;
import dev.keyfabric.follower.FollowedRecord;
import dev.keyfabric.key.KeyId;
import dev.keyfabric.key.Routing;
import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.RecordHeaders;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import dev.keyfabric.validation.Events;
import dev.keyfabric.validation.Folders;
import dev.keyfabric.validation.TestRoot;
import dev.keyfabric.validation.time.FakeTime;
import dev.keyfabric.validation.time.TimeSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Headers;

/** A view with a hand that writes the topics before it: four partitions, offsets as they come. */
public final class ViewBench implements AutoCloseable {
    public static final int PARTITIONS = 4;
    public static final BusIdentity BUS = identity();

    public final Path folder = Folders.fresh();
    public final FakeTime time = new FakeTime(Events.AT);
    private final Map<PartitionId, Long> ends = new HashMap<>();
    public final TestRoot root = new TestRoot();
    private RootPin pin = root.pin();
    private FabricView view;

    public ViewBench() {
        this.view = open(time.source());
        partitions();
    }

    private void partitions() {
        for (Topic topic : Topic.lifecycle()) {
            for (int p = 0; p < PARTITIONS; p++) {
                view.nextOffset(new PartitionId(topic, p));
            }
        }
    }

    public FabricView view() {
        return view;
    }

    private FabricView open(TimeSource source) {
        return FabricView.open(folder, new ViewLimits(16, 0), new RootRule(TopicNames.DEFAULT, pin), source);
    }

    public void reopen() {
        view.close();
        view = open(time.source());
    }

    /** As {@link #reopen()}, told to believe another root; null = none. */
    public void reopen(RootPin other) {
        pin = other;
        reopen();
        partitions();
    }

    public void key(String id, byte[] value) {
        put(Topic.KEYS, Routing.partition(new KeyId(id), PARTITIONS), id, value);
    }

    public void consumer(String id, byte[] value) {
        put(Topic.CONSUMERS, Routing.partition(id, PARTITIONS), id, value);
    }

    public void plan(String id, byte[] value) {
        put(Topic.PLANS, Routing.partition(id, PARTITIONS), id, value);
    }

    public void service(String id, byte[] value) {
        put(Topic.SERVICES, Routing.partition(id, PARTITIONS), id, value);
    }

    public void signingKey(String kid, byte[] value) {
        put(Topic.SIGNING_KEYS, Routing.partition(kid, PARTITIONS), kid, value);
    }

    /** Ticks every partition at the present wall time. */
    public void tickAll() {
        for (Topic topic : Topic.lifecycle()) {
            for (int p = 0; p < PARTITIONS; p++) {
                put(
                        topic,
                        p,
                        RecordHeaders.TICK_KEY,
                        Events.tick(topic, BUS.topicIds().get(topic)));
            }
        }
    }

    public void put(Topic topic, int partition, String key, byte[] value) {
        view.apply(batch(List.of(next(topic, partition, key, value))));
    }

    /** The next record of a partition, signed by the root where it must be, not applied yet. */
    public FollowedRecord next(Topic topic, int partition, String key, byte[] value) {
        return next(topic, partition, key, value, root.headers(topic, key, value));
    }

    /** As it comes. */
    public void apply(FollowedRecord record) {
        view.apply(batch(List.of(record)));
    }

    public FollowedRecord next(Topic topic, int partition, String key, byte[] value, Headers headers) {
        long offset = ends.merge(new PartitionId(topic, partition), 1L, Long::sum) - 1;
        return new FollowedRecord(
                topic,
                partition,
                offset,
                time.source().wall().millis(),
                key == null ? null : key.getBytes(StandardCharsets.UTF_8),
                value,
                headers);
    }

    public static Batch batch(List<FollowedRecord> records) {
        Map<PartitionId, Long> next = new HashMap<>();
        records.forEach(r -> next.put(r.partitionId(), r.offset() + 1));
        return new Batch(BUS, records, next);
    }

    public long count(Incident incident) {
        return view.facts().incidents().get(incident);
    }

    private static BusIdentity identity() {
        Map<Topic, String> ids = new EnumMap<>(Topic.class);
        Topic.lifecycle().forEach(t -> ids.put(t, "id-of-" + t.id()));
        return new BusIdentity("cluster", ids);
    }

    @Override
    public void close() {
        view.close();
    }
}
