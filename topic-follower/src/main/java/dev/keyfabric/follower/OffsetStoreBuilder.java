package dev.keyfabric.follower;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.streams.state.StoreBuilder;

/** Makes the store of one topic; there is nothing to cache and no changelog but the topic itself. */
final class OffsetStoreBuilder implements StoreBuilder<OffsetStore> {
    private final String name;
    private final Supplier<OffsetStore> store;

    OffsetStoreBuilder(String name, Supplier<OffsetStore> store) {
        this.name = name;
        this.store = store;
    }

    @Override
    public OffsetStore build() {
        return store.get();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public StoreBuilder<OffsetStore> withCachingEnabled() {
        throw new UnsupportedOperationException("not cached");
    }

    @Override
    public StoreBuilder<OffsetStore> withCachingDisabled() {
        return this;
    }

    @Override
    public StoreBuilder<OffsetStore> withLoggingEnabled(Map<String, String> config) {
        throw new UnsupportedOperationException("a global store has no changelog");
    }

    @Override
    public StoreBuilder<OffsetStore> withLoggingDisabled() {
        return this;
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
