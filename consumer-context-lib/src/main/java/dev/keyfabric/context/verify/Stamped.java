package dev.keyfabric.context.verify;

import dev.keyfabric.context.stamp.StampRefusal;

/** What came of the check of a record's stamp. Hostile input is a {@link Refused}, never an exception. */
public sealed interface Stamped {
    /** The stamp holds, and this is whom it names. */
    record Verified(VerifiedContext context) implements Stamped {}

    /** The stamp does not hold, or cannot be judged. The record itself is untouched. */
    record Refused(StampRefusal reason) implements Stamped {}
}
