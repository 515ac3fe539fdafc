package dev.keyfabric.benchmarks.http;

import dev.keyfabric.benchmarks.view.SampleKey;
import dev.keyfabric.benchmarks.view.Turns;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * Requests a second and processor time for each, of a validator and of the least that a server on Netty costs, driven in turns
 * by one closed loop. Run by {@code benchmarks/http}.
 */
public final class HttpVerdicts {
    private static final int CONNECTIONS = 64;
    private static final int THREADS = 2;
    private static final int SAMPLE = 20_000;
    private static final String BARE = "bare Netty, 204";
    private static final String ROCKS = "bare Netty, SHA-256, RocksDB";

    private final int keys;
    private final int rounds;
    private final long nanos;
    private final Map<String, Way> ways = new LinkedHashMap<>();

    private HttpVerdicts(int keys, int rounds, int seconds) {
        this.keys = keys;
        this.rounds = rounds;
        this.nanos = TimeUnit.SECONDS.toNanos(seconds);
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Way(Server server, byte[][] requests, int expected, List<Turn> turns) {}

    private record Turn(double perSecond, double cpuMicros, double p50, double p99, long otherwise) {}

    /** Arguments: a folder, a number of keys, of rounds, of seconds for each turn. */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        HttpVerdicts run =
                new HttpVerdicts(Integer.parseInt(args[1]), Integer.parseInt(args[2]), Integer.parseInt(args[3]));
        try (Server bare = Server.bare();
                Server rocks = Server.rocks(folder.resolve("rocks"), run.keys);
                Server validator = Server.validator(folder.resolve("validator"), run.keys)) {
            run.measure(bare, rocks, validator);
        }
        System.exit(0);
    }

    private void measure(Server bare, Server rocks, Server validator) {
        add(BARE, bare, 204, this::authorize);
        add(ROCKS, rocks, 200, this::authorize);
        add("validator, authorize", validator, 200, this::authorize);
        add("validator, validate", validator, 200, this::validate);
        // Whose numbers begin where those of the keys that are held end.
        add("validator, authorize, unknown keys", validator, 401, i -> authorize(keys + i));
        for (int round = -1; round < rounds; round++) {
            for (Way way : ways.values()) {
                Turn turn = turn(way);
                if (round >= 0) {
                    way.turns().add(turn);
                }
            }
        }
        print();
    }

    private void add(String name, Server server, int expected, IntFunction<String> request) {
        byte[][] requests = IntStream.range(0, Math.min(keys, SAMPLE))
                .map(i -> (int) ((long) i * keys / Math.min(keys, SAMPLE)))
                .mapToObj(request)
                .map(text -> text.getBytes(StandardCharsets.ISO_8859_1))
                .toArray(byte[][]::new);
        ways.put(name, new Way(server, requests, expected, new ArrayList<>()));
    }

    private String authorize(int key) {
        return "GET /v1/authorize?scope=orders:read HTTP/1.1\r\nHost: 127.0.0.1\r\nX-API-Key: "
                + new SampleKey(key).secret().reveal() + "\r\n\r\n";
    }

    private String validate(int key) {
        String body = "{\"key\":\"" + new SampleKey(key).secret().reveal() + "\",\"scopes\":[\"orders:read\"]}";
        return "POST /v1/validate HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
    }

    private Turn turn(Way way) {
        List<Load> loads = new ArrayList<>();
        List<CompletableFuture<Void>> running = new ArrayList<>();
        long cpu = way.server().cpu().toNanos();
        long begun = System.nanoTime();
        for (int i = 0; i < THREADS; i++) {
            Load load = new Load(way.requests(), way.expected(), begun + i);
            loads.add(load);
            running.add(CompletableFuture.runAsync(() -> load.run(way.server().port(), CONNECTIONS / THREADS, nanos)));
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

    private void print() {
        System.out.printf(
                "| way | requests/s | to bare | to RocksDB | CPU µs/request | to bare | p50 ms | p99 ms | other answers |%n");
        System.out.printf("|---|---|---|---|---|---|---|---|---|%n");
        ways.forEach((name, way) -> System.out.printf(
                Locale.ROOT,
                "| %s | %,.0f | %.2f | %.2f | %.1f | %.2f | %.2f | %.2f | %d |%n",
                name,
                median(way, Turn::perSecond),
                ratio(way, BARE, Turn::perSecond),
                ratio(way, ROCKS, Turn::perSecond),
                median(way, Turn::cpuMicros),
                ratio(way, BARE, Turn::cpuMicros),
                median(way, Turn::p50),
                median(way, Turn::p99),
                way.turns().stream().mapToLong(Turn::otherwise).sum()));
    }

    private interface Figure {
        double of(Turn turn);
    }

    private static double median(Way way, Figure figure) {
        return Turns.median(way.turns().stream().map(figure::of).toList());
    }

    /** The median of the rounds' own ratios. */
    private double ratio(Way way, String base, Figure figure) {
        List<Turn> beside = Objects.requireNonNull(ways.get(base), base).turns();
        return Turns.median(IntStream.range(0, rounds)
                .mapToObj(i -> figure.of(way.turns().get(i)) / figure.of(beside.get(i)))
                .toList());
    }
}
