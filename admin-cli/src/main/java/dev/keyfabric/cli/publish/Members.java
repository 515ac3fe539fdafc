package dev.keyfabric.cli.publish;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.cli.output.Plain;
import dev.keyfabric.cli.shell.CliException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The members of one JSON object, as a body over HTTP has them: absent and null are the same, and what has the wrong
 * type or is not asked for ends the command before anything is sent. What values may be is for the registry to say.
 */
final class Members {
    private final JsonNode object;
    private final String pointer;
    private final Set<String> known = new HashSet<>();

    private Members(JsonNode object, String pointer) {
        this.object = object;
        this.pointer = pointer;
    }

    static <T> T read(JsonNode object, Function<Members, T> reading) {
        return read(object, "", reading);
    }

    private static <T> T read(JsonNode object, String pointer, Function<Members, T> reading) {
        if (!object.isObject()) {
            throw fault(pointer, "must be an object");
        }
        Members members = new Members(object, pointer);
        T read = reading.apply(members);
        object.fieldNames().forEachRemaining(name -> {
            if (!members.known.contains(name)) {
                throw fault(pointer + "/" + name, "is not a member of such a definition");
            }
        });
        return read;
    }

    /** The members that are null: their value shall be gone. */
    List<String> cleared() {
        return object.properties().stream()
                .filter(member -> member.getValue().isNull())
                .map(member -> member.getKey())
                .toList();
    }

    /** A text that must be there. */
    String needed(String name) {
        return Optional.ofNullable(text(name)).orElseThrow(() -> fault(pointer + "/" + name, "must be given"));
    }

    @Nullable
    String text(String name) {
        return value(name, JsonNode::isTextual, "a text")
                .map(JsonNode::textValue)
                .orElse(null);
    }

    boolean flag(String name, boolean otherwise) {
        return value(name, JsonNode::isBoolean, "true or false")
                .map(JsonNode::booleanValue)
                .orElse(otherwise);
    }

    /** A whole number that must be there. */
    long whole(String name) {
        return value(name, JsonNode::canConvertToLong, "a whole number")
                .orElseThrow(() -> fault(pointer + "/" + name, "must be given"))
                .longValue();
    }

    <T> @Nullable T parsed(String name, Function<String, T> parser, String what) {
        String text = text(name);
        try {
            return text == null ? null : parser.apply(text);
        } catch (DateTimeException | ArithmeticException e) {
            throw fault(pointer + "/" + name, "must be " + what);
        }
    }

    @Nullable
    Long millis(String name) {
        return parsed(name, text -> Duration.parse(text).toMillis(), "a duration such as PT15M or P7D");
    }

    @Nullable
    Long seconds(String name) {
        Long millis = millis(name);
        if (millis != null && millis % 1000 != 0) {
            throw fault(pointer + "/" + name, "must be whole seconds");
        }
        return millis == null ? null : millis / 1000;
    }

    /** A constant as bodies spell it: {@code reject-compromised}. */
    <E extends Enum<E>> E choice(String name, Class<E> type, E otherwise) {
        String text = text(name);
        if (text == null) {
            return otherwise;
        }
        List<String> all = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            String spelled = constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
            if (!spelled.equals("unknown")) {
                if (spelled.equals(text)) {
                    return constant;
                }
                all.add(spelled);
            }
        }
        throw fault(pointer + "/" + name, "must be one of " + String.join(", ", all));
    }

    @Nullable
    List<String> texts(String name) {
        return value(name, JsonNode::isArray, "an array of texts")
                .map(array -> {
                    List<String> texts = new ArrayList<>();
                    array.forEach(item -> {
                        if (!item.isTextual()) {
                            throw fault(pointer + "/" + name, "must be an array of texts");
                        }
                        texts.add(item.textValue());
                    });
                    return texts;
                })
                .orElse(null);
    }

    <T> @Nullable List<T> objects(String name, Function<Members, T> reading) {
        return value(name, JsonNode::isArray, "an array of objects")
                .map(array -> {
                    List<T> read = new ArrayList<>();
                    array.forEach(item -> read.add(read(item, pointer + "/" + name + "/" + read.size(), reading)));
                    return read;
                })
                .orElse(null);
    }

    /** An object with members of the sender's choice. */
    @Nullable
    JsonNode object(String name) {
        return value(name, JsonNode::isObject, "an object").orElse(null);
    }

    private Optional<JsonNode> value(String name, Predicate<JsonNode> kind, String what) {
        known.add(name);
        JsonNode value = object.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!kind.test(value)) {
            throw fault(pointer + "/" + name, "must be " + what);
        }
        return Optional.of(value);
    }

    private static CliException fault(String pointer, String detail) {
        return CliException.usage((pointer.isEmpty() ? "it" : Plain.text(pointer.substring(1))) + " " + detail);
    }
}
