package dev.keyfabric.registry.readmodel;

/** What should not happen on a healthy bus, or what an operator should look at. */
public enum Alarm {
    /** A record that cannot be read. */
    UNREADABLE,
    /** A final state was to be left again, a record lies on a foreign partition, or the root did not sign what it must. */
    TAMPERING,
    /** Two contents under one version. */
    VERSION_FORKED,
    /** A tombstone for a subject that is neither revoked nor expired. */
    LIVE_PURGED,
    /** A validator's farewell that it did not sign: receipts go on waiting for it. */
    UNSIGNED_DEPARTURE,
    /** Somebody enrolled a signing key for an owner that has a live one of the same use. */
    ENROLLED_AGAIN
}
