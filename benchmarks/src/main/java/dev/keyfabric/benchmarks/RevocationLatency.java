package dev.keyfabric.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * From the moment a revocation is sent until the last validator refuses the key, taking turns with a bare
 * produce(acks=all) to consume on the same broker. Run by {@code benchmarks/revocation-latency}.
 */
public final class RevocationLatency {
    private static final long PAUSE_NANOS = 300_000;
    private static final long GIVE_UP_NANOS = 10_000_000_000L;

    private final Client client;
    private final String registry;
    private final List<String> validators = new ArrayList<>();
    private final Histogram answered = new Histogram(3);
    private final Histogram refused = new Histogram(3);
    private final Histogram bare = new Histogram(3);

    private RevocationLatency(JsonNode ready) throws IOException {
        this.registry = ready.get("registry").asText();
        ready.get("validators").forEach(url -> validators.add(url.asText()));
        this.client = new Client(registry, ready.get("admin"));
    }

    /** Arguments: the ready file of {@code ./keyfabric up}, the number of revocations, how many of them warm up. */
    public static void main(String[] args) throws IOException {
        JsonNode ready = new ObjectMapper().readTree(Path.of(args[0]).toFile());
        int count = Integer.parseInt(args[1]);
        int warmUp = Integer.parseInt(args[2]);
        try (ProduceConsume loop = new ProduceConsume(ready.get("kafka").asText())) {
            new RevocationLatency(ready).run(loop, count, warmUp);
        }
    }

    private void run(ProduceConsume loop, int count, int warmUp) throws IOException {
        String consumer = "bench-" + Long.toString(System.currentTimeMillis(), 36);
        client.post(registry + "/v1/consumers", Map.of("id", consumer, "name", "benchmark"));
        for (int i = 0; i < warmUp + count; i++) {
            JsonNode key = client.post(
                    registry + "/v1/keys",
                    Map.of("consumerId", consumer, "name", "k" + i, "environment", "live", "scopes", List.of()));
            awaitCode(key.get("key").asText(), "VALID");
            revoke(key, i >= warmUp);
            long nanos = loop.once();
            if (i >= warmUp) {
                bare.recordValue(nanos);
            }
        }
        report();
    }

    private void revoke(JsonNode key, boolean counts) throws IOException {
        String secret = key.get("key").asText();
        long start = System.nanoTime();
        List<CompletableFuture<Long>> watchers = validators.stream()
                .map(url -> CompletableFuture.supplyAsync(() -> {
                    awaitCode(url, secret, "REVOKED");
                    return System.nanoTime() - start;
                }))
                .toList();
        client.post(registry + "/v1/keys/" + key.get("keyId").asText() + "/revoke", Map.of("reason", "other"));
        long acknowledged = System.nanoTime() - start;
        long last = watchers.stream().mapToLong(CompletableFuture::join).max().orElseThrow();
        if (counts) {
            answered.recordValue(acknowledged);
            refused.recordValue(last);
        }
    }

    private void awaitCode(String secret, String code) {
        validators.forEach(url -> awaitCode(url, secret, code));
    }

    private void awaitCode(String url, String secret, String code) {
        long end = System.nanoTime() + GIVE_UP_NANOS;
        while (!code.equals(client.code(url, secret))) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(url + " does not answer " + code);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void report() {
        System.out.println("| what | n | p50 ms | p99 ms | max ms |");
        System.out.println("|---|---|---|---|---|");
        row("bare produce -> consume", bare);
        row("revoke sent -> answered", answered);
        row("revoke sent -> refused by the last of " + validators.size() + " validators", refused);
        System.out.printf(
                Locale.ROOT,
                "refused / bare: p50 %.1f x, p99 %.1f x%n",
                refused.getValueAtPercentile(50) / (double) bare.getValueAtPercentile(50),
                refused.getValueAtPercentile(99) / (double) bare.getValueAtPercentile(99));
    }

    private static void row(String name, Histogram h) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %d | %.2f | %.2f | %.2f |%n",
                name,
                h.getTotalCount(),
                h.getValueAtPercentile(50) / 1e6,
                h.getValueAtPercentile(99) / 1e6,
                h.getMaxValue() / 1e6);
    }
}
