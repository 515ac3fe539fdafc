package dev.keyfabric.follower;

import dev.keyfabric.follower.FollowerStatus.Phase;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Brings compacted topics into a {@link View} and keeps it there, for ever and whatever the brokers do: it waits for
 * them, reads on where the view says, and never reads what does not continue what the view holds.
 *
 * <p>{@link #start()}, {@link #status()} and {@link #brokerReachable()} never block. {@link #close()} returns within a
 * few seconds also when no broker answers; only a write of the view in progress is waited for without limit, since
 * its owner may free the view after that.
 *
 * <p>In one JVM each follower needs a name and a folder of its own. Not restartable: after an operator's decision, or
 * after {@link #close()}, a new one is made.
 */
public final class TopicFollower implements AutoCloseable {
    private static final Duration END = Duration.ofSeconds(5);

    private final GuardedView view;
    private final Progress progress;
    private final Thread thread;
    private final AtomicBoolean started = new AtomicBoolean();

    public TopicFollower(FollowerSettings settings, View view) {
        this(settings, view, () -> {});
    }

    /**
     * A follower that tells how it gets on.
     *
     * @param onProgress run after each batch that was applied and after each change of {@link #status()}, on one of
     *     the follower's threads: it must be quick, and must not close the follower
     */
    public TopicFollower(FollowerSettings settings, View view, Runnable onProgress) {
        this.view = new GuardedView(view);
        this.progress = new Progress(settings.name(), settings.clock(), onProgress);
        this.thread = Daemons.thread(settings.name() + "-follower", new Lifecycle(settings, this.view, progress));
    }

    /**
     * Begins to connect, in the background.
     *
     * @throws IllegalStateException when it was started before
     */
    public void start() {
        if (!started.compareAndSet(false, true)) {
            throw new IllegalStateException("a follower starts once");
        }
        thread.start();
    }

    public FollowerStatus status() {
        return progress.status();
    }

    /**
     * Whether the brokers answered when they were last asked, at most {@code checkEvery} ago. Once halted it is false:
     * these may not be the brokers the view was read from.
     */
    public boolean brokerReachable() {
        return progress.brokerReachable();
    }

    /** Stops reading. When it returns the view is not called any more. */
    @Override
    public void close() {
        if (started.getAndSet(true)) {
            thread.interrupt();
            Daemons.join(thread, END);
        }
        view.close();
        progress.phase(Phase.STOPPED);
    }
}
