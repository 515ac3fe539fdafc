package dev.keyfabric.registry.body;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The members of one JSON object, each asked for by name and type. A member that is absent, or null, or of the wrong
 * type, is read as null; the last of these is a fault. {@link #end()} makes a fault of every member nobody asked for.
 */
public final class Members {
    private final ObjectNode object;
    private final String pointer;
    private final List<Fault> faults;
    private final Set<String> known = new HashSet<>();

    Members(ObjectNode object, String pointer, List<Fault> faults) {
        this.object = object;
        this.pointer = pointer;
        this.faults = faults;
    }

    /** Makes a fault of a member that is absent or null. */
    public Members require(String name) {
        known.add(name);
        if (!object.hasNonNull(name)) {
            fault(Pointer.member(pointer, name), Fault.REQUIRED, "must be given");
        }
        return this;
    }

    /**
     * The members of a change that are null, which takes their value away (RFC 7396); sorted. Makes a fault of null where
     * there must be a value.
     *
     * @param clearable the members that can be without a value
     */
    public List<String> cleared(Set<String> clearable) {
        List<String> cleared = new ArrayList<>();
        object.properties().stream()
                .filter(member -> member.getValue().isNull())
                .map(Map.Entry::getKey)
                .sorted()
                .forEach(name -> {
                    if (clearable.contains(name)) {
                        cleared.add(name);
                    } else {
                        fault(
                                Pointer.member(pointer, name),
                                Fault.WRONG_TYPE,
                                "must not be null; leave the member out to keep its value");
                    }
                });
        return cleared;
    }

    public @Nullable String text(String name) {
        return read(name, this::textOf);
    }

    /** A time (RFC 3339), cut to milliseconds. */
    public @Nullable Instant instant(String name) {
        return read(
                name,
                (node, at) -> parsed(node, at, "must be a time such as 2027-01-31T12:00:00Z", Members::instantOf));
    }

    /** RFC 3339 has years of four digits; what lies far outside has no form on the bus. */
    private static Instant instantOf(String text) {
        OffsetDateTime time = OffsetDateTime.parse(text);
        if (time.getYear() < 0 || time.getYear() > 9999) {
            throw new DateTimeException("a year of more than four digits");
        }
        return time.toInstant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** An ISO-8601 duration of days and parts of days. */
    public @Nullable Duration duration(String name) {
        return read(name, (node, at) -> parsed(node, at, "must be a duration such as PT15M or P7D", Duration::parse));
    }

    /** An ISO-8601 duration of whole seconds. */
    public @Nullable Long seconds(String name) {
        Duration duration = duration(name);
        if (duration != null && !duration.equals(duration.truncatedTo(ChronoUnit.SECONDS))) {
            refuse(name, Fault.INVALID_FORMAT, "must be whole seconds");
        }
        return duration == null ? null : duration.toSeconds();
    }

    /** A constant by its name in lower case; the constant {@code UNKNOWN} is none. */
    public <E extends Enum<E>> @Nullable E choice(String name, Class<E> type) {
        return choice(name, type, constant -> constant.name().toLowerCase(Locale.ROOT));
    }

    /** Like {@link #choice(String, Class)}, in a spelling of one's own. */
    public <E extends Enum<E>> @Nullable E choice(String name, Class<E> type, Function<E, String> spelling) {
        return read(name, (node, at) -> {
            String text = textOf(node, at);
            if (text == null) {
                return null;
            }
            List<String> names = new ArrayList<>();
            for (E constant : type.getEnumConstants()) {
                String spelled = spelling.apply(constant);
                if (spelled.equals(text) && !spelled.equals("unknown")) {
                    return constant;
                }
                names.add(spelled);
            }
            names.remove("unknown");
            fault(at, Fault.INVALID_FORMAT, "must be one of " + String.join(", ", names));
            return null;
        });
    }

    public @Nullable Long whole(String name) {
        return read(name, (node, at) -> {
            if (node.isIntegralNumber() && node.canConvertToLong()) {
                return node.longValue();
            }
            fault(at, Fault.WRONG_TYPE, "must be a whole number");
            return null;
        });
    }

    /** True or false. */
    public @Nullable Boolean flag(String name) {
        return read(name, (node, at) -> {
            if (node.isBoolean()) {
                return node.booleanValue();
            }
            fault(at, Fault.WRONG_TYPE, "must be true or false");
            return null;
        });
    }

    /** Makes a fault of a member that is there and whose value does not do; the detail must not repeat the value. */
    public void refuse(String name, String code, String detail) {
        fault(Pointer.member(pointer, name), code, detail);
    }

    /** An object of this request's own; call {@link #end()} on it. */
    public @Nullable Members object(String name) {
        return read(name, this::objectOf);
    }

    public @Nullable List<String> texts(String name) {
        return list(name, this::textOf);
    }

    /** The items of an array of objects; call {@link #end()} on each. */
    public @Nullable List<Members> objects(String name) {
        return list(name, this::objectOf);
    }

    /** An object with members of the sender's choice, as JSON text. */
    public @Nullable String jsonObject(String name) {
        return read(name, (node, at) -> {
            if (node.isObject()) {
                return node.toString();
            }
            fault(at, Fault.WRONG_TYPE, "must be an object");
            return null;
        });
    }

    public void end() {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                fault(Pointer.member(pointer, name), Fault.UNKNOWN_MEMBER, "is not a member of this request");
            }
        });
    }

    private <T> @Nullable List<T> list(String name, BiFunction<JsonNode, String, @Nullable T> item) {
        return read(name, (node, at) -> {
            if (!(node instanceof ArrayNode array)) {
                fault(at, Fault.WRONG_TYPE, "must be an array");
                return null;
            }
            List<T> items = new ArrayList<>();
            for (int i = 0; i < array.size(); i++) {
                Optional.ofNullable(item.apply(array.get(i), Pointer.item(at, i)))
                        .ifPresent(items::add);
            }
            return items;
        });
    }

    private <T> @Nullable T read(String name, BiFunction<JsonNode, String, @Nullable T> reading) {
        known.add(name);
        JsonNode node = object.hasNonNull(name) ? object.get(name) : JsonNodeFactory.instance.nullNode();
        return node.isNull() ? null : reading.apply(node, Pointer.member(pointer, name));
    }

    private @Nullable Members objectOf(JsonNode node, String at) {
        if (node instanceof ObjectNode object) {
            return new Members(object, at, faults);
        }
        fault(at, Fault.WRONG_TYPE, "must be an object");
        return null;
    }

    private @Nullable String textOf(JsonNode node, String at) {
        if (node.isTextual()) {
            return node.textValue();
        }
        fault(at, Fault.WRONG_TYPE, "must be a text");
        return null;
    }

    private <T> @Nullable T parsed(JsonNode node, String at, String rule, Parser<T> parser) {
        String text = textOf(node, at);
        if (text == null) {
            return null;
        }
        try {
            return parser.parse(text);
        } catch (DateTimeException | ArithmeticException e) {
            fault(at, Fault.INVALID_FORMAT, rule);
            return null;
        }
    }

    private void fault(String at, String code, String detail) {
        faults.add(new Fault(at, code, detail));
    }

    private interface Parser<T> {
        T parse(String text);
    }
}
