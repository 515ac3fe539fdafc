package dev.keyfabric.registry.decide;

import dev.keyfabric.schemas.event.FieldError;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.avro.specific.SpecificRecordBase;
import org.jspecify.annotations.Nullable;

/** The faults found so far in one command, each at a JSON pointer into the request, with the checks that fields share. */
final class Faults {
    private static final int MOST_CLEARED = 16;

    private final List<FieldError> found = new ArrayList<>();

    void add(String pointer, String code, String detail) {
        found.add(new FieldError(pointer, code, detail));
    }

    List<FieldError> found() {
        return List.copyOf(found);
    }

    /** A text that people read: at most {@code max} characters, not blank, no control characters. */
    void text(String pointer, @Nullable String text, int max) {
        if (text == null) {
            return;
        }
        if (text.isBlank()) {
            add(pointer, "BLANK", "must not be blank");
        }
        if (text.codePointCount(0, text.length()) > max) {
            add(pointer, "TOO_LONG", "must have at most " + max + " characters");
        }
        if (text.codePoints().anyMatch(Faults::isControl)) {
            add(pointer, "CONTROL_CHARACTER", "must not hold control characters");
        }
    }

    /** Line and paragraph separators break lines like control characters; lone surrogates are no text at all. */
    private static boolean isControl(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.CONTROL
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE;
    }

    void required(String pointer, @Nullable Object value) {
        if (value == null) {
            add(pointer, "REQUIRED", "is required");
        }
    }

    void matches(String pointer, @Nullable String text, Pattern pattern) {
        if (text != null && !pattern.matcher(text).matches()) {
            add(pointer, "INVALID_FORMAT", "must match " + pattern.pattern());
        }
    }

    /** A member of a list of names, whose unknown ones read as one value. */
    void known(String pointer, boolean isKnown) {
        if (!isKnown) {
            add(pointer, "UNKNOWN_VALUE", "is no value that is known here");
        }
    }

    void within(String pointer, long value, long min, long max) {
        if (value < min || value > max) {
            add(pointer, "OUT_OF_RANGE", "must be from " + min + " to " + max);
        }
    }

    /** Elements of a list that each match, are all different and not too many. */
    void list(String pointer, @Nullable List<String> list, Pattern pattern, int max) {
        if (list == null || tooMany(pointer, list, max)) {
            return;
        }
        unique(pointer, "", list);
        for (int i = 0; i < list.size(); i++) {
            matches(pointer + "/" + i, list.get(i), pattern);
        }
    }

    /** Fields that a draft takes the value away from: known ones, each once, and none that it gives a value as well. */
    void cleared(List<String> clears, Set<String> clearable, SpecificRecordBase draft) {
        if (tooMany("", clears, MOST_CLEARED)) {
            return;
        }
        for (String name : new TreeSet<>(clears)) {
            if (!clearable.contains(name)) {
                add("", "NOT_CLEARABLE", "takes away a value that must be there");
            } else if (draft.get(name) != null || Collections.frequency(clears, name) > 1) {
                add("/" + name, "DUPLICATE", "is changed twice");
            }
        }
    }

    boolean tooMany(String pointer, List<?> list, int max) {
        if (list.size() > max) {
            add(pointer, "TOO_MANY", "must have at most " + max + " elements");
            return true;
        }
        return false;
    }

    /** Each element that was there before is a fault at {@code pointer/index + member}. */
    void unique(String pointer, String member, List<String> names) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < names.size(); i++) {
            if (!seen.add(names.get(i))) {
                add(pointer + "/" + i + member, "DUPLICATE", "is there twice");
            }
        }
    }
}
