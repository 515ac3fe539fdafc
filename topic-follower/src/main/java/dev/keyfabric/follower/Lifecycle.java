package dev.keyfabric.follower;

import dev.keyfabric.follower.FollowerStatus.Phase;
import dev.keyfabric.follower.Halt.Cause;
import dev.keyfabric.schemas.topics.PartitionId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Check, follow, and begin again: each life of Kafka Streams starts with a check of the bus, and a new one is made
 * whenever one ended. Runs on a thread of its own until that is interrupted, or until a check says that somebody
 * has to decide.
 */
final class Lifecycle implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(Lifecycle.class);

    private final FollowerSettings settings;
    private final View view;
    private final Progress progress;
    private final Verification verification;
    private final Continuity continuity;
    private int heldFolders;
    private @Nullable String suspicion;
    private @Nullable String reported;

    Lifecycle(FollowerSettings settings, View view, Progress progress) {
        this.settings = settings;
        this.view = view;
        this.progress = progress;
        this.verification = new Verification(settings.names());
        this.continuity = new Continuity(view, settings.clock(), settings.outdatedAfter());
    }

    @Override
    public void run() {
        try (Bus bus = new Bus(settings)) {
            while (live(bus)) {
                progress.connecting();
                Thread.sleep(settings.retryAfter().toMillis());
            }
        } catch (InterruptedException e) {
            // Asked to stop.
        }
    }

    /** One try, from the check to the end of Streams; false when somebody has to decide. */
    private boolean live(Bus bus) throws InterruptedException {
        continuity.forget();
        try {
            String refusal = view.refusal();
            progress.blocked(refusal);
            if (refusal != null) {
                warn("view takes nothing: " + refusal);
                return true;
            }
            BusSnapshot seen = bus.look(progress::brokerAnswered);
            Map<PartitionId, Long> own = nextOffsets(seen);
            Halt halt = reasonToHalt(own, seen);
            if (halt != null) {
                log.error(
                        "event=follower_halted name={} cause={} reason=\"{}\"",
                        settings.name(),
                        halt.cause(),
                        halt.reason());
                progress.halted(halt);
                return false;
            }
            if (view.identity() == null) {
                continuity.beginsAnew();
            }
            progress.verified(seen, own);
            follow(bus, seen, own);
        } catch (BusUnreachableException e) {
            progress.brokerSilent();
            report(e);
        } catch (TopicMissingException | RuntimeException | Error e) {
            report(e);
        }
        return true;
    }

    private @Nullable Halt reasonToHalt(Map<PartitionId, Long> own, BusSnapshot seen) {
        BusIdentity read = view.identity();
        String suspected = suspicion;
        suspicion = null;
        if (read == null) {
            return null;
        }
        String mismatch = verification.mismatch(read, own, seen);
        String other = mismatch != null ? mismatch : suspected;
        if (other != null) {
            return new Halt(Cause.ANOTHER_BUS, other);
        }
        String gap = continuity.broken();
        return gap == null ? null : new Halt(Cause.OUTDATED, gap);
    }

    private Map<PartitionId, Long> nextOffsets(BusSnapshot seen) {
        Map<PartitionId, Long> own = new HashMap<>();
        seen.extents()
                .forEach((partition, extent) -> view.nextOffset(partition)
                        .ifPresent(next -> own.put(partition, Verification.readOn(partition, next, extent))));
        return own;
    }

    private void follow(Bus bus, BusSnapshot seen, Map<PartitionId, Long> own) throws InterruptedException {
        Feed feed = new Feed(view, seen.identity(), settings.names(), own, progress, continuity);
        // Streams locks its folder; one that did not end cleanly may hold the lock as long as this process lives.
        heldFolders++;
        StreamsRun run =
                new StreamsRun(settings, settings.stateDir().resolve("streams-" + heldFolders), seen, feed, () -> {
                    progress.phase(Phase.FOLLOWING);
                    progress.trouble(null);
                });
        try (run) {
            watch(bus, run, seen, feed);
        } finally {
            feed.shut();
            if (run.endedCleanly()) {
                heldFolders--;
            }
        }
    }

    /** Returns when this life of Streams ended or has to end. */
    private void watch(Bus bus, StreamsRun run, BusSnapshot started, Feed feed) throws InterruptedException {
        Duration pause = settings.checkEvery();
        while (true) {
            Throwable failure = run.awaitEnd(pause);
            if (failure != null) {
                suspicion = verification.refusedOffset(failure);
                report(failure);
                return;
            }
            try {
                Map<PartitionId, Long> own = feed.nextOffsets();
                long at = continuity.millis();
                BusSnapshot seen = bus.look(progress::brokerAnswered);
                suspicion = verification.mismatch(started.identity(), own, seen);
                if (suspicion != null || !seen.partitions().equals(started.partitions())) {
                    feed.shut();
                    return;
                }
                continuity.looked(at, seen, own);
                pause = settings.checkEvery();
                reported = null;
                progress.trouble(null);
            } catch (BusUnreachableException e) {
                // Streams reconnects by itself.
                progress.brokerSilent();
                report(e);
                pause = settings.retryAfter();
            } catch (TopicMissingException e) {
                // A topic of that name may come back as another one, which Streams would read on.
                feed.shut();
                report(e);
                return;
            }
        }
    }

    private void report(Throwable trouble) {
        String words = Denial.inWords(trouble)
                .orElseGet(() -> String.valueOf(trouble.getMessage() == null ? trouble : trouble.getMessage()));
        progress.trouble(words);
        warn(words);
        log.debug("event=follower_trouble", trouble);
    }

    /** Says what is new. */
    private void warn(String trouble) {
        if (!trouble.equals(reported)) {
            reported = trouble;
            log.warn("event=follower_waits name={} trouble=\"{}\"", settings.name(), trouble);
        }
    }
}
