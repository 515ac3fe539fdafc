package dev.keyfabric.context.stamp;

/** What becomes of a record whose key has ended or been halted since it was stamped. */
public enum OnRevoked {
    /** Refused unless the key and its consumer are active now, or the key has merely expired. */
    REJECT,
    /** Refused where the key was revoked as compromised or leaked, or nobody can say why. */
    REJECT_COMPROMISED,
    /** Taken; the key's state is not asked. */
    ACCEPT
}
