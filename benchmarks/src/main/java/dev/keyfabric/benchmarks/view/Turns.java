package dev.keyfabric.benchmarks.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntConsumer;

/**
 * Operations of one process that take turns of a fifth of a second each, so that what else the machine does touches all
 * alike. The figure of each is the median over its turns; a ratio is the median of the ratios within the rounds.
 */
public final class Turns {
    private static final long TURN_NANOS = 200_000_000;
    private static final int BATCH = 256;

    private final Map<String, Operation> operations = new LinkedHashMap<>();

    private record Operation(IntConsumer work, List<Double> nanos) {}

    /** An operation on the n-th sample. */
    void add(String name, IntConsumer operation) {
        operations.put(name, new Operation(operation, new ArrayList<>()));
    }

    void run(int warmUps, int rounds) {
        for (int round = -warmUps; round < rounds; round++) {
            for (Operation operation : operations.values()) {
                double nanos = turn(operation.work());
                if (round >= 0) {
                    operation.nanos().add(nanos);
                }
            }
        }
    }

    private static double turn(IntConsumer operation) {
        long start = System.nanoTime();
        int n = 0;
        long now;
        do {
            for (int i = 0; i < BATCH; i++) {
                operation.accept(n++);
            }
            now = System.nanoTime();
        } while (now - start < TURN_NANOS);
        return (now - start) / (double) n;
    }

    void print(String base) {
        System.out.printf(Locale.ROOT, "| operation | ns/op, median (best) | x %s |%n|---|---|---|%n", base);
        List<Double> beside = Objects.requireNonNull(operations.get(base), base).nanos();
        operations.forEach((name, operation) -> System.out.printf(
                Locale.ROOT,
                "| %s | %,.0f (%,.0f) | %.2f |%n",
                name,
                median(operation.nanos()),
                operation.nanos().stream()
                        .mapToDouble(Double::doubleValue)
                        .min()
                        .orElse(Double.NaN),
                ratio(operation.nanos(), beside)));
    }

    private static double ratio(List<Double> figure, List<Double> base) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < figure.size(); i++) {
            ratios.add(figure.get(i) / base.get(i));
        }
        return median(ratios);
    }

    public static double median(List<Double> figures) {
        List<Double> sorted = figures.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }
}
