package dev.keyfabric.benchmarks;

import dev.keyfabric.benchmarks.http.Ways.Meanwhile;
import dev.keyfabric.benchmarks.view.SampleBus;
import dev.keyfabric.benchmarks.view.SampleBus.Holding;
import dev.keyfabric.schemas.topics.TopicNames;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** New keys that arrive on the topics at a steady pace, a hundred in each transaction, as an import writes them. */
final class NewKeys implements AutoCloseable {
    private static final int PER_TRANSACTION = 100;

    private final SampleBus.Writer writer;
    private int next;
    private long written;
    private long nanos;

    /** New keys after so many. */
    NewKeys(SampleBus bus, int held) {
        this.writer = bus.writer(TopicNames.DEFAULT);
        this.next = held;
    }

    /** Lets them arrive until it is closed. */
    Meanwhile arriving(int perSecond) {
        long between = TimeUnit.SECONDS.toNanos(1) * PER_TRANSACTION / perSecond;
        AtomicBoolean over = new AtomicBoolean();
        Thread writing = new Thread(() -> write(between, over), "new-keys");
        writing.start();
        return () -> {
            over.set(true);
            try {
                writing.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    private void write(long between, AtomicBoolean over) {
        long begun = System.nanoTime();
        long due = begun;
        while (!over.get()) {
            int from = next;
            next += PER_TRANSACTION;
            writer.write(IntStream.range(from, next).mapToObj(Holding::of));
            written += PER_TRANSACTION;
            due += between;
            LockSupport.parkNanos(due - System.nanoTime());
        }
        nanos += System.nanoTime() - begun;
    }

    /** How many a second arrived while they were to. */
    double perSecond() {
        return written * 1e9 / nanos;
    }

    @Override
    public void close() {
        writer.close();
    }
}
