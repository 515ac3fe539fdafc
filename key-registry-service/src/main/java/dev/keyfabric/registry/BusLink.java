package dev.keyfabric.registry;

import dev.keyfabric.follower.BusIdentity;
import dev.keyfabric.follower.Denial;
import dev.keyfabric.follower.FollowerSettings;
import dev.keyfabric.follower.FollowerStatus;
import dev.keyfabric.registry.command.CommandOutbox;
import dev.keyfabric.registry.readmodel.ReadModel;
import dev.keyfabric.registry.root.ForeignRootException;
import dev.keyfabric.registry.root.OwnKey;
import dev.keyfabric.registry.root.RegistryKeys;
import dev.keyfabric.registry.root.RootCheck;
import dev.keyfabric.registry.root.RootKey;
import dev.keyfabric.registry.topics.TopicProvisioner;
import dev.keyfabric.registry.topics.TopicSettings;
import dev.keyfabric.registry.topics.TopicsDifferException;
import dev.keyfabric.registry.topics.TopicsUnavailableException;
import dev.keyfabric.registry.upkeep.Upkeep;
import dev.keyfabric.registry.write.CommandSender;
import dev.keyfabric.registry.write.DigestRequests;
import dev.keyfabric.registry.write.RegistryWriter;
import dev.keyfabric.registry.write.WriterSettings;
import dev.keyfabric.registry.write.WriterStatus;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.telemetry.Tracing;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that needs the bus, in the order in which it can begin: the topics are made and checked, then the read
 * model reads, and once that has caught up the writer writes. While no broker answers it tries again; topics that are not as they must be end it.
 */
