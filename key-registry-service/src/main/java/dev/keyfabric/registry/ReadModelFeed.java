package dev.keyfabric.registry;

import dev.keyfabric.follower.FollowerSettings;
import dev.keyfabric.follower.FollowerStatus;
import dev.keyfabric.follower.Halt;
import dev.keyfabric.follower.TopicFollower;
import dev.keyfabric.registry.readmodel.ReadModel;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the read model up with the topics. Where a follower halts (another cluster, a topic made again, away for so long
 * that tombstones may be gone), the read model is dropped and filled again: it lets nobody in, and holds nothing that the topics do not.
 */
final class ReadModelFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReadModelFeed.class);

    private final FollowerSettings settings;
    private final ReadModel model;
    private final Executor supervisor;
    private final Object life = new Object();
    private boolean closed;
    /** Written under {@code life}; read without, because a look must not wait for a close that waits for it. */
    private volatile @Nullable TopicFollower follower;

    /**
     * A feed that is not started.
     *
     * @param supervisor one thread, for what the follower's own threads must not do
     */
    ReadModelFeed(FollowerSettings settings, ReadModel model, Executor supervisor) {
        this.settings = settings;
        this.model = model;
        this.supervisor = supervisor;
    }

    void start() {
        synchronized (life) {
            if (!closed) {
                TopicFollower next = new TopicFollower(settings, model, this::look);
                follower = next;
                next.start();
            }
        }
    }

    /** Whether the read model has reached, in this run, the end of the topics as it was at the start. */
    boolean isCaughtUp() {
        TopicFollower current = follower;
        return current != null && current.status().endReached();
    }

    /** How far it is; null when it was not started yet. */
    @Nullable
    FollowerStatus status() {
        TopicFollower current = follower;
        return current == null ? null : current.status();
    }

    private void look() {
        TopicFollower current = follower;
        Halt halted = current == null ? null : current.status().halted();
        if (current == null || halted == null) {
            return;
        }
        try {
            supervisor.execute(() -> startOver(current, halted.reason()));
        } catch (RejectedExecutionException e) {
            LOG.debug("msg=not filled again, the registry is closing");
        }
    }

    private void startOver(TopicFollower halted, String reason) {
        synchronized (life) {
            // A follower looks more than once: only the first look at its end counts.
            if (closed || follower != halted) {
                return;
            }
            LOG.warn("msg=read model is dropped and filled again reason=\"{}\"", reason);
            halted.close();
            model.drop();
            start();
        }
    }

    @Override
    public void close() {
        synchronized (life) {
            closed = true;
            TopicFollower closing = follower;
            if (closing != null) {
                closing.close();
            }
        }
    }
}
