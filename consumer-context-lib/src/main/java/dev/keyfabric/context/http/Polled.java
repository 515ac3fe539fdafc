package dev.keyfabric.context.http;

import dev.keyfabric.context.text.MalformedTextException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The last known version of a {@link Document}, polled on a daemon thread of its own with ETag. While the server does not
 * answer, or answers nonsense, the last known version serves until it is too stale; then there is none. Safe for use by
 * many threads.
 */
public final class Polled<T> implements AutoCloseable {
    private final Document<T> document;
    private final BoundedHttp http;
    private final Schedule schedule;
    private final LongSupplier nanos;
    private final ScheduledExecutorService poller;
    /** Held while asking, so that a late answer never overwrites a newer one. */
    private final ReentrantLock asking = new ReentrantLock();

    private volatile @Nullable Snapshot<T> snapshot;
    private volatile @Nullable String fault;
    private @Nullable Long lastExtraQuestion;

    /**
     * When to ask.
     *
     * @param every from one question to the next
     * @param maxStaleness how long the last known version serves while it is not confirmed
     * @param timeout for one whole answer
     */
    public record Schedule(Duration every, Duration maxStaleness, Duration timeout) {}

    private record Snapshot<T>(T value, @Nullable String etag, long confirmedAt) {}

    /** A document that is not polled before {@link #start()}. */
    public Polled(Document<T> document, BoundedHttp http, Schedule schedule, LongSupplier nanos) {
        this.document = document;
        this.http = http;
        this.schedule = schedule;
        this.nanos = nanos;
        this.poller = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "keyfabric-poll-" + document.path());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Starts polling. */
    public void start() {
        var unused = poller.scheduleAtFixedRate(this::poll, 0, schedule.every().toNanos(), TimeUnit.NANOSECONDS);
    }

    /** The last known version, or empty while there is none or it is too stale. Never blocks. */
    public Optional<T> known() {
        Snapshot<T> current = snapshot;
        return current == null
                        || nanos.getAsLong() - current.confirmedAt()
                                > schedule.maxStaleness().toNanos()
                ? Optional.empty()
                : Optional.of(current.value());
    }

    /**
     * The last known version; if that is none, or not enough, the server is asked once more at once: at most one such
     * question per interval however many callers there are. Blocks for such a question alone, at most for the timeout.
     * Empty too where the version is not enough and not {@link #isRecent()}: what an old one lacks may be there now.
     */
    public Optional<T> knownOrAsked(Predicate<T> enough) {
        Optional<T> first = known();
        if (first.filter(enough).isPresent()) {
            return first;
        }
        try {
            if (asking.tryLock(schedule.timeout().toNanos(), TimeUnit.NANOSECONDS)) {
                try {
                    // Another may have asked meanwhile.
                    if (known().filter(enough).isEmpty() && mayAskOnceMore()) {
                        poll();
                    }
                } finally {
                    asking.unlock();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        boolean recent = isRecent();
        return known().filter(value -> recent || enough.test(value));
    }

    /** Whether the last known version was confirmed within the last two intervals. */
    public boolean isRecent() {
        Snapshot<T> current = snapshot;
        return current != null
                && nanos.getAsLong() - current.confirmedAt()
                        <= schedule.every().multipliedBy(2).toNanos();
    }

    private boolean mayAskOnceMore() {
        long now = nanos.getAsLong();
        if (lastExtraQuestion != null
                && now - lastExtraQuestion < schedule.every().toNanos()) {
            return false;
        }
        lastExtraQuestion = now;
        return true;
    }

    /** Asks once. A failure leaves the last known version as it is, growing stale. */
    public void poll() {
        asking.lock();
        try {
            Snapshot<T> before = snapshot;
            // Fresh as of the question, not of the answer.
            long asked = nanos.getAsLong();
            BoundedHttp.Answer answer =
                    http.get(document.path(), before == null ? null : before.etag(), document.maxLength());
            if (answer.status() == 200) {
                T now = document.read(answer.body());
                snapshot = new Snapshot<>(
                        before == null ? now : document.replacing(before.value(), now), answer.etag(), asked);
            } else if (answer.status() == 304 && before != null && before.etag() != null) {
                snapshot = new Snapshot<>(before.value(), before.etag(), asked);
            } else {
                throw new IOException("the server answered " + answer.status());
            }
            fault = null;
        } catch (IOException | MalformedTextException | RuntimeException e) {
            fault = e.toString();
        } finally {
            asking.unlock();
        }
    }

    /** For how long the version has not been confirmed; empty while none ever was. */
    public Optional<Duration> staleness() {
        Snapshot<T> current = snapshot;
        return current == null
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(nanos.getAsLong() - current.confirmedAt()));
    }

    /** Why the last question failed; empty if it did not. */
    public Optional<String> fault() {
        return Optional.ofNullable(fault);
    }

    @Override
    public void close() {
        poller.shutdownNow();
    }
}
