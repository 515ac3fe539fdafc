package dev.keyfabric.benchmarks.http;

import dev.keyfabric.benchmarks.view.Turns;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * Ways to ask servers over HTTP, driven in turns by one closed loop each, so that what else the machine does touches all alike.
 * A figure is the median over the rounds; a ratio is the median of the rounds' own ratios.
 */
public final class Ways {
    public static final int CONNECTIONS = 64;
    private static final int THREADS = 2;
    private static final int SAMPLE = 20_000;

    private final int keys;
    private final int rounds;
    private final Duration turn;
    private final Map<String, Way> ways = new LinkedHashMap<>();

    public Ways(int keys, int rounds, Duration turn) {
        this.keys = keys;
        this.rounds = rounds;
        this.turn = turn;
    }

    /** What is asked: a process that listens on loopback, and what it has used of the processor so far. */
    public interface Asked {
        int port();

        Duration cpu();
    }

    /** What goes on beside a turn, from when it is made until it is closed. */
    public interface Meanwhile extends AutoCloseable {
        Meanwhile NOTHING = () -> {};

        @Override
        void close();
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Way(
            Asked server,
            byte[][] requests,
            int expected,
            int connections,
            Supplier<Meanwhile> meanwhile,
            List<Turn> turns) {}

    private record Turn(double perSecond, double cpuMicros, double p50, double p99, long otherwise) {}

    /**
     * Adds a way.
     *
     * @param expected the status that latencies are of; others are counted
     * @param request for the n-th key
     */
    public void add(String name, Asked server, int expected, IntFunction<String> request) {
        add(name, server, expected, CONNECTIONS, () -> Meanwhile.NOTHING, request);
    }

    /** The same with another number of connections, and with something beside each turn. */
    public void add(
            String name,
            Asked server,
            int expected,
            int connections,
            Supplier<Meanwhile> meanwhile,
            IntFunction<String> request) {
        int sample = Math.min(keys, SAMPLE);
        byte[][] requests = IntStream.range(0, sample)
                .map(i -> (int) ((long) i * keys / sample))
                .mapToObj(request)
                .map(text -> text.getBytes(StandardCharsets.ISO_8859_1))
                .toArray(byte[][]::new);
        ways.put(name, new Way(server, requests, expected, connections, meanwhile, new ArrayList<>()));
    }

    /** Takes all turns; those of a first round only warm up. */
    public void run() {
        for (int round = -1; round < rounds; round++) {
            for (Way way : ways.values()) {
                try (Meanwhile unused = way.meanwhile().get()) {
                    Turn taken = turn(way);
                    if (round >= 0) {
                        way.turns().add(taken);
                    }
                }
            }
        }
    }

    private Turn turn(Way way) {
        List<Load> loads = new ArrayList<>();
        List<CompletableFuture<Void>> running = new ArrayList<>();
        long cpu = way.server().cpu().toNanos();
        long begun = System.nanoTime();
        for (int i = 0; i < THREADS; i++) {
            Load load = new Load(way.requests(), way.expected(), begun + i);
            loads.add(load);
            running.add(CompletableFuture.runAsync(
                    () -> load.run(way.server().port(), way.connections() / THREADS, turn.toNanos())));
        }
        running.forEach(CompletableFuture::join);
        double seconds = (System.nanoTime() - begun) / 1e9;
        long used = way.server().cpu().toNanos() - cpu;
        Histogram latencies = loads.get(0).latencies();
        loads.stream().skip(1).forEach(load -> latencies.add(load.latencies()));
        long otherwise = loads.stream().mapToLong(Load::otherwise).sum();
        long answers = otherwise + loads.stream().mapToLong(Load::asExpected).sum();
        return new Turn(
                answers / seconds,
                used / 1e3 / answers,
                latencies.getValueAtPercentile(50) / 1e3,
                latencies.getValueAtPercentile(99) / 1e3,
                otherwise);
    }

    /** Prints a table, with a ratio to each of some ways. */
    public void print(String... bases) {
        String first = bases[0];
        System.out.println("| way | requests/s |" + columns(bases) + " CPU µs/request | to " + first
                + " | p50 ms | p99 ms | other answers |");
        System.out.println("|---|---|" + "---|".repeat(bases.length) + "---|---|---|---|---|");
        ways.forEach((name, way) -> {
            StringBuilder ratios = new StringBuilder();
            for (String base : bases) {
                ratios.append(String.format(Locale.ROOT, " %.2f |", ratio(way, base, Turn::perSecond)));
            }
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %,.0f |%s %.1f | %.2f | %.2f | %.2f | %,d |%n",
                    name,
                    median(way, Turn::perSecond),
                    ratios,
                    median(way, Turn::cpuMicros),
                    ratio(way, first, Turn::cpuMicros),
                    median(way, Turn::p50),
                    median(way, Turn::p99),
                    way.turns().stream().mapToLong(Turn::otherwise).sum());
        });
    }

    private static String columns(String... bases) {
        StringBuilder columns = new StringBuilder();
        for (String base : bases) {
            columns.append(" to ").append(base).append(" |");
        }
        return columns.toString();
    }

    private interface Figure {
        double of(Turn turn);
    }

    private static double median(Way way, Figure figure) {
        return Turns.median(way.turns().stream().map(figure::of).toList());
    }

    private double ratio(Way way, String base, Figure figure) {
        List<Turn> beside = Objects.requireNonNull(ways.get(base), base).turns();
        return Turns.median(IntStream.range(0, rounds)
                .mapToObj(i -> figure.of(way.turns().get(i)) / figure.of(beside.get(i)))
                .toList());
    }
}
