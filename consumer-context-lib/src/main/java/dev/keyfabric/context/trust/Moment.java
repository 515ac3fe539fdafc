package dev.keyfabric.context.trust;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The moment for which something signed is judged.
 *
 * @param claimed when it says it was used: the time that the token must cover
 * @param recorded when somebody else than its author recorded it; null if nobody did
 */
public record Moment(Instant claimed, @Nullable Instant recorded) {
    /** A call that is being answered: our own clock is the record. */
    public static Moment of(Instant now) {
        return new Moment(now, now);
    }

    /** A record of a LogAppendTime topic: the broker wrote down when it came. */
    public static Moment ofRecord(Instant claimed, Instant appended) {
        return new Moment(claimed, appended);
    }

    /** A record of a CreateTime topic: only its author says when. A key once tainted verifies nothing then. */
    public static Moment onItsWordAlone(Instant claimed) {
        return new Moment(claimed, null);
    }
}
