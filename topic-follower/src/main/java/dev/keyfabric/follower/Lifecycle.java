package dev.keyfabric.follower;

import dev.keyfabric.follower.FollowerStatus.Phase;
import dev.keyfabric.schemas.topics.PartitionId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Check, follow, and begin again: each life of Kafka Streams starts with a check of the bus, and a new one is made
 * whenever one ended. Runs on a thread of its own until that is interrupted, or until a check says that an operator
 * has to decide.
 */
final class Lifecycle implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(Lifecycle.class);

    private final FollowerSettings settings;
    private final View view;
    private final Progress progress;
    private final Verification verification;
    private int heldFolders;
    private @Nullable String suspicion;
    private @Nullable String reported;

    Lifecycle(FollowerSettings settings, View view, Progress progress) {
        this.settings = settings;
        this.view = view;
        this.progress = progress;
        this.verification = new Verification(settings.names());
    }

    @Override
    public void run() {
        try (Bus bus = new Bus(settings)) {
            while (live(bus)) {
                progress.phase(Phase.CONNECTING);
                Thread.sleep(settings.retryAfter().toMillis());
            }
        } catch (InterruptedException e) {
            // Asked to stop.
        }
    }

    /** One try, from the check to the end of Streams; false when an operator has to decide. */
    private boolean live(Bus bus) throws InterruptedException {
        try {
            BusSnapshot seen = bus.look(progress::brokerAnswered);
            Map<PartitionId, Long> own = nextOffsets(seen);
            String reason = reasonToHalt(own, seen);
            if (reason != null) {
                log.error("event=follower_halted name={} reason=\"{}\"", settings.name(), reason);
                progress.halted(reason);
                return false;
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

    private @Nullable String reasonToHalt(Map<PartitionId, Long> own, BusSnapshot seen) {
        BusIdentity read = view.identity();
        String suspected = suspicion;
        suspicion = null;
        if (read == null) {
            return null;
        }
        String mismatch = verification.mismatch(read, own, seen);
        return mismatch != null ? mismatch : suspected;
    }

    private Map<PartitionId, Long> nextOffsets(BusSnapshot seen) {
        Map<PartitionId, Long> own = new HashMap<>();
        seen.extents()
                .forEach((partition, extent) -> view.nextOffset(partition)
                        .ifPresent(next -> own.put(partition, Verification.readOn(partition, next, extent))));
        return own;
    }

    private void follow(Bus bus, BusSnapshot seen, Map<PartitionId, Long> own) throws InterruptedException {
        Feed feed = new Feed(view, seen.identity(), settings.names(), own, progress);
        // Streams locks its folder; one that did not end cleanly may hold the lock as long as this process lives.
        heldFolders++;
        StreamsRun run = new StreamsRun(
                settings,
                settings.stateDir().resolve("streams-" + heldFolders),
                feed,
                () -> progress.phase(Phase.FOLLOWING));
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
                BusSnapshot seen = bus.look(progress::brokerAnswered);
                suspicion = verification.mismatch(started.identity(), own, seen);
                if (suspicion != null || !seen.partitions().equals(started.partitions())) {
                    feed.shut();
                    return;
                }
                pause = settings.checkEvery();
                reported = null;
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
        String text = String.valueOf(trouble.getMessage() == null ? trouble : trouble.getMessage());
        if (!text.equals(reported)) {
            reported = text;
            log.warn("event=follower_waits name={} trouble=\"{}\"", settings.name(), text);
            log.debug("event=follower_trouble", trouble);
        }
    }
}
