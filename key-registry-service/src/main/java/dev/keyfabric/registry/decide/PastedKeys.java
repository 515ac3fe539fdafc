package dev.keyfabric.registry.decide;

import dev.keyfabric.key.ApiKey;
import dev.keyfabric.schemas.event.Command;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecordBase;
import org.jspecify.annotations.Nullable;

/**
 * Whole keys in texts where none belongs, pasted by mistake: a command that holds one is refused before it is sent,
 * because what is on the bus stays there and is shown to everyone who may read.
 */
public final class PastedKeys {
    /** An underscore, and the 36 characters of body and checksum. */
    private static final int TAIL = 1 + ApiKey.BODY_LENGTH + 6;

    private PastedKeys() {}

    /** Whether a key, under whatever prefix, is a part of a text. */
    public static boolean in(String text) {
        for (int at = text.indexOf('_'); at >= 0 && at + TAIL <= text.length(); at = text.indexOf('_', at + 1)) {
            if (ApiKey.parse("k" + text.substring(at, at + TAIL)).isPresent()) {
                return true;
            }
        }
        return false;
    }

    static void check(Command command, Faults faults) {
        text("/id", command.getSubject(), faults);
        if (!command.getRouting().equals(command.getSubject())) {
            text("/consumerId", command.getRouting(), faults);
        }
        text("/reason", command.getReason(), faults);
        text("/comment", command.getComment(), faults);
        fields("", command.getConsumer(), faults);
        fields("", command.getKey(), faults);
        fields("", command.getSigningKey(), faults);
        fields("", command.getService(), faults);
        fields("", command.getPlan(), faults);
    }

    private static void fields(String above, @Nullable SpecificRecordBase draft, Faults faults) {
        if (draft == null) {
            return;
        }
        for (Schema.Field field : draft.getSchema().getFields()) {
            value(above + "/" + field.name(), draft.get(field.pos()), faults);
        }
    }

    private static void value(String pointer, @Nullable Object value, Faults faults) {
        text(pointer, value, faults);
        if (value instanceof SpecificRecordBase part) {
            fields(pointer, part, faults);
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                value(pointer + "/" + i, list.get(i), faults);
            }
        }
    }

    private static void text(String pointer, @Nullable Object value, Faults faults) {
        if (value instanceof String text && in(text)) {
            faults.add(pointer, "HOLDS_A_KEY", "must not hold a key");
        }
    }
}
