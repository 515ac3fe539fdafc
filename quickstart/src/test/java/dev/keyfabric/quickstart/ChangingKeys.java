package dev.keyfabric.quickstart;

import dev.keyfabric.quickstart.story.HttpJson;
import dev.keyfabric.quickstart.story.RegistryClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Suspends and reinstates keys in turn until it is stopped, and remembers what was acknowledged. */
final class ChangingKeys implements AutoCloseable {
    private final RegistryClient registry;
    private final List<String> keys;
    private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();
    private final Set<Integer> statuses = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> load;
    private volatile boolean stopping;

    private ChangingKeys(RegistryClient registry, List<String> keys) {
        this.registry = registry;
        this.keys = keys;
        this.load = CompletableFuture.runAsync(this::run);
    }

    static ChangingKeys start(RegistryClient registry, List<String> keys) {
        return new ChangingKeys(registry, keys);
    }

    /** A key each for as many consumers, on all partitions where there are enough, through both registries in turn. */
    static List<String> ofConsumersEverywhere(int consumers, RegistryClient one, RegistryClient other) {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < consumers; i++) {
            RegistryClient registry = i % 2 == 0 ? one : other;
            String consumer = "consumer-" + i;
            registry.registerConsumer(consumer, "Consumer " + i);
            keys.add(registry.issueKey(consumer, "key").path("keyId").asText());
        }
        return keys;
    }

    /** Returns once every key has been changed at least once and the last change is answered. */
    @Override
    public void close() {
        stopping = true;
        load.join();
    }

    /** Key ids to the version that was acknowledged last. */
    Map<String, Long> acknowledged() {
        return Map.copyOf(acknowledged);
    }

    /** The HTTP statuses of all answers. */
    Set<Integer> statuses() {
        return Set.copyOf(statuses);
    }

    private void run() {
        Map<String, String> next = new HashMap<>();
        while (!stopping || acknowledged.size() < keys.size()) {
            for (String key : keys) {
                String action = next.getOrDefault(key, "suspend");
                HttpJson.Answer answer = registry.post("/v1/keys/" + key + "/" + action, Map.of());
                statuses.add(answer.status());
                if (answer.status() == 200) {
                    next.put(key, action.equals("suspend") ? "reinstate" : "suspend");
                    acknowledged.put(key, answer.body().path("version").asLong());
                } else if (stopping) {
                    return;
                }
            }
        }
    }
}
