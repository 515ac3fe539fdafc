package dev.keyfabric.benchmarks.stamps;

import dev.keyfabric.context.stamp.Binding;
import dev.keyfabric.context.stamp.CallContext;
import dev.keyfabric.context.token.TokenVerifier;
import dev.keyfabric.context.verify.Stamped;
import dev.keyfabric.context.verify.Verifier;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One record of 400 bytes stamped, and verified, on one thread. {@code hot}: the call's token was seen before. {@code
 * cold}: it is the first of its call, so that its signature is checked too. Policies, keys and key states are in memory.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls shop() before anything else.
public class StampAndVerify {
    @Param({"SIGNED", "EVIDENCE"})
    public Binding profile;

    @Param({"hot", "cold"})
    public String cache;

    private final byte[] key = new byte[16];
    private final byte[] value = new byte[400];
    private Shop shop;
    private String token;
    private ConsumerRecord<byte[], byte[]> stamped;
    private TokenVerifier tokens;
    private Verifier verifier;

    @Setup
    public void shop() {
        SplittableRandom random = new SplittableRandom(3);
        random.nextBytes(key);
        random.nextBytes(value);
        shop = new Shop("orders.created.v1", profile);
        tokens = shop.tokens;
        verifier = shop.verifier;
    }

    /** A token lives 300 s and a benchmark may take longer. */
    @Setup(Level.Iteration)
    public void call() {
        token = shop.token();
        stamped = Shop.consumed(shop.stamper.stamp(record(), Shop.call(token, shop.tokens)));
    }

    @Setup(Level.Invocation)
    public void forget() {
        if (cache.equals("cold")) {
            tokens = shop.freshTokens();
            verifier = shop.verifier(tokens);
        }
    }

    @Benchmark
    public ProducerRecord<byte[], byte[]> stamp() {
        CallContext call = Shop.call(token, tokens);
        return shop.stamper.stamp(record(), call);
    }

    @Benchmark
    public Stamped verify() {
        Stamped verdict = verifier.verify(stamped);
        if (verdict instanceof Stamped.Refused) {
            throw new IllegalStateException("the benchmark's own record is refused: " + verdict);
        }
        return verdict;
    }

    private ProducerRecord<byte[], byte[]> record() {
        return new ProducerRecord<>(shop.topic, key, value);
    }
}
