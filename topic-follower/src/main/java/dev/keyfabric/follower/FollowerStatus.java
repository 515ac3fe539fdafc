package dev.keyfabric.follower;

import org.jspecify.annotations.Nullable;

/**
 * How far a follower is, at one instant.
 *
 * @param brokerReached whether a broker has answered in this run
 * @param endReached whether the view has reached, in this run, the end offsets (LSO) seen at its start
 * @param halted why nothing is read any more, or null
 * @param trouble why the last try to follow ended, or the bus cannot be looked at, in words; null while all is well
 * @param blocked why the view can take nothing now (a full disk, say), or null; tried again until it can
 */
public record FollowerStatus(
        Phase phase,
        boolean brokerReached,
        boolean endReached,
        @Nullable Halt halted,
        @Nullable String blocked,
        @Nullable String trouble,
        CatchUp catchUp) {
    /** A run that has not heard from anyone yet. */
    public static final FollowerStatus UNCONNECTED =
            new FollowerStatus(Phase.CONNECTING, false, false, null, null, null, CatchUp.UNKNOWN);

    /** The steps of a follower's life. */
    public enum Phase {
        /** No broker, or the topics are not there yet; tried again for ever. */
        CONNECTING,
        /** The view can take nothing now; tried again for ever. */
        BLOCKED,
        /** Reading what was there at the start. */
        RESTORING,
        /** Reading what comes. */
        FOLLOWING,
        /** Waiting for somebody to decide. */
        HALTED,
        STOPPED
    }

    /** Offsets between the view and the end seen at the start; -1 when it is not known. */
    public long behind() {
        return catchUp.behind();
    }

    FollowerStatus in(Phase now) {
        return new FollowerStatus(now, brokerReached, endReached, halted, blocked, trouble, catchUp);
    }

    FollowerStatus troubledBy(@Nullable String now) {
        return new FollowerStatus(phase, brokerReached, endReached, halted, blocked, now, catchUp);
    }

    FollowerStatus answered() {
        return new FollowerStatus(phase, true, endReached, halted, blocked, trouble, catchUp);
    }

    FollowerStatus at(CatchUp now) {
        return new FollowerStatus(phase, brokerReached, endReached || now.behind() == 0, halted, blocked, trouble, now);
    }

    FollowerStatus blockedBy(@Nullable String refusal) {
        return new FollowerStatus(
                refusal != null ? Phase.BLOCKED : phase == Phase.BLOCKED ? Phase.CONNECTING : phase,
                brokerReached,
                endReached,
                halted,
                refusal,
                trouble,
                catchUp);
    }

    FollowerStatus haltedBy(Halt halt) {
        return new FollowerStatus(Phase.HALTED, brokerReached, endReached, halt, blocked, trouble, catchUp);
    }
}
