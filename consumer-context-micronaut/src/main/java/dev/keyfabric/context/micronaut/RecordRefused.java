package dev.keyfabric.context.micronaut;

import dev.keyfabric.context.stamp.StampRefusal;

/**
 * Application event: a record was kept from its listener.
 *
 * @param fate what became of it
 */
public record RecordRefused(String group, String topic, int partition, long offset, StampRefusal reason, Fate fate) {
    /** What became of a refused record. */
    public enum Fate {
        DEAD_LETTERED,
        /** Handed to the listener's error handling. */
        REFUSED,
        /** Its partition waits in front of it; it is judged again soon. */
        HELD_BACK
    }
}
