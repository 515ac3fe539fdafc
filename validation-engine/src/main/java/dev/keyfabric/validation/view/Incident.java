package dev.keyfabric.validation.view;

/** Things the view counts, over restarts; what each means for a subject is said in the contract, section 3. */
public enum Incident {
    /** A record that tried to change what is final. */
    TAMPERING,
    /** A value that could not be understood. */
    UNREADABLE,
    /** A record on a partition where its subject does not live: it has no effect, since no order among partitions is told. */
    MISPLACED,
    /** Two contents under one version. */
    CONFLICT,
    /** A record with a version below the one held. */
    OUTDATED,
    /** A tombstone for a subject that may not be purged. */
    TOMBSTONE_REFUSED,
    NULL_KEY,
    /** One secret hash in two keys. */
    DUPLICATE_HASH,
    /** A record of a topic that the root signs, without a signature of the pinned root: tampering, or another root. */
    NOT_SIGNED_BY_ROOT,
    /** A record of a topic that the root signs, at a node that was told of no root. */
    NO_ROOT_PINNED,
    /** A tick that could not be understood, or was written to another topic of the same name. */
    TICK_REFUSED,
    /** A digest that could not be understood, is not the root's word, or answers no command of its partition that is new. */
    DIGEST_REFUSED,
    /** A digest that says that the registry holds something else than this view does. */
    DIGEST_MISMATCH
}
