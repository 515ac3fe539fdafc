package dev.keyfabric.registry.write;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyfabric.registry.decide.PartitionState;
import dev.keyfabric.schemas.event.CommandResult;
import dev.keyfabric.schemas.event.ConsumerEvent;
import dev.keyfabric.schemas.event.ConsumerState;
import dev.keyfabric.schemas.event.Digest;
import dev.keyfabric.schemas.event.KeyEvent;
import dev.keyfabric.schemas.event.KeyState;
import dev.keyfabric.schemas.event.PlanEvent;
import dev.keyfabric.schemas.event.PlanState;
import dev.keyfabric.schemas.event.ServiceEvent;
import dev.keyfabric.schemas.event.ServiceState;
import dev.keyfabric.schemas.event.SigningKeyEvent;
import dev.keyfabric.schemas.event.SigningKeyState;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.wire.UnreadableValueException;
import dev.keyfabric.schemas.wire.Wire;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The decider's working memory of one partition: last lifecycle values and stored answers, as their bytes lay on the
 * bus. Kafka Streams neither logs nor keeps it; {@link #empty()} begins a new one and {@link Refill} fills it. Used by
 * the task's thread only.
 */
final class PartitionStore implements StateStore, PartitionState {
    private static final int SWEPT_AT_ONCE = 1000;

    private final String name;
    private @Nullable StateStoreContext context;
    private @Nullable WorkFolder folder;
    private Holdings holdings = new Holdings();

    PartitionStore(String name) {
        this.name = name;
    }

    /** Throws away whatever was there. */
    void empty() {
        close();
        if (context == null) {
            throw new IllegalStateException("not initialised");
        }
        holdings = new Holdings();
        folder = WorkFolder.fresh(context.stateDir().toPath().resolve(name));
    }

    // ---- what the decider asks ----

    @Override
    public Optional<ConsumerState> consumer(String consumerId) {
        return value(Entry.CONSUMER, consumerId)
                .map(bytes -> KnownStates.consumer(Wire.decode(bytes, ConsumerEvent.class)));
    }

    @Override
    public Optional<KeyState> key(String keyId) {
        return value(Entry.KEY, keyId).map(bytes -> KnownStates.key(Wire.decode(bytes, KeyEvent.class)));
    }

    @Override
    public Optional<PlanState> plan(String planId) {
        return value(Entry.PLAN, planId).map(bytes -> KnownStates.plan(Wire.decode(bytes, PlanEvent.class)));
    }

    @Override
    public Optional<ServiceState> service(String serviceId) {
        return value(Entry.SERVICE, serviceId)
                .map(bytes -> KnownStates.service(Wire.decode(bytes, ServiceEvent.class)));
    }

    @Override
    public Optional<SigningKeyState> signingKey(String kid) {
        return value(Entry.SIGNING_KEY, kid)
                .map(bytes -> KnownStates.signingKey(Wire.decode(bytes, SigningKeyEvent.class)));
    }

    @Override
    public Optional<CommandResult> answer(String commandId) {
        return value(Entry.ANSWER, commandId).map(bytes -> Wire.decode(bytes, CommandResult.class));
    }

    @Override
    public Digest digest(Topic topic) {
        return holdings.digest(topic);
    }

    @Override
    public List<String> unrevokedKeys(String consumerId, int limit) {
        byte[] prefix = Entry.ownedBy(consumerId, "");
        List<String> keys = new ArrayList<>();
        folder().scan(prefix, key -> {
            keys.add(new String(key, prefix.length, key.length - prefix.length, UTF_8));
            return keys.size() < limit;
        });
        return keys;
    }

    // ---- what the fold changes ----

    Optional<byte[]> value(Entry kind, String id) {
        return folder().get(kind.key(id));
    }

    void put(Entry kind, String id, byte[] value) {
        kind.topic().ifPresent(topic -> holdings.change(topic, id, value(kind, id), Optional.of(value)));
        folder().put(kind.key(id), value);
    }

    void remove(Entry kind, String id) {
        kind.topic().ifPresent(topic -> holdings.change(topic, id, value(kind, id), Optional.empty()));
        folder().delete(kind.key(id));
    }

    void own(KeyState key, boolean unrevoked) {
        byte[] entry = Entry.ownedBy(key.getConsumerId(), key.getKeyId());
        if (unrevoked) {
            folder().put(entry, new byte[0]);
        } else {
            folder().delete(entry);
        }
    }

    void keep(CommandResult answer, byte[] value) {
        put(Entry.ANSWER, answer.getCommandId(), value);
        folder().put(Entry.expiring(answer.getKeepUntil().toEpochMilli(), answer.getCommandId()), new byte[0]);
    }

    /** Forgets answers that were to be kept until before {@code streamTime}, some at a time. */
    void sweep(long streamTime) {
        List<byte[]> due = new ArrayList<>();
        folder().scan(Entry.expiring(), entry -> {
            boolean expired = Entry.expiry(entry) < streamTime;
            if (expired) {
                due.add(entry);
            }
            return expired && due.size() < SWEPT_AT_ONCE;
        });
        for (byte[] entry : due) {
            String commandId = Entry.expiringId(entry);
            // A later answer of the same command may be kept longer; it has an entry of its own.
            if (isExpired(commandId, streamTime)) {
                remove(Entry.ANSWER, commandId);
            }
            folder().delete(entry);
        }
    }

    /** An answer that cannot be read says no time, and is kept. */
    private boolean isExpired(String commandId, long streamTime) {
        try {
            return answer(commandId)
                    .filter(a -> a.getKeepUntil().toEpochMilli() < streamTime)
                    .isPresent();
        } catch (UnreadableValueException e) {
            return false;
        }
    }

    // ---- what Kafka Streams asks ----

    @Override
    public String name() {
        return name;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        this.context = context;
        context.register(root, (key, value) -> {
            throw new IllegalStateException("this store has no changelog to restore from");
        });
    }

    @Override
    public void commit(Map<TopicPartition, Long> changelogOffsets) {
        // Nothing here outlives the assignment.
    }

    @Override
    public void close() {
        if (folder != null) {
            folder.close();
            folder = null;
        }
    }

    @Override
    public boolean persistent() {
        return true; // Streams makes the task's folder only for such stores.
    }

    @Override
    @SuppressWarnings("deprecation") // deprecated for stores that cannot; without it Streams wraps this one
    public boolean managesOffsets() {
        return true;
    }

    @Override
    public boolean isOpen() {
        return folder != null;
    }

    private WorkFolder folder() {
        if (folder == null) {
            throw new IllegalStateException("the store is closed");
        }
        return folder;
    }

    /** Makes the store of each task; never logged, never cached. */
    record Builder(String name) implements StoreBuilder<PartitionStore> {
        @Override
        public StoreBuilder<PartitionStore> withCachingEnabled() {
            throw new UnsupportedOperationException("decisions must see the last one");
        }

        @Override
        public StoreBuilder<PartitionStore> withCachingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<PartitionStore> withLoggingEnabled(Map<String, String> config) {
            throw new UnsupportedOperationException("the topics are the truth");
        }

        @Override
        public StoreBuilder<PartitionStore> withLoggingDisabled() {
            return this;
        }

        @Override
        public PartitionStore build() {
            return new PartitionStore(name);
        }

        @Override
        public Map<String, String> logConfig() {
            return Map.of();
        }

        @Override
        public boolean loggingEnabled() {
            return false;
        }
    }

    /** The kinds of entries, by the first byte of their keys. */
    enum Entry {
        KEY('K', Topic.KEYS),
        CONSUMER('C', Topic.CONSUMERS),
        PLAN('P', Topic.PLANS),
        SERVICE('S', Topic.SERVICES),
        SIGNING_KEY('G', Topic.SIGNING_KEYS),
        ANSWER('A', null),
        /** Answers by the time until which they are kept. */
        EXPIRING('E', null),
        /** Keys that are not revoked, by consumer. */
        OWNED('O', null);

        private final byte mark;
        private final @Nullable Topic topic;

        Entry(char mark, @Nullable Topic topic) {
            this.mark = (byte) mark;
            this.topic = topic;
        }

        /** The lifecycle topic whose subjects these are, if they are any's. */
        Optional<Topic> topic() {
            return Optional.ofNullable(topic);
        }

        byte[] key(String id) {
            byte[] text = id.getBytes(UTF_8);
            return ByteBuffer.allocate(1 + text.length).put(mark).put(text).array();
        }

        static byte[] expiring() {
            return new byte[] {EXPIRING.mark};
        }

        static byte[] expiring(long keepUntil, String commandId) {
            byte[] text = commandId.getBytes(UTF_8);
            return ByteBuffer.allocate(1 + Long.BYTES + text.length)
                    .put(EXPIRING.mark)
                    .putLong(keepUntil)
                    .put(text)
                    .array();
        }

        static long expiry(byte[] entry) {
            return ByteBuffer.wrap(entry).getLong(1);
        }

        static String expiringId(byte[] entry) {
            return new String(entry, 1 + Long.BYTES, entry.length - 1 - Long.BYTES, UTF_8);
        }

        /** No id holds a zero byte, so that no consumer's entries are among another's. */
        static byte[] ownedBy(String consumerId, String keyId) {
            return OWNED.key(consumerId + "\0" + keyId);
        }
    }
}
