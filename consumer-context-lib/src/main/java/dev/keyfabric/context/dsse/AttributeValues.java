package dev.keyfabric.context.dsse;

import org.jspecify.annotations.Nullable;

/** The attributes of one CloudEvent, each in its canonical string form as UTF-8 bytes. */
@FunctionalInterface
public interface AttributeValues {
    /** The value of an attribute, or null where the event has none. The array is read only. */
    byte @Nullable [] value(String name);
}
