package dev.keyfabric.benchmarks.view;

import dev.keyfabric.schemas.topics.TopicNames;
import dev.keyfabric.validation.EngineSettings;
import dev.keyfabric.validation.ValidationEngine;
import dev.keyfabric.validation.judge.Code;
import dev.keyfabric.validation.time.TimeSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How long a node that was killed takes to its first right answer with no broker there, beside the same node with an empty
 * folder to its first refusal: both from the start of their process. Run by {@code benchmarks/restart}.
 */
public final class Restart {
    private final Path folder;
    private final String nobody;

    private Restart(Path folder, String nobody) {
        this.folder = folder;
        this.nobody = nobody;
    }

    /** Arguments: a folder, the numbers of keys (comma separated), the number of rounds. With {@code start}: the child. */
    public static void main(String[] args) throws Exception {
        if (args[0].equals("start")) {
            start(Path.of(args[1]), args[2], Integer.parseInt(args[3]));
            return;
        }
        Path folder = Path.of(args[0]);
        List<Integer> sizes =
                List.of(args[1].split(",", -1)).stream().map(Integer::valueOf).toList();
        String bootstrap;
        try (SampleBus bus = new SampleBus(folder.resolve("broker"))) {
            bootstrap = bus.bootstrapServers();
            for (int keys : sizes) {
                TopicNames names = new TopicNames("of" + keys + ".");
                bus.fill(names, keys);
                fill(folder.resolve("view" + keys), bootstrap, names, keys);
            }
        }
        new Restart(folder, bootstrap).run(sizes, Integer.parseInt(args[2]));
        System.exit(0);
    }

    /** As a node that is killed once it has everything. */
    private static void fill(Path view, String bootstrap, TopicNames names, int keys) throws Exception {
        List<String> command = Child.command(Reader.class);
        command.addAll(List.of(Reader.Way.ENGINE.name(), bootstrap, names.prefix(), view.toString()));
        command.add(String.valueOf(keys));
        Child.run(command);
    }

    private void run(List<Integer> sizes, int rounds) throws Exception {
        System.out.printf(
                "| keys | first refusal, empty folder, ms | first VALID, ms | more, ms |%n|---|---|---|---|%n");
        for (int keys : sizes) {
            List<Double> empty = new ArrayList<>();
            List<Double> filled = new ArrayList<>();
            List<Double> more = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                empty.add(millisTo(Code.NOT_READY, folder.resolve("empty-" + keys + "-" + round), keys));
                filled.add(millisTo(Code.VALID, folder.resolve("view" + keys), keys));
                more.add(filled.get(round) - empty.get(round));
            }
            System.out.printf(
                    Locale.ROOT,
                    "| %,d | %.0f | %.0f | %.0f (at most %.0f) |%n",
                    keys,
                    Turns.median(empty),
                    Turns.median(filled),
                    Turns.median(more),
                    more.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN));
        }
    }

    private double millisTo(Code expected, Path view, int keys) throws Exception {
        List<String> command = Child.command(Restart.class);
        command.addAll(List.of("start", view.toString(), nobody, String.valueOf(keys)));
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        byte[] said = new byte[expected.name().length()];
        int read = process.getInputStream().readNBytes(said, 0, said.length);
        long nanos = System.nanoTime() - start;
        process.waitFor();
        String code = new String(said, 0, read, StandardCharsets.US_ASCII);
        if (!code.equals(expected.name())) {
            throw new IllegalStateException("answered " + code + ", not " + expected);
        }
        return nanos / 1e6;
    }

    private static void start(Path folder, String nobody, int keys) {
        ValidationEngine engine = ValidationEngine.open(
                Reader.settings(folder, nobody, new TopicNames("of" + keys + "."), EngineSettings.LIMITS),
                TimeSource.SYSTEM);
        System.out.print(engine.judge(Reader.question(new SampleKey(keys - 1))).code());
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }
}