final class BusLink implements CommandOutbox, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BusLink.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration LOOK_AT_FEED = Duration.ofMillis(20);
    private static final Duration END = Duration.ofSeconds(10);

    private final RegistrySettings settings;
    private final ReadModel model;
    private final RegistryKeys keys;
    private final OwnKey ownKey;
    private final Tracing tracing;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final ReadModelFeed feed;
    private final SigningKeyCatchUp signingKeys;
    private final CompletableFuture<BusIdentity> topicsChecked = new CompletableFuture<>();
    private final ScheduledExecutorService supervisor = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "registry-supervisor");
        thread.setDaemon(true);
        return thread;
    });
    private volatile @Nullable RegistryWriter writer;
    private volatile @Nullable CommandSender sender;
    private volatile @Nullable String waitsFor = "the bus";

    BusLink(
            RegistrySettings settings,
            ReadModel model,
            RootKey root,
            OwnKey ownKey,
            Tracing tracing,
            InstantSource clock,
            RandomGenerator random) {
        this.settings = settings;
        this.model = model;
        this.keys = new RegistryKeys(root, ownKey::key);
        this.ownKey = ownKey;
        this.tracing = tracing;
        this.clock = clock;
        this.random = random;
        this.signingKeys = new SigningKeyCatchUp(
                settings.kafka(), settings.names(), settings.partitions(), model.offsets(), System::nanoTime);
        this.feed = new ReadModelFeed(
                new FollowerSettings(
                        "registry-" + settings.instanceId(),
                        settings.kafka(),
                        settings.names(),
                        ReadModel.TOPICS,
                        settings.data().resolve("read-model-streams"),
                        FollowerSettings.CHECK_EVERY,
                        FollowerSettings.RETRY_AFTER,
                        FollowerSettings.OUTDATED_AFTER,
                        clock),
                model,
                supervisor);
    }

    /**
     * Begins to connect. Waits a little for the first check, so that topics which differ end the start and not a log.
     *
     * @throws TopicsDifferException naming every difference
     */
    void start(Duration wait) {
        supervisor.execute(this::connect);
        try {
            topicsChecked.get(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("msg=no broker has answered yet, starting without");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicsDifferException differ) {
                throw differ;
            }
            if (e.getCause() instanceof ForeignRootException) {
                return; // never ready, and says why: what it holds may still be asked for
            }
            throw new IllegalStateException("the topics could not be checked", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void connect() {
        BusIdentity bus;
        try {
            bus = checked();
        } catch (TopicsUnavailableException | KafkaException e) {
            waitsFor = Denial.inWords(e).orElseGet(e::getMessage);
            LOG.warn("msg=topics are not there yet, trying again error=\"{}\"", waitsFor);
            later(this::connect, RETRY);
            return;
        } catch (RuntimeException e) {
            waitsFor = e.getMessage();
            LOG.error("msg=this registry will not run on this bus", e);
            topicsChecked.completeExceptionally(e);
            return;
        }
        sender = new CommandSender(settings.kafka(), settings.names(), settings.partitions(), keys);
        feed.start();
        Future<?> unused = supervisor.scheduleWithFixedDelay(
                this::lookAtOwnKey, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
        waitsFor = "the read model, which has not caught up yet";
        topicsChecked.complete(bus);
        startWriter(bus);
    }

    /**
     * Only once the read model has caught up: whoever joins the group takes partitions from those who could decide, and
     * one that does not know who signs commands can decide nothing.
     */
    private void startWriter(BusIdentity bus) {
        if (!feed.isCaughtUp()) {
            later(() -> startWriter(bus), LOOK_AT_FEED);
            return;
        }
        RegistryWriter started = new RegistryWriter(
                new WriterSettings(
                        WriterSettings.applicationOf(settings.names()),
                        settings.instanceId(),
                        settings.kafka(),
                        settings.names(),
                        settings.partitions(),
                        settings.data().resolve("writer"),
                        WriterSettings.RESTART_PAUSE,
                        settings.terms(),
                        tracing),
                bus,
                keys,
                new ReadModelReferences(model.lookups(), signingKeys),
                clock);
        writer = started;
        started.start();
        waitsFor = null;
        askForDigests(started);
        keepUp(started);
    }

    /** Not all registries at once, and not all partitions of a fabric that was started as one. */
    private void askForDigests(RegistryWriter asked) {
        DigestRequests requests = new DigestRequests(
                settings.instanceId(), command -> send(command, null).toCompletableFuture(), clock, random);
        long every = settings.digestEvery().toMillis();
        Future<?> unused = supervisor.scheduleWithFixedDelay(
                () -> {
                    if (isOpen()) {
                        requests.ask(asked.status().ready());
                    }
                },
                every / 2 + random.nextLong(every / 2),
                every,
                TimeUnit.MILLISECONDS);
    }

    private void keepUp(RegistryWriter asked) {
        Upkeep upkeep = new Upkeep(
                settings.instanceId(),
                settings.terms(),
                model.lookups(),
                command -> send(command, null).toCompletableFuture(),
                clock,
                random);
        long every = settings.upkeepEvery().toMillis();
        Future<?> unused = supervisor.scheduleWithFixedDelay(
                () -> {
                    if (isOpen()) {
                        upkeep.look(asked.status().ready());
                    }
                },
                every / 2 + random.nextLong(every / 2),
                every,
                TimeUnit.MILLISECONDS);
    }

    private BusIdentity checked() {
        BusIdentity bus = new TopicProvisioner(new TopicSettings(
                        settings.kafka(),
                        settings.names(),
                        settings.partitions(),
                        settings.development(),
                        TopicSettings.USABLE_WITHIN))
                .provision();
        new RootCheck(settings.kafka(), settings.names(), settings.partitions(), keys.root())
                .run(RegistrySetting.ROOT_KEY_FILE.key());
        return bus;
    }

    private void lookAtOwnKey() {
        CommandSender current = sender;
        if (current == null || !feed.isCaughtUp()) {
            return;
        }
        try {
            ownKey.look(command -> {
                CompletableFuture<?> unused = current.sendAsRoot(command).whenComplete((sent, failure) -> {
                    if (failure != null) {
                        LOG.warn("msg=the registry's key is not enrolled yet error=\"{}\"", failure.toString());
                    }
                });
            });
        } catch (RuntimeException e) {
            LOG.error("msg=the registry's key cannot be looked after", e);
        }
    }

    private void later(Runnable step, Duration pause) {
        try {
            Future<?> unused = supervisor.schedule(step, pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("msg=not tried again, the registry is closing");
        }
    }

    /** Why nothing can begin yet, or null. */
    @Nullable
    String waitsFor() {
        return waitsFor;
    }

    boolean isCaughtUp() {
        return feed.isCaughtUp();
    }

    @Nullable
    FollowerStatus readModelStatus() {
        return feed.status();
    }

    @Nullable
    WriterStatus writerStatus() {
        RegistryWriter current = writer;
        return current == null ? null : current.status();
    }

    /** Whether others will believe what this instance signs. */
    boolean isOwnKeyActive() {
        return ownKey.isActive();
    }

    /**
     * An instance that owns no partition is starting, or cut off, and one whose key is not enrolled would not be
     * believed. Partitions of other instances it cannot judge.
     */
    @Override
    public boolean isOpen() {
        WriterStatus status = writerStatus();
        return sender != null
                && ownKey.isActive()
                && status != null
                && status.running()
                && !status.ready().isEmpty();
    }

    @Override
    public CompletionStage<?> send(Command command, @Nullable String traceparent) {
        CommandSender current = sender;
        return current == null
                ? CompletableFuture.failedFuture(new IllegalStateException("not connected yet"))
                : current.send(command, traceparent);
    }

    @Override
    public void close() {
        supervisor.shutdownNow();
        try {
            if (!supervisor.awaitTermination(END.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("msg=a try to connect did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        CommandSender sending = sender;
        if (sending != null) {
            sending.close();
        }
        RegistryWriter writing = writer;
        if (writing != null) {
            writing.close();
        }
        signingKeys.close();
        feed.close();
    }
}
