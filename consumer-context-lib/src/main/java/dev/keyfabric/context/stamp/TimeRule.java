package dev.keyfabric.context.stamp;

/** Whose word on the time of a record a topic takes. */
public enum TimeRule {
    /** The broker's alone: {@code message.timestamp.type=LogAppendTime}. */
    APPEND,
    /** The producer's too: nothing then says how long a record was held back, and a tainted key verifies nothing. */
    CREATE
}
