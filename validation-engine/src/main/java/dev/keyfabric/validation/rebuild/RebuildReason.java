package dev.keyfabric.validation.rebuild;

/** Why a store is filled anew; docs/contract/design.md, section 8. */
public enum RebuildReason {
    /** Away from the topics' end for longer than half of their {@code delete.retention.ms}. */
    OFFLINE_TOO_LONG,
    /** Bytes on the disk that nobody wrote. */
    CORRUPT,
    /** An older build wrote the store. */
    FORMAT,
    /** The registry has said twice in a row that it holds something else. */
    DIGEST,
    /** Somebody asked for it. */
    OPERATOR
}
