package dev.keyfabric.benchmarks;

import dev.keyfabric.benchmarks.view.SampleBus;
import dev.keyfabric.benchmarks.view.SampleKey;
import dev.keyfabric.benchmarks.view.Turns;
import dev.keyfabric.key.Routing;
import dev.keyfabric.schemas.topics.TopicNames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * A registry is killed under load: how long until it has accepted a change when it is started again alone, and how long
 * until another that ran beside it has accepted one on a partition that the dead one had, and one on each of those. Run by
 * {@code benchmarks/take-over}.
 */
public final class TakeOver {
    private static final long PAUSE_NANOS = 20_000_000;
    private static final int LOAD_CLIENTS = 4;

    private final Fabric fabric;
    private final int keys;
    private final TopicNames names;
    private final AtomicInteger next = new AtomicInteger();
    private final Map<String, List<Double>> seconds = new LinkedHashMap<>();

    private TakeOver(Fabric fabric, int keys) {
        this.fabric = fabric;
        this.keys = keys;
        this.names = new TopicNames("of" + keys + ".");
    }

    /** Arguments: a folder, the numbers of keys (comma separated), the number of rounds. */
    public static void main(String[] args) throws Exception {
        int rounds = Integer.parseInt(args[2]);
        for (String size : args[1].split(",", -1)) {
            try (Fabric fabric = new Fabric(Path.of(args[0]).resolve(size))) {
                TakeOver takeOver = new TakeOver(fabric, Integer.parseInt(size));
                fabric.bus().fill(takeOver.names, takeOver.keys);
                takeOver.restarts(rounds);
                takeOver.takeOvers(rounds);
                takeOver.print();
            }
        }
        System.exit(0);
    }

    private void restarts(int rounds) throws IOException {
        Part registry = started("a");
        for (int round = 0; round < rounds; round++) {
            try (Load load = new Load(fabric.admin(registryName("a"), registry), registry)) {
                load.awaitChanges(100);
                registry.kill();
            }
            registry = fabric.registry(registryName("a"), names);
            add("restart, HTTP answers", registry.awaitLive(Fabric.START_WITHIN) / 1e9);
            registry.awaitReady(Fabric.START_WITHIN);
            Client admin = fabric.admin(registryName("a"), registry);
            awaitAll(
                    admin,
                    registry,
                    IntStream.range(0, SampleBus.PARTITIONS).toArray(),
                    registry.startedAt(),
                    "restart");
        }
        registry.kill();
    }

    private void takeOvers(int rounds) throws IOException {
        Part stays = started("b");
        Client admin = fabric.admin(registryName("b"), stays);
        for (int round = 0; round < rounds; round++) {
            Part dies = started("a");
            int[] lost = awaitShared(fabric.admin(registryName("a"), dies), dies, admin, stays);
            long killed;
            try (Load one = new Load(fabric.admin(registryName("a"), dies), dies);
                    Load other = new Load(admin, stays)) {
                one.awaitChanges(100);
                other.awaitChanges(100);
                killed = System.nanoTime();
                dies.kill();
                awaitAll(admin, stays, lost, killed, "take-over");
            }
        }
    }

    private String registryName(String instance) {
        return "registry-" + instance;
    }

    private Part started(String instance) throws IOException {
        Part registry = fabric.registry(registryName(instance), names);
        registry.awaitReady(Fabric.START_WITHIN);
        return registry;
    }

    /** The partitions of the first, once two have shared all of them. */
    private static int[] awaitShared(Client first, Part one, Client second, Part other) throws IOException {
        while (true) {
            int[] ofFirst = first.partitions(one.url());
            int[] ofSecond = second.partitions(other.url());
            if (ofFirst.length > 0 && ofSecond.length > 0 && ofFirst.length + ofSecond.length == SampleBus.PARTITIONS) {
                return ofFirst;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** A change on each of some partitions, all tried at once: when the first was accepted, and when the last. */
    private void awaitAll(Client admin, Part registry, int[] partitions, long since, String what) {
        ExecutorService clients = Executors.newFixedThreadPool(partitions.length);
        List<Double> accepted = Arrays.stream(partitions)
                .mapToObj(partition -> CompletableFuture.supplyAsync(
                        () -> accepted(admin, registry, keyOn(partition), since), clients))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .sorted()
                .toList();
        clients.shutdown();
        add(what + ", first accepted change", accepted.get(0));
        add(what + ", a change on each partition", accepted.get(accepted.size() - 1));
        System.out.printf(
                Locale.ROOT,
                "%,d keys, %s: first %.2f s, all %d partitions %.2f s, load average %.1f%n",
                keys,
                what,
                accepted.get(0),
                partitions.length,
                accepted.get(accepted.size() - 1),
                Fabric.load());
    }

    private static double accepted(Client admin, Part registry, String key, long since) {
        while (admin.status(registry.url() + "/v1/keys/" + key + "/suspend", Map.of()) != 200) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return (System.nanoTime() - since) / 1e9;
    }

    /** One that nobody has changed yet. */
    private String keyOn(int partition) {
        while (true) {
            SampleKey key = new SampleKey(next.getAndIncrement() % keys);
            if (Routing.partition(key.id(), SampleBus.PARTITIONS) == partition) {
                return key.id().text();
            }
        }
    }

    private void add(String what, double figure) {
        seconds.computeIfAbsent(what, w -> new ArrayList<>()).add(figure);
    }

    private void print() {
        System.out.printf("%n| %,d keys | s, median (at most) |%n|---|---|%n", keys);
        seconds.forEach((what, all) -> System.out.printf(
                Locale.ROOT,
                "| %s | %.2f (%.2f) |%n",
                what,
                Turns.median(all),
                all.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN)));
        System.out.println();
    }

    /** Clients that suspend and reinstate keys, one after the other, until they are stopped. */
    private final class Load implements AutoCloseable {
        private final ExecutorService clients = Executors.newFixedThreadPool(LOAD_CLIENTS);
        private final AtomicBoolean stopping = new AtomicBoolean();
        private final AtomicInteger changes = new AtomicInteger();

        Load(Client admin, Part registry) {
            for (int i = 0; i < LOAD_CLIENTS; i++) {
                clients.execute(() -> {
                    String key =
                            new SampleKey(next.getAndIncrement() % keys).id().text();
                    for (int n = 0; !stopping.get(); n++) {
                        String action = n % 2 == 0 ? "/suspend" : "/reinstate";
                        if (admin.status(registry.url() + "/v1/keys/" + key + action, Map.of()) == 200) {
                            changes.incrementAndGet();
                        } else {
                            LockSupport.parkNanos(PAUSE_NANOS);
                        }
                    }
                });
            }
        }

        void awaitChanges(int count) {
            while (changes.get() < count) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }

        @Override
        public void close() {
            stopping.set(true);
            clients.shutdown();
        }
    }
}
