package dev.keyfabric.validation.view;

import dev.keyfabric.schemas.wire.UnreadableValueException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the view holds of one subject. On disk: mark, final or not, version (8 bytes big-endian), then the framed value
 * of the last good record, empty when there was none.
 *
 * @param isFinal kept apart from the value, so that a value that cannot be read any more stays final
 * @param version of the last good record; 0 when there was none
 * @param state the last good record; null when there was none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; the bytes are the point
public record Held<S extends Subject>(
        Mark mark,
        boolean isFinal,
        long version,
        byte[] value,
        @Nullable S state) {
    private static final int HEADER = 2 + Long.BYTES;
    private static final byte[] NOTHING = new byte[0];

    static <S extends Subject> Held<S> good(S state, byte[] value) {
        return new Held<>(Mark.GOOD, state.isFinal(), state.version(), value, state);
    }

    static <S extends Subject> Held<S> nothingReadable() {
        return new Held<>(Mark.UNREADABLE, false, 0, NOTHING, null);
    }

    Held<S> marked(Mark other) {
        return new Held<>(other, isFinal, version, value, state);
    }

    /** The state when it may be relied on, else null: the subject is then to be denied. */
    public @Nullable S usable() {
        return mark == Mark.GOOD ? state : null;
    }

    byte[] toBytes() {
        return ByteBuffer.allocate(HEADER + value.length)
                .put(mark.code())
                .put((byte) (isFinal ? 1 : 0))
                .putLong(version)
                .put(value)
                .array();
    }

    static <S extends Subject> Held<S> fromBytes(byte[] bytes, SubjectKind<S> kind) {
        if (bytes.length < HEADER) {
            return nothingReadable();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        Mark mark = Mark.ofCode(buffer.get());
        boolean isFinal = buffer.get() != 0;
        long version = buffer.getLong();
        byte[] value = Arrays.copyOfRange(bytes, HEADER, bytes.length);
        S state = value.length == 0 ? null : readOrNull(value, kind);
        boolean lost = state == null && mark == Mark.GOOD;
        return new Held<>(lost ? Mark.UNREADABLE : mark, isFinal, version, value, state);
    }

    private static <S extends Subject> @Nullable S readOrNull(byte[] value, SubjectKind<S> kind) {
        try {
            return kind.read(value);
        } catch (UnreadableValueException e) {
            return null;
        }
    }
}
