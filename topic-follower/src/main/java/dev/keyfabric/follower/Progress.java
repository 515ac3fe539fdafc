package dev.keyfabric.follower;

import dev.keyfabric.follower.FollowerStatus.Phase;
import dev.keyfabric.schemas.topics.PartitionId;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is known of a run, as any thread may read it; and who is told when it changes. */
final class Progress {
    private static final Logger log = LoggerFactory.getLogger(Progress.class);

    private final Runnable listener;
    private volatile FollowerStatus status = new FollowerStatus(Phase.CONNECTING, false, false, null, -1);
    private volatile boolean reachable;
    private volatile @Nullable Targets targets;

    Progress(Runnable listener) {
        this.listener = listener;
    }

    FollowerStatus status() {
        return status;
    }

    boolean brokerReachable() {
        return reachable;
    }

    void brokerAnswered() {
        reachable = true;
        update(s -> new FollowerStatus(s.phase(), true, s.endReached(), s.halted(), s.behind()));
    }

    void brokerSilent() {
        reachable = false;
    }

    /** The brokers were found to continue what the view holds; the first time sets what this run has to reach. */
    void verified(BusSnapshot seen, Map<PartitionId, Long> nextOffsets) {
        if (targets == null) {
            targets = new Targets(seen.extents());
        }
        phase(Phase.RESTORING);
        applied(nextOffsets);
    }

    void applied(Map<PartitionId, Long> nextOffsets) {
        Targets reached = targets;
        if (reached != null && !status.endReached()) {
            long behind = reached.behind(nextOffsets);
            change(s -> new FollowerStatus(s.phase(), s.brokerReached(), behind == 0, s.halted(), behind));
        }
        tell();
    }

    void phase(Phase phase) {
        update(s -> new FollowerStatus(phase, s.brokerReached(), s.endReached(), s.halted(), s.behind()));
    }

    void halted(String reason) {
        reachable = false;
        update(s -> new FollowerStatus(Phase.HALTED, s.brokerReached(), s.endReached(), reason, s.behind()));
    }

    private void update(UnaryOperator<FollowerStatus> change) {
        if (change(change)) {
            tell();
        }
    }

    private synchronized boolean change(UnaryOperator<FollowerStatus> change) {
        FollowerStatus before = status;
        // A thread given up at the end may still have something to say.
        status = before.phase() == Phase.STOPPED ? before : change.apply(before);
        return !status.equals(before);
    }

    private void tell() {
        try {
            listener.run();
        } catch (RuntimeException e) {
            log.error("event=progress_listener_failed", e);
        }
    }
}
