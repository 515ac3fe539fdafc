package dev.keyfabric.validation.rebuild;

import dev.keyfabric.follower.CatchUp;
import org.jspecify.annotations.Nullable;

/**
 * How it is with rebuilding, at one instant.
 *
 * @param running why a store is being filled beside the one that serves; null = none is
 * @param catchUp how far that one is
 * @param last why the last one of this run was filled that took its place; null = none has
 * @param done stores of this run that took their place
 * @param failed stores of this run that were given up
 * @param failure why the last one was given up, in words; null = it was not
 */
public record RebuildStatus(
        @Nullable RebuildReason running,
        CatchUp catchUp,
        @Nullable RebuildReason last,
        long done,
        long failed,
        @Nullable String failure) {
    static final RebuildStatus NONE = new RebuildStatus(null, CatchUp.UNKNOWN, null, 0, 0, null);

    RebuildStatus begun(RebuildReason reason) {
        return new RebuildStatus(reason, CatchUp.UNKNOWN, last, done, failed, failure);
    }

    RebuildStatus at(CatchUp now) {
        return new RebuildStatus(running, now, last, done, failed, failure);
    }

    RebuildStatus served() {
        return new RebuildStatus(null, CatchUp.UNKNOWN, running, done + 1, failed, null);
    }

    RebuildStatus givenUp(String why) {
        return new RebuildStatus(null, CatchUp.UNKNOWN, last, done, failed + 1, why);
    }
}
