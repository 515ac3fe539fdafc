package dev.keyfabric.context.enrol;

import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.trust.KeyState;
import dev.keyfabric.context.trust.TrustedKey;
import dev.keyfabric.context.trust.TrustedKeys;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The signing key of this service or node: made here, enrolled, and exchanged for the next one when that is activated.
 *
 * <p>A daemon thread looks at the enrolment key file and at the trusted keys every 250 ms. An enrolment key that it has
 * not seen gets a new signing key, written to disk first and then enrolled: ACTIVE, or PREPARED while another one signs.
 * The newest key that those who verify know as ACTIVE signs; with none, nothing is signed. Failures are told by
 * {@link #status()} and tried again; nothing is thrown on that thread. A listener hears of each status that is another one.
 * Safe for use by many threads.
 */
public final class OwnKey implements AutoCloseable {
    private static final Duration EVERY = Duration.ofMillis(250);

    private final OwnKeySettings settings;
    private final Enrolment enrolment;
    private final TrustedKeys trusted;
    private final InstantSource clock;
    private final KeyFolder folder;
    private final ScheduledExecutorService thread;
    private final Consumer<OwnKeyStatus> listener;

    /** Kids of the keys that were good to sign with when last something was known of them. */
    private Set<String> usable = Set.of();

    private volatile @Nullable SigningKey current;
    private volatile OwnKeyStatus status = new OwnKeyStatus(OwnKeyStatus.Stage.NONE, null, null, null);

    OwnKey(
            OwnKeySettings settings,
            Enroller enroller,
            TrustedKeys trusted,
            InstantSource clock,
            LongSupplier nanos,
            SecureRandom random,
            Consumer<OwnKeyStatus> listener)
            throws IOException {
        this.settings = settings;
        this.enrolment = new Enrolment(enroller, settings.use(), nanos);
        this.trusted = trusted;
        this.clock = clock;
        this.listener = listener;
        this.folder = KeyFolder.open(settings.folder(), settings.passphraseFile(), random);
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread daemon = new Thread(task, "keyfabric-own-key");
            daemon.setDaemon(true);
            return daemon;
        });
    }

    /** {@link #start(OwnKeySettings, Enroller, TrustedKeys, Consumer)} with nobody who listens. */
    public static OwnKey start(OwnKeySettings settings, Enroller enroller, TrustedKeys trusted) throws IOException {
        return start(settings, enroller, trusted, status -> {});
    }

    /**
     * Starts looking after the key.
     *
     * @param listener is called with each status that is not the one before it, on the thread that looks; to log it, say
     * @throws IOException if the folder cannot be made, or a key in it cannot be read, be it for another passphrase
     */
    public static OwnKey start(
            OwnKeySettings settings, Enroller enroller, TrustedKeys trusted, Consumer<OwnKeyStatus> listener)
            throws IOException {
        OwnKey key = new OwnKey(
                settings, enroller, trusted, InstantSource.system(), System::nanoTime, new SecureRandom(), listener);
        var unused = key.thread.scheduleWithFixedDelay(key::look, 0, EVERY.toNanos(), TimeUnit.NANOSECONDS);
        return key;
    }

    /** The key to sign with now; empty while there is none. Never blocks. */
    public Optional<SigningKey> current() {
        return Optional.ofNullable(current);
    }

    /** The key to sign with now, as a stamper wants it: an {@link IllegalStateException} while there is none. */
    public SigningKey required() {
        SigningKey key = current;
        if (key == null) {
            throw new IllegalStateException("no signing key: " + status);
        }
        return key;
    }

    /** What the registry said when it last enrolled a key in this run. */
    public Optional<Enrolled> enrolled() {
        return enrolment.last();
    }

    public OwnKeyStatus status() {
        return status;
    }

    /** Looks once. */
    void look() {
        String fault = null;
        try {
            EnrolmentKey secret = secret();
            SigningKey wanted = secret == null ? null : folder.keyFor(secret);
            choose();
            if (secret != null && wanted != null) {
                boolean unknown = trusted.find(wanted.kid()) instanceof TrustedKeys.Answer.Unknown;
                enrolment.attend(secret, wanted, unknown, current == null ? KeyState.ACTIVE : KeyState.PREPARED);
                fault = enrolment.fault();
            }
        } catch (IOException | RuntimeException e) {
            fault = String.valueOf(e.getMessage());
        }
        tell(fault);
    }

    private @Nullable EnrolmentKey secret() throws IOException {
        try {
            return EnrolmentKey.read(settings.enrolmentKeyFile());
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private void choose() {
        Set<String> good = new HashSet<>();
        SigningKey chosen = null;
        for (SigningKey key : folder.newestFirst()) {
            if (isGood(key.kid())) {
                good.add(key.kid());
                chosen = chosen == null ? key : chosen;
            }
        }
        usable = good;
        current = chosen;
    }

    private boolean isGood(String kid) {
        TrustedKeys.Answer answer = trusted.find(kid);
        if (answer instanceof TrustedKeys.Answer.Known known) {
            TrustedKey key = known.key();
            return key.use() == settings.use()
                    && key.state() == KeyState.ACTIVE
                    && key.taintedAt() == null
                    && (key.notAfter() == null || clock.instant().isBefore(key.notAfter()));
        }
        // While nothing is known the last word counts: those who verify decide for themselves.
        return answer instanceof TrustedKeys.Answer.Unavailable && usable.contains(kid);
    }

    private void tell(@Nullable String fault) {
        OwnKeyStatus before = status;
        OwnKeyStatus now = statusNow(fault);
        status = now;
        if (!now.equals(before)) {
            try {
                listener.accept(now);
            } catch (RuntimeException e) {
                // One who fails to listen must not end the thread that looks after the key.
            }
        }
    }

    private OwnKeyStatus statusNow(@Nullable String fault) {
        try {
            SigningKey key = current;
            SigningKey newest = folder.newestFirst().stream().findFirst().orElse(null);
            return new OwnKeyStatus(
                    key != null ? OwnKeyStatus.Stage.ACTIVE : stage(newest),
                    key == null ? null : key.kid(),
                    newest == null ? null : newest.kid(),
                    fault);
        } catch (RuntimeException e) {
            return new OwnKeyStatus(OwnKeyStatus.Stage.UNKNOWN, null, null, String.valueOf(e.getMessage()));
        }
    }

    private OwnKeyStatus.Stage stage(@Nullable SigningKey newest) {
        if (newest == null) {
            return OwnKeyStatus.Stage.NONE;
        }
        TrustedKeys.Answer answer = trusted.find(newest.kid());
        if (answer instanceof TrustedKeys.Answer.Known known) {
            return switch (known.key().state()) {
                case RETIRED, TAINTED, REVOKED -> OwnKeyStatus.Stage.ENDED;
                case ACTIVE, PREPARED -> OwnKeyStatus.Stage.WAITING;
            };
        }
        if (answer instanceof TrustedKeys.Answer.Unavailable) {
            return OwnKeyStatus.Stage.UNKNOWN;
        }
        return enrolment.has(newest.kid()) ? OwnKeyStatus.Stage.WAITING : OwnKeyStatus.Stage.ENROLLING;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
