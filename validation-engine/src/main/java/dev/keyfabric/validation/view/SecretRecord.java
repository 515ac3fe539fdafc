package dev.keyfabric.validation.view;

import dev.keyfabric.schemas.event.SecretStatus;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/**
 * What recognises one secret of a key.
 *
 * @param hash SHA-256 of the whole key, read-only
 * @param retiresAt end of a RETIRING secret's grace in ms; {@link Long#MIN_VALUE} when none is said
 */
public record SecretRecord(ByteBuffer hash, SecretStatus status, long retiresAt) {

    public boolean matches(byte[] sha256) {
        byte[] mine = new byte[hash.remaining()];
        hash.duplicate().get(mine);
        return MessageDigest.isEqual(mine, sha256);
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
