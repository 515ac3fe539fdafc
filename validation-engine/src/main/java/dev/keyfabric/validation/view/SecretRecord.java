package dev.keyfabric.validation.view;

import dev.keyfabric.schemas.event.SecretStatus;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/** What recognises one secret of a key. */
public final class SecretRecord {
    private final byte[] hash;
    private final SecretStatus status;
    private final long retiresAt;

    /**
     * Of a secret.
     *
     * @param hash SHA-256 of the whole key; not to be changed any more
     * @param retiresAt end of a RETIRING secret's grace in ms; {@link Long#MIN_VALUE} when none is said
     */
    SecretRecord(byte[] hash, SecretStatus status, long retiresAt) {
        this.hash = hash;
        this.status = status;
        this.retiresAt = retiresAt;
    }

    /** SHA-256 of the whole key, read-only. */
    ByteBuffer hash() {
        return ByteBuffer.wrap(hash).asReadOnlyBuffer();
    }

    /** The same, not to be changed. */
    byte[] bytes() {
        return hash;
    }

    long retiresAt() {
        return retiresAt;
    }

    public SecretStatus status() {
        return status;
    }

    public boolean matches(byte[] sha256) {
        return MessageDigest.isEqual(hash, sha256);
    }

    /** Whether a key may be used by this secret at a time. */
    public boolean liveAt(long millis) {
        return status == SecretStatus.CURRENT || (status == SecretStatus.RETIRING && millis < retiresAt);
    }

    @Override
    public String toString() {
        return "SecretRecord[" + status + "]";
    }
}
