package dev.keyfabric.validation.view;

import dev.keyfabric.schemas.wire.UnreadableValueException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the view holds of one subject, as it is written. On disk: mark, final or not, version (8 bytes big-endian), then the
 * framed value of the last good record, empty when there was none.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; the bytes are the point
record Stored<S extends Subject>(Held<S> held, byte[] value) {
    private static final int HEADER = 2 + Long.BYTES;
    private static final byte[] NOTHING = new byte[0];

    static <S extends Subject> Stored<S> good(S state, byte[] value) {
        return new Stored<>(new Held<>(Mark.GOOD, state.isFinal(), state.version(), state), value);
    }

    static <S extends Subject> Stored<S> nothingReadable() {
        return new Stored<>(new Held<>(Mark.UNREADABLE, false, 0, null), NOTHING);
    }

    Stored<S> marked(Mark other) {
        return new Stored<>(new Held<>(other, held.isFinal(), held.version(), held.state()), value);
    }

    Mark mark() {
        return held.mark();
    }

    boolean isFinal() {
        return held.isFinal();
    }

    long version() {
        return held.version();
    }

    @Nullable
    S state() {
        return held.state();
    }

    byte[] toBytes() {
        return ByteBuffer.allocate(HEADER + value.length)
                .put(mark().code())
                .put((byte) (isFinal() ? 1 : 0))
                .putLong(version())
                .put(value)
                .array();
    }

    static <S extends Subject> Stored<S> fromBytes(byte[] bytes, SubjectKind<S> kind) {
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
        return new Stored<>(new Held<>(lost ? Mark.UNREADABLE : mark, isFinal, version, state), value);
    }

    private static <S extends Subject> @Nullable S readOrNull(byte[] value, SubjectKind<S> kind) {
        try {
            return kind.read(value);
        } catch (UnreadableValueException e) {
            return null;
        }
    }
}
