package dev.keyfabric.follower;

import dev.keyfabric.follower.FollowerStatus.Phase;
import dev.keyfabric.schemas.topics.PartitionId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is known of a run, as any thread may read it; and who is told when it changes. */
final class Progress {
    private static final Logger log = LoggerFactory.getLogger(Progress.class);
    private static final long LOGGED_EVERY_MS = Duration.ofSeconds(5).toMillis();

    private final String name;
    private final InstantSource clock;
    private final Runnable listener;
    private volatile FollowerStatus status = FollowerStatus.UNCONNECTED;
    private volatile boolean reachable;
    private volatile @Nullable Road road;

    /** The way from where the view was to the targets of its run. */
    private record Road(Targets targets, long total, long beganAt) {}

    private long records;
    private long loggedAt;

    Progress(String name, InstantSource clock, Runnable listener) {
        this.name = name;
        this.clock = clock;
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
        update(FollowerStatus::answered);
    }

    void brokerSilent() {
        reachable = false;
    }

    /** The brokers were found to continue what the view holds; the first time sets what this run has to reach. */
    void verified(BusSnapshot seen, Map<PartitionId, Long> nextOffsets) {
        if (road == null) {
            Targets targets = new Targets(seen.extents());
            loggedAt = clock.millis();
            road = new Road(targets, targets.behind(nextOffsets), loggedAt);
        }
        phase(Phase.RESTORING);
        applied(0, nextOffsets);
    }

    /** A batch was applied. */
    void applied(int count, Map<PartitionId, Long> nextOffsets) {
        records += count;
        Road ahead = road;
        if (ahead != null && !status.endReached()) {
            CatchUp now = catchUp(ahead, ahead.targets().behind(nextOffsets));
            change(s -> s.at(now));
            logNowAndThen(now);
        }
        tell();
    }

    void phase(Phase phase) {
        update(s -> s.in(phase));
    }

    /** Between two lives of the clients; a view that takes nothing stays known as such. */
    void connecting() {
        update(s -> s.phase() == Phase.BLOCKED ? s : s.in(Phase.CONNECTING));
    }

    /** Why it cannot be followed now; null when it can. */
    void trouble(@Nullable String trouble) {
        update(s -> s.troubledBy(trouble));
    }

    /** Why the view can take nothing now; null when it can. */
    void blocked(@Nullable String refusal) {
        update(s -> s.blockedBy(refusal));
    }

    void halted(Halt halt) {
        reachable = false;
        update(s -> s.haltedBy(halt));
    }

    private CatchUp catchUp(Road ahead, long behind) {
        long done = ahead.total() - behind;
        long tookMs = Math.max(1, clock.millis() - ahead.beganAt());
        long secondsLeft = behind == 0 ? 0 : done <= 0 ? -1 : Math.round((double) tookMs * behind / done / 1000);
        return new CatchUp(records, ahead.total(), behind, secondsLeft);
    }

    private void logNowAndThen(CatchUp now) {
        long millis = clock.millis();
        if (millis - loggedAt >= LOGGED_EVERY_MS && now.behind() > 0) {
            loggedAt = millis;
            log.info(
                    "event=follower_restoring name={} records={} percent={} behind={} seconds_left={}",
                    name,
                    now.records(),
                    now.percent(),
                    now.behind(),
                    now.secondsLeft());
        }
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
