package dev.keyfabric.context.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An object read by {@link StrictJson}. A member of another type than asked for is malformed, never converted. */
public final class JsonObject {
    private final Map<String, Object> members;

    JsonObject(Map<String, Object> members) {
        this.members = Collections.unmodifiableMap(members);
    }

    public Set<String> names() {
        return members.keySet();
    }

    public boolean has(String name) {
        return members.containsKey(name);
    }

    /** The string member, or empty where there is none. */
    public Optional<String> string(String name) throws MalformedTextException {
        return Optional.ofNullable(typed(name, String.class));
    }

    /** The integer member, or empty where there is none; 1.0, 1e3 and what exceeds a long are malformed. */
    public Optional<Long> integer(String name) throws MalformedTextException {
        return Optional.ofNullable(typed(name, Long.class));
    }

    /** The member that is true or false, or empty where there is none. */
    public Optional<Boolean> bool(String name) throws MalformedTextException {
        return Optional.ofNullable(typed(name, Boolean.class));
    }

    /** The object member, or empty where there is none. */
    public Optional<JsonObject> object(String name) throws MalformedTextException {
        return Optional.ofNullable(typed(name, JsonObject.class));
    }

    /** The member that is an array of strings; none is an empty list. */
    public List<String> strings(String name) throws MalformedTextException {
        return elements(name, String.class);
    }

    /** The member that is an array of objects; none is an empty list. */
    public List<JsonObject> objects(String name) throws MalformedTextException {
        return elements(name, JsonObject.class);
    }

    /** Whether the member is there and is JSON null. */
    public boolean isNull(String name) {
        return members.get(name) == StrictJson.Null.NULL;
    }

    private <T> List<T> elements(String name, Class<T> type) throws MalformedTextException {
        List<T> typed = new ArrayList<>();
        List<?> elements = typed(name, List.class);
        for (Object element : elements == null ? List.of() : elements) {
            if (!type.isInstance(element)) {
                throw new MalformedTextException("an element of " + name + " has another type");
            }
            typed.add(type.cast(element));
        }
        return List.copyOf(typed);
    }

    private <T> @Nullable T typed(String name, Class<T> type) throws MalformedTextException {
        Object value = members.get(name);
        if (value == null) {
            return null;
        }
        if (!type.isInstance(value)) {
            throw new MalformedTextException(name + " has another type");
        }
        return type.cast(value);
    }
}
