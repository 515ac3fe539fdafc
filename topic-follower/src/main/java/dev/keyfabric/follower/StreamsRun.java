package dev.keyfabric.follower;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;

/**
 * One life of Kafka Streams, from start to its failure or our close. {@code KafkaStreams.start()} blocks until all is
 * restored, and as long as no broker answers; so it has a thread of its own, which is given up when it does not end.
 */
final class StreamsRun implements AutoCloseable {
    private static final Duration CLOSE = Duration.ofSeconds(3);

    private final Clients clients;
    private final ReadAhead readAhead;
    private final Map<String, Object> readAheadSettings;
    private final KafkaStreams streams;
    private final Thread starter;
    private final CompletableFuture<Throwable> ended = new CompletableFuture<>();
    private volatile boolean running;
    private boolean closed;

    StreamsRun(FollowerSettings settings, Path stateDir, BusSnapshot seen, Feed feed, Runnable onRunning) {
        this.clients = new Clients(feed);
        this.readAhead = new ReadAhead(clients, settings.names(), seen, feed);
        Properties streamsSettings = KafkaSettings.streams(settings, stateDir);
        this.readAheadSettings = KafkaSettings.readAhead(settings, streamsSettings);
        this.streams = new KafkaStreams(GlobalStores.topology(settings, feed), streamsSettings, clients);
        streams.setUncaughtExceptionHandler(failure -> {
            ended.complete(failure);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        streams.setStateListener((now, before) -> {
            // Until it runs, start() throws what happened.
            if (now == State.ERROR && running) {
                ended.complete(new IllegalStateException("Kafka Streams went from " + before + " to " + now));
            }
        });
        this.starter = Daemons.thread(settings.name() + "-start", () -> restore(onRunning));
        starter.start();
    }

    private void restore(Runnable onRunning) {
        try {
            readAhead.run(readAheadSettings);
            streams.start();
            running = true;
            announce(onRunning);
        } catch (RuntimeException | Error e) {
            ended.complete(e);
        }
    }

    private synchronized void announce(Runnable onRunning) {
        if (!closed) {
            onRunning.run();
        }
    }

    /** Waits until this life ends by itself, and says of what; null when it goes on. */
    @Nullable
    Throwable awaitEnd(Duration atMost) throws InterruptedException {
        try {
            return ended.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException stillRunning) {
            return null;
        } catch (ExecutionException e) {
            throw new AssertionError("never completed exceptionally", e);
        }
    }

    /** Ends Streams, and gives up waiting after a few seconds; what is left then are daemon threads. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        if (starter.isAlive()) {
            // close() takes the lock that start() holds, so start() has to end first.
            clients.wakeUp();
            starter.interrupt();
        }
        Thread closer = Daemons.thread(starter.getName() + "-close", () -> streams.close(CLOSE));
        closer.start();
        Daemons.join(closer, CLOSE.plusMillis(500));
    }

    /** Whether all threads are gone and the folder is free for another life. */
    boolean endedCleanly() {
        return streams.state().hasCompletedShutdown();
    }
}
