package dev.keyfabric.validation.judge;

import dev.keyfabric.schemas.event.SecretStatus;
import dev.keyfabric.validation.view.Held;
import dev.keyfabric.validation.view.KeyRecord;
import dev.keyfabric.validation.view.SecretRecord;
import dev.keyfabric.validation.view.Subjects;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** Finds the one key that a secret stands for. */
final class Finder {
    /** Keys that are not revoked come first, among them by a secret that is not retired, then the older one. */
    private static final Comparator<Found> FIRST = Comparator.comparing(
                    (Found f) -> f.key().isFinal())
            .thenComparing(f -> f.secret().status() == SecretStatus.RETIRED)
            .thenComparing(Found::createdAt)
            .thenComparing(Found::keyId);

    private static final byte[] NO_HASH = new byte[32];
    /** An id that nothing has. */
    static final String NO_ID = "-";

    private final Subjects subjects;

    Finder(Subjects subjects) {
        this.subjects = subjects;
    }

    /** A key that holds the secret, readable now or not. */
    record Found(String keyId, Held<KeyRecord> key, SecretRecord secret, Instant createdAt) {}

    /**
     * The key that holds a secret, or null. Of two live keys with one secret the one with the lower (created, key id)
     * counts. A secret that nobody holds costs the same kinds of steps as one that is held.
     */
    @Nullable
    Found find(byte[] sha256) {
        Found best = null;
        for (String keyId : subjects.keysByHash(sha256)) {
            Found found = load(keyId, sha256);
            if (found != null && (best == null || FIRST.compare(found, best) < 0)) {
                best = found;
            }
        }
        if (best == null) {
            subjects.key(NO_ID);
            subjects.consumer(NO_ID);
            if (MessageDigest.isEqual(NO_HASH, sha256)) {
                return null;
            }
        }
        return best;
    }

    private @Nullable Found load(String keyId, byte[] sha256) {
        Held<KeyRecord> held = subjects.key(keyId);
        KeyRecord state = held == null ? null : held.state();
        if (held == null || state == null) {
            return null;
        }
        SecretRecord match = null;
        for (SecretRecord secret : state.secrets()) {
            if (secret.matches(sha256) && match == null) {
                match = secret;
            }
        }
        return match == null ? null : new Found(keyId, held, match, state.createdAt());
    }
}
