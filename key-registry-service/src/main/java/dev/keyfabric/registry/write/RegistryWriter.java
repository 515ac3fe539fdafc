package dev.keyfabric.registry.write;

import dev.keyfabric.follower.BusIdentity;
import dev.keyfabric.registry.decide.Decider;
import dev.keyfabric.registry.decide.References;
import dev.keyfabric.registry.root.RegistryKeys;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writer of one instance: runs the topology for the partitions that the group gives it, rebuilds a Streams client
 * that died, and ticks. Starting needs no bus; it connects when there is one.
 */
public final class RegistryWriter implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RegistryWriter.class);

    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);
    private static final Duration TICK_EVERY = Duration.ofSeconds(1);
    private static final int TICK_BLOCKS_AT_MOST_MS = 500;

    private final WriterSettings settings;
    private final Decider decider;
    private final RegistryKeys keys;
    private final References references;
    private final TopicRefill refill;
    private final OwnedPartitions owned = new OwnedPartitions();
    private final Producer<String, byte[]> tickProducer;
    private final Ticker ticker;
    private final ScheduledExecutorService supervisor = executor("writer-supervisor");
    private final ScheduledExecutorService clockwork = executor("writer-ticks");

    private volatile boolean closing;
    private volatile @Nullable KafkaStreams streams;
    private volatile @Nullable Throwable lastFailure;

    /**
     * A writer that is not started yet.
     *
     * @param bus as the topic check found it
     * @param keys what it signs with, and whose signatures it believes in its refills
     * @param references caught up, or commands are refused whose signers are not known yet
     * @param clock gives the time that ticks carry
     */
    public RegistryWriter(
            WriterSettings settings, BusIdentity bus, RegistryKeys keys, References references, InstantSource clock) {
        this.settings = settings;
        this.decider = new Decider(settings.partitions(), settings.terms());
        this.keys = keys;
        this.references = references;
        this.refill = new TopicRefill(
                settings.clientSettings(), settings.names(), settings.partitions(), keys.root(), () -> closing);
        this.tickProducer = PlainProducers.open(settings.clientSettings(), TICK_BLOCKS_AT_MOST_MS);
        this.ticker = new Ticker(tickProducer, settings.names(), bus, "registry:" + settings.instanceId(), clock);
    }

    /** Returns at once; {@link #status()} tells how far it is. */
    public void start() {
        supervisor.execute(this::run);
        Future<?> unused = clockwork.scheduleAtFixedRate(
                this::tick, TICK_EVERY.toMillis(), TICK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    public WriterStatus status() {
        KafkaStreams current = streams;
        return new WriterStatus(
                current != null && current.state().isRunningOrRebalancing(),
                owned.now(),
                Optional.ofNullable(lastFailure).map(failure -> rootOf(failure).toString()),
                refill.ignored());
    }

    /** Commits what is decided, gives the partitions up at once and stops; a started writer cannot be started again. */
    @Override
    public void close() {
        closing = true;
        clockwork.shutdownNow();
        supervisor.shutdownNow();
        awaitEnd(supervisor);
        KafkaStreams current = streams;
        if (current != null) {
            current.close(CloseOptions.timeout(CLOSE_WITHIN)
                    .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        }
        tickProducer.close(Duration.ofSeconds(1));
    }

    private void run() {
        KafkaStreams dead = streams;
        if (dead != null) {
            dead.close(CLOSE_WITHIN);
        }
        if (closing) {
            return;
        }
        try {
            KafkaStreams next = new KafkaStreams(topology(), StreamsSettings.of(settings));
            streams = next;
            next.setUncaughtExceptionHandler(this::died);
            next.setStateListener((now, before) -> {
                if (now == KafkaStreams.State.ERROR) {
                    again();
                }
            });
            next.start();
        } catch (RuntimeException e) {
            lastFailure = e;
            log.warn("cannot start the writer", e);
            again();
        }
    }

    private Topology topology() {
        return WriterTopology.build(
                settings.names(),
                () -> new CommandProcessor(
                        "registry/" + settings.instanceId(),
                        settings.names(),
                        decider,
                        keys,
                        references,
                        refill,
                        owned,
                        settings.tracing()));
    }

    private StreamThreadExceptionResponse died(Throwable failure) {
        if (!closing) {
            lastFailure = failure;
            // Streams itself logs the stack.
            log.error(
                    "the writer died and will be rebuilt pause={} reason={}",
                    settings.restartPause(),
                    rootOf(failure).toString());
        }
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    private void again() {
        try {
            Future<?> unused =
                    supervisor.schedule(this::run, settings.restartPause().toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            log.debug("not rebuilt, the writer is closing");
        }
    }

    /** Streams wraps whatever happens in a task. */
    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private void tick() {
        try {
            ticker.tick(owned.now());
        } catch (RuntimeException e) {
            log.error("a tick failed", e);
        }
    }

    private static void awaitEnd(ScheduledExecutorService executor) {
        try {
            if (!executor.awaitTermination(CLOSE_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("a start of the writer did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ScheduledExecutorService executor(String name) {
        return Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
    }
}
