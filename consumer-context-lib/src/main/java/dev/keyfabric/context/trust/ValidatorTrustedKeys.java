package dev.keyfabric.context.trust;

import dev.keyfabric.context.http.BoundedHttp;
import dev.keyfabric.context.http.Document;
import dev.keyfabric.context.http.Polled;
import dev.keyfabric.context.text.MalformedTextException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The trusted keys as the co-located validator knows them: its JWK set, polled on a daemon thread of its own with ETag.
 *
 * <p>While the validator does not answer, or answers nonsense, the last known keys serve until they are too stale; then
 * every question is answered Unavailable. A kid that is not known is asked for once more at once, at most one such
 * question per poll interval however many unknown kids come. A taint or a revocation once heard is never taken back.
 * {@link #find} blocks for such a question alone, at most for the settings' timeout.
 */
public final class ValidatorTrustedKeys implements TrustedKeys, AutoCloseable {
    private static final Logger LOG = System.getLogger(ValidatorTrustedKeys.class.getName());

    private final Polled<Map<String, TrustedKey>> set;

    private static final class KeySet implements Document<Map<String, TrustedKey>> {
        private static final int MOST = 16 * 1024 * 1024;

        private boolean warned;

        @Override
        public String path() {
            return ".well-known/jwks.json";
        }

        @Override
        public int maxLength() {
            return MOST;
        }

        @Override
        public Map<String, TrustedKey> read(byte[] body) throws MalformedTextException {
            boolean large = body.length > MOST / 4;
            if (large && !warned) {
                LOG.log(
                        Level.WARNING,
                        "the set of trusted keys has {0} bytes; one over {1} bytes is refused",
                        body.length,
                        MOST);
            }
            warned = large;
            return JwkSet.read(body);
        }

        @Override
        public Map<String, TrustedKey> replacing(Map<String, TrustedKey> before, Map<String, TrustedKey> now) {
            Map<String, TrustedKey> keys = new HashMap<>();
            now.forEach((kid, key) -> {
                TrustedKey earlier = before.get(kid);
                keys.put(kid, earlier == null ? key : key.noBetterThan(earlier));
            });
            return Map.copyOf(keys);
        }
    }

    ValidatorTrustedKeys(ValidatorSettings settings, LongSupplier nanos) {
        this.set = new Polled<>(
                new KeySet(), new BoundedHttp(settings.address(), settings.timeout()), settings.schedule(), nanos);
    }

    /** Starts polling; the first answer may be waited for by {@link #find}. Close it when it is not needed any more. */
    public static ValidatorTrustedKeys polling(ValidatorSettings settings) {
        ValidatorTrustedKeys keys = new ValidatorTrustedKeys(settings, System::nanoTime);
        keys.set.start();
        return keys;
    }

    @Override
    public Answer find(String kid) {
        Optional<Map<String, TrustedKey>> known = set.knownOrAsked(keys -> keys.containsKey(kid));
        if (known.isEmpty()) {
            return new Answer.Unavailable();
        }
        TrustedKey key = known.get().get(kid);
        return key == null ? new Answer.Unknown() : new Answer.Known(key);
    }

    /** Asks once. A failure leaves the last known keys as they are, growing stale. */
    void poll() {
        set.poll();
    }

    /** For how long the keys have not been confirmed; empty while they never were. */
    public Optional<Duration> staleness() {
        return set.staleness();
    }

    /** Why the last question failed; empty if it did not. */
    public Optional<String> fault() {
        return set.fault();
    }

    @Override
    public void close() {
        set.close();
    }
}
