package dev.keyfabric.benchmarks;

import dev.keyfabric.benchmarks.view.SampleKey;
import dev.keyfabric.benchmarks.view.Turns;
import dev.keyfabric.schemas.topics.TopicNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How long a registry that was killed takes, from the start of its process, until it is ready and until it has accepted a
 * change, with its read model there and with none; beside the same with fewer keys, and beside
 * what any start takes here until HTTP answers. Run by {@code benchmarks/registry-restart}.
 */
public final class RegistryRestart {
    private static final long PAUSE_NANOS = 5_000_000;
    private static final String READ_MODEL = "read-model";

    private final Fabric fabric;
    private final Map<String, List<Double>> live = new LinkedHashMap<>();
    private final Map<String, List<Double>> ready = new LinkedHashMap<>();
    private final Map<String, List<Double>> changed = new LinkedHashMap<>();
    private int next;

    private RegistryRestart(Fabric fabric) {
        this.fabric = fabric;
    }

    /** Arguments: a folder, the numbers of keys (comma separated, the base of the ratios first), the number of rounds. */
    public static void main(String[] args) throws Exception {
        List<Integer> sizes =
                Arrays.stream(args[1].split(",", -1)).map(Integer::valueOf).toList();
        int rounds = Integer.parseInt(args[2]);
        try (Fabric fabric = new Fabric(Path.of(args[0]))) {
            RegistryRestart restart = new RegistryRestart(fabric);
            for (int keys : sizes) {
                fabric.bus().fill(names(keys), keys);
            }
            System.out.printf("| keys | read model | HTTP answers, s | ready, s | first accepted change, s | load |%n"
                    + "|---|---|---|---|---|---|%n");
            for (int round = 0; round < rounds; round++) {
                for (int keys : sizes) {
                    restart.once(keys, false);
                    restart.once(keys, true);
                }
            }
            restart.summary(sizes);
        }
        System.exit(0);
    }

    private static TopicNames names(int keys) {
        return new TopicNames("of" + keys + ".");
    }

    private void once(int keys, boolean present) throws IOException {
        String name = "registry-" + keys;
        if (!present) {
            delete(fabric.folder(name).resolve(READ_MODEL));
        }
        try (Part registry = fabric.registry(name, names(keys))) {
            long toLive = registry.awaitLive(Fabric.START_WITHIN);
            long toReady = registry.awaitReady(Fabric.START_WITHIN);
            Client admin = fabric.admin(name, registry);
            // Each key once: a change that changes nothing is accepted too, and says less.
            String key = new SampleKey(next++ % keys).id().text();
            while (admin.status(registry.url() + "/v1/keys/" + key + "/suspend", Map.of()) != 200) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            long toChange = System.nanoTime() - registry.startedAt();
            String way = way(keys, present);
            live.computeIfAbsent(way, w -> new ArrayList<>()).add(toLive / 1e9);
            ready.computeIfAbsent(way, w -> new ArrayList<>()).add(toReady / 1e9);
            changed.computeIfAbsent(way, w -> new ArrayList<>()).add(toChange / 1e9);
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.2f | %.2f | %.2f | %.1f |%n",
                    way,
                    toLive / 1e9,
                    toReady / 1e9,
                    toChange / 1e9,
                    Fabric.load());
        }
    }

    private static String way(int keys, boolean present) {
        return String.format(Locale.ROOT, "%,d | %s", keys, present ? "there" : "empty");
    }

    private void summary(List<Integer> sizes) {
        System.out.printf(
                "%n| keys | read model | HTTP answers, s | ready, s | first accepted change, s | to HTTP answers | to %,d keys |%n"
                        + "|---|---|---|---|---|---|---|%n",
                sizes.get(0));
        for (int keys : sizes) {
            for (boolean present : new boolean[] {true, false}) {
                String way = way(keys, present);
                List<Double> changes = of(changed, way);
                System.out.printf(
                        Locale.ROOT,
                        "| %s | %.2f | %.2f | %.2f (at most %.2f) | %.1f x | %.1f x |%n",
                        way,
                        Turns.median(of(live, way)),
                        Turns.median(of(ready, way)),
                        Turns.median(changes),
                        changes.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN),
                        ratio(changes, of(live, way)),
                        ratio(changes, of(changed, way(sizes.get(0), present))));
            }
        }
    }

    private static List<Double> of(Map<String, List<Double>> figures, String way) {
        return figures.getOrDefault(way, List.of());
    }

    /** The median of the rounds' own ratios: what else the machine does drifts from round to round. */
    private static double ratio(List<Double> figures, List<Double> base) {
        return Turns.median(IntStream.range(0, figures.size())
                .mapToObj(i -> figures.get(i) / base.get(i))
                .toList());
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
