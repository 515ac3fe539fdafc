package dev.keyfabric.context.enrol;

import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.trust.KeyState;
import dev.keyfabric.context.trust.KeyUse;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The attempts to enrol one key after the other. What may pass is tried again after 250 ms, then twice as long each time
 * up to 30 s; a refusal once a minute, for a registry that is behind may not know the enrolment key yet; a conflict
 * (another key was enrolled with it) not before there is another enrolment key. Used by one thread.
 */
final class Enrolment {
    private static final Duration FIRST_WAIT = Duration.ofMillis(250);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Duration AFTER_REFUSAL = Duration.ofMinutes(1);
    private static final int CONFLICT = 409;

    private final Enroller enroller;
    private final KeyUse use;
    private final LongSupplier nanos;
    /** Kids that the registry said it has. */
    private final Set<String> done = new HashSet<>();

    private volatile @Nullable Enrolled last;
    private @Nullable String attended;
    private Duration wait = FIRST_WAIT;
    /** When to try again; null = not with this enrolment key. */
    private @Nullable Long due;

    private @Nullable String fault;

    Enrolment(Enroller enroller, KeyUse use, LongSupplier nanos) {
        this.enroller = enroller;
        this.use = use;
        this.nanos = nanos;
    }

    /**
     * Enrols a key if that is needed and due. Blocks for as long as the registry may take.
     *
     * @param unknown whether those who verify say that they do not know the key
     */
    void attend(EnrolmentKey secret, SigningKey key, boolean unknown, KeyState wished) {
        if (!key.kid().equals(attended)) {
            attended = key.kid();
            wait = FIRST_WAIT;
            due = nanos.getAsLong();
            fault = null;
        }
        if (!unknown && !done.contains(key.kid())) {
            fault = null;
        }
        if (!unknown || done.contains(key.kid()) || due == null || nanos.getAsLong() - due < 0) {
            return;
        }
        try {
            Enrolled enrolled = enroller.enrol(secret, key, wished);
            last = enrolled;
            done.add(key.kid());
            fault = enrolled.use() == use ? null : "enrolled for use " + enrolled.use() + ", not " + use;
        } catch (EnrolmentException e) {
            fault = String.valueOf(e.getMessage());
            later(e);
        }
    }

    private void later(EnrolmentException failure) {
        long now = nanos.getAsLong();
        if (failure.isRetryable()) {
            due = now + wait.toNanos();
            Duration doubled = wait.multipliedBy(2);
            wait = doubled.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : doubled;
        } else {
            due = failure.status() == CONFLICT ? null : Long.valueOf(now + AFTER_REFUSAL.toNanos());
        }
    }

    /** What went wrong last with the present enrolment key; null if nothing did. */
    @Nullable
    String fault() {
        return fault;
    }

    boolean has(String kid) {
        return done.contains(kid);
    }

    Optional<Enrolled> last() {
        return Optional.ofNullable(last);
    }
}
