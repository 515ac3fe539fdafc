package dev.keyfabric.validation.rebuild;

import dev.keyfabric.follower.FollowerSettings;
import dev.keyfabric.follower.FollowerStatus;
import dev.keyfabric.follower.Halt;
import dev.keyfabric.follower.TopicFollower;
import dev.keyfabric.validation.view.Beside;
import dev.keyfabric.validation.view.FabricView;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a view fed: by one follower always, and where its store has to be filled anew by a second one that feeds a store
 * beside it. The first store serves until the second has applied as much; then that takes its place, and its follower goes
 * on. One that cannot be finished is given up, and a reason that stands is tried again after a pause that grows.
 */
public final class Following implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Following.class);
    private static final Duration LOOKED_EVERY = Duration.ofMillis(250);
    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final String nodeId;
    private final FollowerSettings settings;
    private final FabricView view;
    private final LongSupplier nanos;
    private final Thread thread;
    private final Semaphore news = new Semaphore(0);
    private volatile TopicFollower follower;
    private volatile RebuildStatus status = RebuildStatus.NONE;
    private volatile boolean asked;
    private volatile boolean stopped;
    private Duration pause = FIRST_PAUSE;
    private long notBefore;
    /** It is looked four times a second, and said once. */
    private boolean lookFails;

    /**
     * A feed that is not started.
     *
     * @param nodeId of the node in its fleet: says when its turn is to be filled anew for a digest
     * @param settings of the follower that feeds the store which serves now
     * @param nanos the monotonic clock
     */
    public Following(String nodeId, FollowerSettings settings, FabricView view, LongSupplier nanos) {
        this.nodeId = nodeId;
        this.settings = settings;
        this.view = view;
        this.nanos = nanos;
        this.notBefore = nanos.getAsLong();
        this.follower = new TopicFollower(settings, view.fed(), news::release);
        this.thread = new Thread(this::run, settings.name() + "-rebuild");
        this.thread.setDaemon(true);
    }

    public void start() {
        follower.start();
        thread.start();
    }

    /** Of the follower whose store serves. */
    public FollowerStatus status() {
        return follower.status();
    }

    public RebuildStatus rebuild() {
        return status;
    }

    /** Asks for a store that is filled anew; false when one is being filled already, which is as good. */
    public boolean request() {
        if (status.running() != null) {
            return false;
        }
        asked = true;
        news.release();
        return true;
    }

    @Override
    public void close() {
        stopped = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        follower.close();
    }

    private void run() {
        try {
            while (!stopped) {
                RebuildReason reason = reasonNow();
                if (reason != null) {
                    rebuild(reason);
                }
                awaitNews();
            }
        } catch (InterruptedException e) {
            // Asked to stop.
        }
    }

    private void awaitNews() throws InterruptedException {
        if (news.tryAcquire(LOOKED_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
            news.drainPermits();
        }
    }

    /** Whatever fails on the way to a reason is none; thrown on, it would end the looking for good. */
    private @Nullable RebuildReason reasonNow() {
        try {
            RebuildReason reason = reason();
            lookFails = false;
            return reason;
        } catch (RuntimeException e) {
            if (!lookFails) {
                LOG.error("rebuild event=look_failed name={}", settings.name(), e);
            }
            lookFails = true;
            return null;
        }
    }

    private @Nullable RebuildReason reason() {
        if (asked) {
            return RebuildReason.OPERATOR;
        }
        if (nanos.getAsLong() - notBefore < 0) {
            return null;
        }
        FollowerStatus now = follower.status();
        Halt halted = now.halted();
        if (halted != null) {
            // Before another bus only an operator's word counts, whatever else is wrong.
            return halted.cause() == Halt.Cause.OUTDATED ? RebuildReason.OFFLINE_TOO_LONG : null;
        }
        if (!follower.brokerReachable()) {
            return null;
        }
        if (view.corrupt()) {
            return RebuildReason.CORRUPT;
        }
        if (view.outdated()) {
            return RebuildReason.FORMAT;
        }
        return view.differsFromRegistry()
                        && DigestTurn.isNow(
                                nodeId, view.digestRebuildAt(), settings.clock().instant())
                ? RebuildReason.DIGEST
                : null;
    }

    private void rebuild(RebuildReason reason) throws InterruptedException {
        asked = false;
        status = status.begun(reason);
        LOG.warn("rebuild event=begun name={} reason={}", settings.name(), reason);
        try {
            if (reason == RebuildReason.DIGEST) {
                view.setDigestRebuildAt(settings.clock().millis());
            }
            fill(view.beside());
            pause = FIRST_PAUSE;
            status = status.served();
            LOG.info("rebuild event=served name={} reason={}", settings.name(), reason);
        } catch (RuntimeException | GivenUpException e) {
            notBefore = nanos.getAsLong() + pause.toNanos();
            LOG.error(
                    "rebuild event=given_up name={} reason={} again_after={} trouble=\"{}\"",
                    settings.name(),
                    reason,
                    pause,
                    e.getMessage());
            pause = pause.compareTo(LONGEST_PAUSE.dividedBy(2)) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            status = status.givenUp(String.valueOf(e.getMessage()));
        }
    }

    private void fill(Beside next) throws InterruptedException, GivenUpException {
        TopicFollower filling = new TopicFollower(beside(next), next.fed(), news::release);
        boolean serves = false;
        try {
            filling.start();
            while (!serves) {
                FollowerStatus now = filling.status();
                status = status.at(now.catchUp());
                refuse(now);
                serves = now.endReached() && next.serve();
                if (!serves) {
                    awaitNews();
                }
            }
        } finally {
            if (serves) {
                TopicFollower before = follower;
                follower = filling;
                before.close();
                next.removeReplaced();
            } else {
                filling.close();
                next.discard();
            }
        }
    }

    private static void refuse(FollowerStatus filling) throws GivenUpException {
        if (filling.halted() != null) {
            throw new GivenUpException(filling.halted().reason());
        }
        if (filling.blocked() != null) {
            throw new GivenUpException(filling.blocked());
        }
    }

    private FollowerSettings beside(Beside next) {
        String part = "-beside-" + next.number();
        return new FollowerSettings(
                settings.name() + part,
                settings.clientSettings(),
                settings.names(),
                settings.topics(),
                settings.stateDir().resolveSibling(settings.stateDir().getFileName() + part),
                settings.checkEvery(),
                settings.retryAfter(),
                settings.outdatedAfter(),
                settings.clock());
    }

    /** A store beside cannot be finished now. */
    private static final class GivenUpException extends Exception {
        private static final long serialVersionUID = 1L;

        GivenUpException(String why) {
            super(why);
        }
    }
}
