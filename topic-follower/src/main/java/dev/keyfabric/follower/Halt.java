package dev.keyfabric.follower;

/**
 * Why a follower reads nothing more: going on could merge two histories, or leave in what the log has forgotten.
 *
 * @param reason in words, for people
 */
public record Halt(Cause cause, String reason) {
    /** Who can help. */
    public enum Cause {
        /** Another cluster, a topic made again, a log that lost what was read: an operator decides. */
        ANOTHER_BUS,
        /**
         * The same bus, not read for so long that tombstones may have come and gone meanwhile: a view filled from the
         * start holds what is right.
         */
        OUTDATED
    }
}
