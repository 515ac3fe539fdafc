package dev.keyfabric.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyfabric.schemas.topics.TopicNames;
import java.io.IOException;
import java.nio.file.Files;
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
 * produce(acks=all) to consume on the same broker, under a load of keys that are issued meanwhile. Run by
 * {@code benchmarks/revocation-latency}.
 */
public final class RevocationLatency {
    private static final long PAUSE_NANOS = 300_000;
    private static final long GIVE_UP_NANOS = 10_000_000_000L;
    private static final int PROGRESS_EVERY = 500;

    private final Client client;
    private final String registry;
    private final List<String> validators;
    private final Histogram answered = new Histogram(3);
    private final Histogram refused = new Histogram(3);
    private final Histogram bare = new Histogram(3);

    private RevocationLatency(Client client, String registry, List<String> validators) {
        this.client = client;
        this.registry = registry;
        this.validators = validators;
    }

    /**
     * Arguments: the ready file of {@code ./keyfabric up}, the number of revocations, how many of them warm up, keys to
     * issue each second. With a folder in the place of the file the parts are processes of their own there, as many
     * validators as a fifth argument says.
     */
    public static void main(String[] args) throws IOException {
        Path place = Path.of(args[0]);
        if (!Files.isDirectory(place)) {
            JsonNode ready = new ObjectMapper().readTree(place.toFile());
            List<String> validators = new ArrayList<>();
            ready.get("validators").forEach(url -> validators.add(url.asText()));
            String registry = ready.get("registry").asText();
            new RevocationLatency(new Client(registry, ready.get("admin")), registry, validators)
                    .run(ready.get("kafka").asText(), args);
            return;
        }
        try (Fabric fabric = new Fabric(place)) {
            Part registry = fabric.registry("registry", TopicNames.DEFAULT);
            registry.awaitReady(Fabric.START_WITHIN);
            Client admin = fabric.admin("registry", registry);
            admin.post(registry.url() + "/v1/consumers", Map.of("id", "fabric", "name", "Nodes"));
            List<String> validators = new ArrayList<>();
            for (int i = 1; i <= Integer.parseInt(args[4]); i++) {
                validators.add(fabric.validator("node-" + i, "registry", registry, admin, Map.of())
                        .url());
            }
            new RevocationLatency(admin, registry.url(), validators)
                    .run(fabric.bus().bootstrapServers(), args);
        }
        System.exit(0);
    }

    private void run(String kafka, String[] args) throws IOException {
        int count = Integer.parseInt(args[1]);
        int warmUp = Integer.parseInt(args[2]);
        String consumer = "bench-" + Long.toString(System.currentTimeMillis(), 36);
        client.post(registry + "/v1/consumers", Map.of("id", consumer, "name", "benchmark"));
        client.post(registry + "/v1/consumers", Map.of("id", consumer + "-load", "name", "load"));
        try (ProduceConsume loop = new ProduceConsume(kafka);
                Issuing issuing = new Issuing(client, registry, consumer + "-load", Integer.parseInt(args[3]))) {
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
                if ((i + 1) % PROGRESS_EVERY == 0) {
                    progress(i + 1, warmUp + count);
                }
            }
            report();
            System.out.printf(
                    Locale.ROOT,
                    "issued meanwhile: %.1f keys/s, %d refused; load average %.1f%n",
                    issuing.perSecond(),
                    issuing.refused(),
                    Fabric.load());
        }
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

    /** A long run that is stopped has said how far it came and what it saw. */
    private void progress(int done, int all) {
        System.err.printf(
                Locale.ROOT,
                "%d of %d; refused p50 %.2f ms, p99 %.2f ms%n",
                done,
                all,
                refused.getValueAtPercentile(50) / 1e6,
                refused.getValueAtPercentile(99) / 1e6);
    }

    private void report() {
        System.out.println("| what | n | p50 ms | p99 ms | max ms |");
        System.out.println("|---|---|---|---|---|");
        row("bare produce -> consume", bare);
        row("revoke sent -> answered", answered);
        row("revoke sent -> refused by the last of " + validators.size() + " validators", refused);
        System.out.printf(
                Locale.ROOT,
                "answered / bare: p50 %.1f x, p99 %.1f x; refused / bare: p50 %.1f x, p99 %.1f x%n",
                answered.getValueAtPercentile(50) / (double) bare.getValueAtPercentile(50),
                answered.getValueAtPercentile(99) / (double) bare.getValueAtPercentile(99),
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
