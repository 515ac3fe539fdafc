package dev.keyfabric.context.cloudevent;

import dev.keyfabric.context.cloudevent.EventHeaderException.Fault;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What the names and values of attributes may consist of (CloudEvents 1.0.2, sections "Naming" and "Type System"). */
final class EventText {
    private static final int MAX_NAME = 64;

    private EventText() {}

    static void checkLength(int length, int limit) throws EventHeaderException {
        if (length > limit) {
            throw new EventHeaderException(Fault.TOO_LARGE);
        }
    }

    static void checkName(String name) throws EventHeaderException {
        boolean good = !name.isEmpty() && name.length() <= MAX_NAME;
        for (int i = 0; good && i < name.length(); i++) {
            char c = name.charAt(i);
            good = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        }
        if (!good) {
            throw new EventHeaderException(Fault.MALFORMED);
        }
    }

    /** The value, if it is UTF-8, not empty and free of control characters. */
    static byte[] checkedValue(byte @Nullable [] value) throws EventHeaderException {
        if (value == null || value.length == 0) {
            throw new EventHeaderException(Fault.MALFORMED);
        }
        boolean ascii = true;
        for (byte b : value) {
            if ((b >= 0 && b < ' ') || b == 0x7f) {
                throw new EventHeaderException(Fault.MALFORMED);
            }
            ascii &= b >= 0;
        }
        if (!ascii) {
            checkUtf8(value);
        }
        return value;
    }

    private static void checkUtf8(byte[] value) throws EventHeaderException {
        try {
            CharSequence text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value));
            if (text.chars().anyMatch(Character::isISOControl)) {
                throw new EventHeaderException(Fault.MALFORMED);
            }
        } catch (CharacterCodingException e) {
            throw new EventHeaderException(Fault.NOT_UTF8);
        }
    }
}
