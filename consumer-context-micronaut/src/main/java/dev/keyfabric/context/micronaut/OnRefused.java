package dev.keyfabric.context.micronaut;

/** What becomes of a record whose stamp does not hold. Either way no listener method sees it. */
public enum OnRefused {
    /** It is copied to the dead-letter topic, and the listener goes on with the next. */
    DEAD_LETTER,
    /** The listener's error handling gets a {@link RefusedRecordException}, as for a record that cannot be read. */
    REFUSE
}
