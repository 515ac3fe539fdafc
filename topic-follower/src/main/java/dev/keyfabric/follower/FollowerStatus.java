package dev.keyfabric.follower;

import org.jspecify.annotations.Nullable;

/**
 * How far a follower is, at one instant.
 *
 * @param brokerReached whether a broker has answered in this run
 * @param endReached whether the view has reached, in this run, the end offsets (LSO) seen at its start
 * @param halted why nothing is read until an operator decides (another cluster, a re-created topic, an offset beyond
 *     the end), or null
 * @param behind records between the view and the end offsets seen at the start; -1 when these are not known
 */
public record FollowerStatus(
        Phase phase,
        boolean brokerReached,
        boolean endReached,
        @Nullable String halted,
        long behind) {

    /** The steps of a follower's life. */
    public enum Phase {
        /** No broker, or the topics are not there yet; tried again for ever. */
        CONNECTING,
        /** Reading what was there at the start. */
        RESTORING,
        /** Reading what comes. */
        FOLLOWING,
        /** Waiting for an operator. */
        HALTED,
        STOPPED
    }
}
