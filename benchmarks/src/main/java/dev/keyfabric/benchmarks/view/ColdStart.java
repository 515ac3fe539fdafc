package dev.keyfabric.benchmarks.view;

import dev.keyfabric.benchmarks.view.Reader.Way;
import dev.keyfabric.schemas.topics.TopicNames;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Fills topics, then lets fresh processes read them in turn: a bare poll, a plain consumer that writes the same to RocksDB,
 * an engine. Run by {@code benchmarks/cold-start}.
 */
public final class ColdStart {
    private final SampleBus bus;
    private final Path data;
    private final Map<Way, List<Run>> runs = new EnumMap<>(Way.class);

    private record Run(double seconds, double cpuSeconds, double peakMib, double diskMib) {}

    private ColdStart(SampleBus bus, Path data) {
        this.bus = bus;
        this.data = data;
    }

    /** Arguments: a folder, the number of keys, the number of rounds. */
    public static void main(String[] args) throws Exception {
        Path data = Path.of(args[0]);
        int keys = Integer.parseInt(args[1]);
        try (SampleBus bus = new SampleBus(data.resolve("broker"))) {
            new ColdStart(bus, data).run(keys, Integer.parseInt(args[2]));
        }
        System.exit(0);
    }

    private void run(int keys, int rounds) throws Exception {
        TopicNames all = TopicNames.DEFAULT;
        TopicNames tenth = new TopicNames("tenth.");
        bus.fill(all, keys);
        bus.fill(tenth, keys / 10);
        System.out.printf(
                Locale.ROOT,
                "%d keys, values of %d bytes, %d partitions%n%n| round | way | s | CPU s | peak MiB | disk MiB | load |%n"
                        + "|---|---|---|---|---|---|---|%n",
                keys,
                new SampleKey(0).value().length,
                SampleBus.PARTITIONS);
        List<Way> turns = new ArrayList<>(List.of(Way.values()));
        for (int round = 1; round <= rounds; round++) {
            Collections.rotate(turns, 1);
            for (Way way : turns) {
                Run run = once(way, all, keys);
                runs.computeIfAbsent(way, w -> new ArrayList<>()).add(run);
                print(String.valueOf(round), way.name().toLowerCase(Locale.ROOT), run);
            }
        }
        Run small = once(Way.ENGINE, tenth, keys / 10);
        print("-", "engine, a tenth of the keys", small);
        summary(keys, small);
    }

    private Run once(Way way, TopicNames names, int keys) throws Exception {
        Path folder = data.resolve("store");
        List<String> command = Child.command(Reader.class);
        command.add(way.name());
        command.addAll(List.of(bus.bootstrapServers(), names.prefix(), folder.toString(), String.valueOf(keys)));
        String[] said = Child.run(command).split(" ", -1);
        double disk = size(folder) / 1048576.0;
        delete(folder);
        return new Run(
                Long.parseLong(said[0]) / 1e3, Long.parseLong(said[1]) / 1e3, Long.parseLong(said[2]) / 1024.0, disk);
    }

    private void summary(int keys, Run small) {
        System.out.println();
        for (Way way : Way.values()) {
            print(
                    "median",
                    way.name().toLowerCase(Locale.ROOT),
                    new Run(
                            median(way, Run::seconds),
                            median(way, Run::cpuSeconds),
                            median(way, Run::peakMib),
                            median(way, Run::diskMib)));
        }
        System.out.printf(
                Locale.ROOT,
                "%nengine / plain: %.2f of time, %.2f of CPU; engine / poll: %.2f of time, %.2f of CPU%n",
                ratio(Way.PLAIN, Run::seconds),
                ratio(Way.PLAIN, Run::cpuSeconds),
                ratio(Way.POLL, Run::seconds),
                ratio(Way.POLL, Run::cpuSeconds));
        System.out.printf(
                Locale.ROOT,
                "bytes per key: %.0f on disk; peak memory %.0f in all, %.0f for each key beyond a tenth of them%n",
                median(Way.ENGINE, Run::diskMib) * 1048576 / keys,
                median(Way.ENGINE, Run::peakMib) * 1048576 / keys,
                (median(Way.ENGINE, Run::peakMib) - small.peakMib) * 1048576 / (keys - keys / 10.0));
    }

    /** The median of the rounds' own ratios: what else the machine does drifts from round to round. */
    private double ratio(Way base, ToDoubleFunction<Run> figure) {
        List<Run> engine = runs.getOrDefault(Way.ENGINE, List.of());
        List<Run> other = runs.getOrDefault(base, List.of());
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < engine.size(); i++) {
            ratios.add(figure.applyAsDouble(engine.get(i)) / figure.applyAsDouble(other.get(i)));
        }
        return Turns.median(ratios);
    }

    private double median(Way way, ToDoubleFunction<Run> figure) {
        return Turns.median(runs.getOrDefault(way, List.of()).stream()
                .mapToDouble(figure)
                .boxed()
                .toList());
    }

    private static void print(String round, String way, Run run) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %.2f | %.2f | %.0f | %.0f | %.1f |%n",
                round,
                way,
                run.seconds,
                run.cpuSeconds,
                run.peakMib,
                run.diskMib,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static long size(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
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
