package dev.keyfabric.registry.decide;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Texts from elsewhere that have the form of a subject's id, and so may be shown. */
public final class SubjectId {
    /** Of consumers, plans and services; key ids and kids have it too. */
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}");

    private SubjectId() {}

    /** The text, or null when it is no id; a key that was pasted where an id belongs is none. */
    public static @Nullable String orNull(@Nullable String text) {
        return text != null && FORM.matcher(text).matches() && !PastedKeys.in(text) ? text : null;
    }
}
