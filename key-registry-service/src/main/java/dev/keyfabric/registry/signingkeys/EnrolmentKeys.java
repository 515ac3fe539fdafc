package dev.keyfabric.registry.signingkeys;

import dev.keyfabric.key.ApiKey;
import dev.keyfabric.key.KeyPrefixes;
import dev.keyfabric.registry.readmodel.Lookups;
import dev.keyfabric.registry.readmodel.Subject;
import dev.keyfabric.registry.readmodel.SubjectKind;
import dev.keyfabric.schemas.event.ConsumerState;
import dev.keyfabric.schemas.event.ConsumerStatus;
import dev.keyfabric.schemas.event.Enrolment;
import dev.keyfabric.schemas.event.KeySecret;
import dev.keyfabric.schemas.event.KeyState;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.schemas.event.RevocationReason;
import dev.keyfabric.schemas.event.SigningUse;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The one judge of enrolment keys: shape and checksum, hash, status, times and consumer, as of any key, and then what it
 * enrols. Whatever is wrong, the answer is that there is none.
 *
 * <p>A key is used by being revoked as superseded, with the enrolled kid in the comment; so used it is still good for
 * that one kid, until it expires.
 */
final class EnrolmentKeys {
    private static final String SHA_256 = "sha-256";
    private static final String USED_FOR = "enrolled the signing key ";
    private static final Pattern USED = Pattern.compile(USED_FOR + "([A-Za-z0-9_-]{43})");

    private final Lookups lookups;
    private final KeyPrefixes prefixes;
    private final InstantSource clock;

    EnrolmentKeys(Lookups lookups, KeyPrefixes prefixes, InstantSource clock) {
        this.lookups = lookups;
        this.prefixes = prefixes;
        this.clock = clock;
    }

    /** The enrolment key that a credential is, or empty. */
    Optional<EnrolmentKey> find(String credential) {
        return ApiKey.parse(credential, prefixes)
                .map(ApiKey::sha256)
                .flatMap(hash -> lookups.keyWithHash(hash)
                        .flatMap(this::state)
                        .filter(key -> holds(key, ByteBuffer.wrap(hash)))
                        .flatMap(this::judged));
    }

    /** What the comment says by which a key is used for a kid. */
    static String comment(String kid) {
        return USED_FOR + kid;
    }

    /** The kid that a key was used for; null when it was not used, or ended in another way. */
    @Nullable
    String usedFor(String keyId) {
        return state(keyId).map(EnrolmentKeys::usedFor).orElse(null);
    }

    private Optional<KeyState> state(String keyId) {
        return lookups.subject(SubjectKind.KEY, keyId)
                .filter(subject -> !subject.status().equals(Subject.UNREADABLE))
                .map(Subject::key);
    }

    private boolean holds(KeyState key, ByteBuffer hash) {
        return key.getSecrets().stream()
                .anyMatch(secret ->
                        secret.getHash().equals(hash) && secret.getAlgorithm().equals(SHA_256) && isLive(secret));
    }

    private boolean isLive(KeySecret secret) {
        return switch (secret.getStatus()) {
            case CURRENT -> true;
            case RETIRING -> secret.getRetiresAt() != null && clock.instant().isBefore(secret.getRetiresAt());
            case RETIRED, UNKNOWN -> false;
        };
    }

    private Optional<EnrolmentKey> judged(KeyState key) {
        Enrolment enrols = key.getEnrols();
        String usedFor = usedFor(key);
        boolean good = enrols != null
                && (enrols.getUse() == SigningUse.TXN || enrols.getUse() == SigningUse.STAMP)
                && (key.getStatus() == KeyStatus.ACTIVE || usedFor != null)
                && isItsTime(key)
                // Where it was shown from is not judged here: a key that asks for it is not taken.
                && key.getIpAllowlist().isEmpty()
                && hasConsumer(key);
        return good ? Optional.of(new EnrolmentKey(key.getKeyId(), enrols, usedFor)) : Optional.empty();
    }

    private boolean isItsTime(KeyState key) {
        Instant now = clock.instant();
        return key.getExpiresAt() != null
                && now.isBefore(key.getExpiresAt())
                && (key.getNotBefore() == null || !now.isBefore(key.getNotBefore()));
    }

    private boolean hasConsumer(KeyState key) {
        return lookups.subject(SubjectKind.CONSUMER, key.getConsumerId())
                .filter(subject -> !subject.status().equals(Subject.UNREADABLE))
                .map(Subject::consumer)
                .map(ConsumerState::getStatus)
                .filter(status -> status == ConsumerStatus.ACTIVE)
                .isPresent();
    }

    private static @Nullable String usedFor(KeyState key) {
        if (key.getStatus() != KeyStatus.REVOKED
                || key.getRevocationReason() != RevocationReason.SUPERSEDED
                || key.getComment() == null) {
            return null;
        }
        Matcher used = USED.matcher(key.getComment());
        return used.matches() ? used.group(1) : null;
    }
}
