package dev.keyfabric.benchmarks.view;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.keyfabric.schemas.topics.TopicNames;
import dev.keyfabric.validation.EngineSettings;
import dev.keyfabric.validation.ValidationEngine;
import dev.keyfabric.validation.judge.Code;
import dev.keyfabric.validation.judge.Credential;
import dev.keyfabric.validation.judge.Question;
import dev.keyfabric.validation.time.TimeSource;
import dev.keyfabric.validation.view.PlainStore;
import dev.keyfabric.validation.view.ViewLimits;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/**
 * What a verdict costs in the process that asks, beside the parts that it cannot be had without: a SHA-256 and gets from the
 * very database of the view. One thread; no broker runs meanwhile. Run by {@code benchmarks/verdict}.
 */
public final class VerdictCost {
    private static final int SAMPLES = 1 << 17;
    private static final int HOT = 1 << 10;
    private static final int WARM_UPS = 10;

    private VerdictCost() {}

    /** Arguments: a folder, the number of keys, the number of rounds, MiB for the view. */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        int keys = Integer.parseInt(args[1]);
        ViewLimits limits = new ViewLimits(Integer.parseInt(args[3]), EngineSettings.LIMITS.diskReserveMib());
        Path store = folder.resolve("store");
        ValidationEngine engine;
        try (SampleBus bus = new SampleBus(folder.resolve("broker"))) {
            bus.fill(TopicNames.DEFAULT, keys);
            engine = ValidationEngine.open(
                    Reader.settings(store, bus.bootstrapServers(), TopicNames.DEFAULT, limits), TimeSource.SYSTEM);
            Reader.awaitAll(engine, keys);
        }
        try (PlainStore plain = PlainStore.beside(store.resolve("view"), limits)) {
            System.out.printf("%d keys, %d MiB for the view, JDK %s%n%n", keys, limits.memoryMib(), Runtime.version());
            measure(engine, plain, keys, Integer.parseInt(args[2]));
        }
        Runtime.getRuntime().halt(0);
    }

    private static void measure(ValidationEngine engine, PlainStore plain, int keys, int rounds) throws Exception {
        SplittableRandom random = new SplittableRandom(1);
        String[] any = new String[SAMPLES];
        byte[][] ids = new byte[SAMPLES][];
        byte[][] hashes = new byte[SAMPLES][];
        String[] unknown = new String[SAMPLES];
        byte[][] unknownHashes = new byte[SAMPLES][];
        for (int i = 0; i < SAMPLES; i++) {
            SampleKey key = new SampleKey(random.nextInt(keys));
            any[i] = key.secret().reveal();
            ids[i] = key.id().text().getBytes(US_ASCII);
            hashes[i] = key.secret().sha256();
            SampleKey other = new SampleKey(keys + i);
            unknown[i] = other.secret().reveal();
            unknownHashes[i] = other.secret().sha256();
        }
        Turns turns = new Turns();
        turns.add("raw get of a record", n -> require(get(() -> plain.key(ids[n & (SAMPLES - 1)])) != null));
        turns.add(
                "raw get of an unknown hash",
                n -> require(get(() -> plain.hash(unknownHashes[n & (SAMPLES - 1)])) == null));
        turns.add("SHA-256 of a key", n -> require(sha256(any[n & (SAMPLES - 1)]).length == 32));
        turns.add("SHA-256, raw get of hash and record", n -> {
            byte[] hash = sha256(any[n & (SAMPLES - 1)]);
            byte[] id = get(() -> plain.hash(hash));
            require(id != null && get(() -> plain.key(id)) != null);
        });
        turns.add("verdict, " + HOT + " keys", n -> verdict(engine, any[n & (HOT - 1)], Code.VALID));
        turns.add("verdict, any key", n -> verdict(engine, any[n & (SAMPLES - 1)], Code.VALID));
        turns.add("verdict, unknown key", n -> verdict(engine, unknown[n & (SAMPLES - 1)], Code.NOT_FOUND));
        turns.run(WARM_UPS, rounds);
        turns.print("raw get of a record");
    }

    private static void verdict(ValidationEngine engine, String key, Code expected) {
        Question question = new Question(Credential.of(key), "orders", List.of("orders:read"), null);
        require(engine.judge(question).code() == expected);
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalStateException("not what was to be measured");
        }
    }

    private interface Get {
        byte @Nullable [] ask() throws RocksDBException;
    }

    private static byte @Nullable [] get(Get get) {
        try {
            return get.ask();
        } catch (RocksDBException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] sha256(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
