package dev.keyfabric.validation.view;

import org.jspecify.annotations.Nullable;

/**
 * What the view holds of one subject, as it is asked for.
 *
 * @param isFinal kept apart from the state, so that one that cannot be read any more stays final
 * @param version of the last good record; 0 when there was none
 * @param state the last good record; null when there was none
 */
public record Held<S extends Subject>(
        Mark mark, boolean isFinal, long version, @Nullable S state) {

    /** The state when it may be relied on, else null: the subject is then to be denied. */
    public @Nullable S usable() {
        return mark == Mark.GOOD ? state : null;
    }
}
