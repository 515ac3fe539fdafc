package dev.keyfabric.quickstart.story;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * How long a change took, from the moment its command was sent.
 *
 * @param answer of the command
 * @param answeredAfterNanos when the registry answered
 * @param seenAfterNanos when each validator first gave the new verdict
 */
public record Propagation(JsonNode answer, long answeredAfterNanos, Map<String, Long> seenAfterNanos) {
    private static final Duration LIMIT = Duration.ofSeconds(15);

    /** Sends a command while watchers ask each validator about a key until it gives the wanted verdict. */
    public static Propagation of(
            Supplier<JsonNode> command, List<ValidatorClient> validators, String key, String wantedCode) {
        long start = System.nanoTime();
        Map<String, CompletableFuture<Long>> watchers = new LinkedHashMap<>();
        for (ValidatorClient validator : validators) {
            watchers.put(validator.name(), CompletableFuture.supplyAsync(() -> {
                Until.equal(wantedCode, () -> validator.code(key), LIMIT, validator.name());
                return System.nanoTime() - start;
            }));
        }
        JsonNode answer = command.get();
        long answered = System.nanoTime() - start;
        Map<String, Long> seen = new LinkedHashMap<>();
        watchers.forEach((name, watcher) -> seen.put(name, watcher.join()));
        return new Propagation(answer, answered, seen);
    }

    /** For people: {@code validator-1 6.1 ms, validator-2 6.4 ms}. */
    public String perNode() {
        List<String> parts = new ArrayList<>();
        seenAfterNanos.forEach((name, nanos) -> parts.add(name + " " + millis(nanos)));
        return parts.stream().collect(Collectors.joining(", "));
    }

    public String answered() {
        return millis(answeredAfterNanos);
    }

    static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
    }
}
