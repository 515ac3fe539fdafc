package dev.keyfabric.context.trust;

import dev.keyfabric.context.text.MalformedTextException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The trusted keys as the co-located validator knows them: its JWK set, polled on a daemon thread of its own with ETag.
 *
 * <p>While the validator does not answer, or answers nonsense, the last known keys serve until they are too stale; then
 * every question is answered Unavailable. A kid that is not known is asked for once more at once, at most one such
 * question per poll interval however many unknown kids come. A taint or a revocation once heard is never taken back.
 * {@link #find} blocks for such a question alone, at most for the settings' timeout.
 */
public final class ValidatorTrustedKeys implements TrustedKeys, AutoCloseable {
    private static final String PATH = ".well-known/jwks.json";
    private static final int MAX_LENGTH = 4 * 1024 * 1024;

    private final ValidatorSettings settings;
    private final ValidatorHttp http;
    private final LongSupplier nanos;
    private final ScheduledExecutorService poller;
    /** Held while asking, so that a late answer never overwrites a newer one. */
    private final ReentrantLock asking = new ReentrantLock();

    private volatile @Nullable Snapshot snapshot;
    private volatile @Nullable String fault;
    private @Nullable Long lastExtraQuestion;

    private record Snapshot(
            Map<String, TrustedKey> keys, @Nullable String etag, long confirmedAt) {}

    ValidatorTrustedKeys(ValidatorSettings settings, LongSupplier nanos) {
        this.settings = settings;
        this.http = new ValidatorHttp(settings);
        this.nanos = nanos;
        this.poller = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "keyfabric-trusted-keys");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Starts polling; the first answer may be waited for by {@link #find}. Close it when it is not needed any more. */
    public static ValidatorTrustedKeys polling(ValidatorSettings settings) {
        ValidatorTrustedKeys keys = new ValidatorTrustedKeys(settings, System::nanoTime);
        long every = settings.pollEvery().toNanos();
        var unused = keys.poller.scheduleAtFixedRate(keys::poll, 0, every, TimeUnit.NANOSECONDS);
        return keys;
    }

    @Override
    public Answer find(String kid) {
        Answer answer = known(kid);
        if (answer instanceof Answer.Known) {
            return answer;
        }
        try {
            if (asking.tryLock(settings.timeout().toNanos(), TimeUnit.NANOSECONDS)) {
                try {
                    // Another may have asked meanwhile.
                    if (!(known(kid) instanceof Answer.Known) && mayAskOnceMore()) {
                        poll();
                    }
                } finally {
                    asking.unlock();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.Unavailable();
        }
        return known(kid);
    }

    private Answer known(String kid) {
        Snapshot current = snapshot;
        if (current == null
                || nanos.getAsLong() - current.confirmedAt()
                        > settings.maxStaleness().toNanos()) {
            return new Answer.Unavailable();
        }
        TrustedKey key = current.keys().get(kid);
        return key == null ? new Answer.Unknown() : new Answer.Known(key);
    }

    private boolean mayAskOnceMore() {
        long now = nanos.getAsLong();
        if (lastExtraQuestion != null
                && now - lastExtraQuestion < settings.pollEvery().toNanos()) {
            return false;
        }
        lastExtraQuestion = now;
        return true;
    }

    /** Asks once. A failure leaves the last known keys as they are, growing stale. */
    void poll() {
        asking.lock();
        try {
            Snapshot before = snapshot;
            // Fresh as of the question, not of the answer.
            long asked = nanos.getAsLong();
            ValidatorHttp.Answer answer = http.get(PATH, before == null ? null : before.etag(), MAX_LENGTH);
            if (answer.status() == 200) {
                Map<String, TrustedKey> keys = JwkSet.read(answer.body());
                snapshot = new Snapshot(before == null ? keys : sticky(before.keys(), keys), answer.etag(), asked);
            } else if (answer.status() == 304 && before != null && before.etag() != null) {
                snapshot = new Snapshot(before.keys(), before.etag(), asked);
            } else {
                throw new IOException("the validator answered " + answer.status());
            }
            fault = null;
        } catch (IOException | MalformedTextException | RuntimeException e) {
            fault = e.toString();
        } finally {
            asking.unlock();
        }
    }

    private static Map<String, TrustedKey> sticky(Map<String, TrustedKey> before, Map<String, TrustedKey> now) {
        Map<String, TrustedKey> keys = new HashMap<>();
        now.forEach((kid, key) -> {
            TrustedKey earlier = before.get(kid);
            keys.put(kid, earlier == null ? key : key.noBetterThan(earlier));
        });
        return Map.copyOf(keys);
    }

    /** For how long the keys have not been confirmed; empty while they never were. */
    public Optional<Duration> staleness() {
        Snapshot current = snapshot;
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
