package dev.keyfabric.schemas.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecordBase;
import org.jspecify.annotations.Nullable;

/**
 * Values as bytes: a zero byte, the schema id as four bytes big-endian, the Avro binary form (Confluent's framing).
 * The writer's schema is found by its id among the shipped ones; nobody is asked over a network. Safe for all threads.
 */
public final class Wire {
    private static final byte MAGIC = 0;
    private static final int HEADER = 1 + Integer.BYTES;
    /** The topics' max.message.bytes; no value of ours can be longer. */
    private static final int MAX_LENGTH = 1 << 20;

    private Wire() {}

    /** The framed bytes of a value, under the newest shipped schema of its type. */
    public static byte[] encode(SpecificRecordBase value) {
        Coders.ValueWriter writer = Coders.writer(value);
        try (ByteArrayOutputStream out = new ByteArrayOutputStream(512)) {
            out.write(MAGIC);
            out.write(
                    ByteBuffer.allocate(Integer.BYTES).putInt(writer.schemaId()).array());
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
            writer.writer().write(value, encoder);
            encoder.flush();
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The value that bytes hold, of whatever type their schema id says.
     *
     * @throws UnreadableValueException as {@link #decode(byte[], Class)}
     */
    public static SpecificRecordBase decode(byte @Nullable [] bytes) {
        Coders.ValueReader reader = bytes == null || bytes.length < HEADER
                ? null
                : Coders.reader(ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt());
        if (reader == null) {
            throw new UnreadableValueException("no known schema id in front");
        }
        return decode(bytes, reader.type().asSubclass(SpecificRecordBase.class));
    }

    /**
     * The value that bytes hold, read into today's form of {@code type}.
     *
     * @throws UnreadableValueException for whatever is wrong with the bytes; its message names the fault, never the content
     */
    public static <T extends SpecificRecordBase> T decode(byte @Nullable [] bytes, Class<T> type) {
        if (bytes == null) {
            throw new UnreadableValueException("no value");
        }
        if (bytes.length < HEADER || bytes[0] != MAGIC) {
            throw new UnreadableValueException("no schema id in front");
        }
        if (bytes.length > MAX_LENGTH) {
            throw new UnreadableValueException("longer than " + MAX_LENGTH + " bytes");
        }
        int id = ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt();
        Coders.ValueReader reader = Coders.reader(id);
        if (reader == null) {
            throw new UnreadableValueException("unknown schema id " + id);
        }
        String name = reader.written().getName();
        if (reader.type() != type) {
            throw new UnreadableValueException("is a " + name + ", not a " + type.getSimpleName());
        }
        try {
            // Reads from the array itself: Avro then refuses lengths and counts that the bytes left cannot hold, before
            // it asks for memory.
            BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(bytes, HEADER, bytes.length - HEADER, null);
            T value = type.cast(reader.reader().read(null, decoder));
            if (!decoder.isEnd()) {
                throw new UnreadableValueException("bytes left over after the value");
            }
            PlainLists.in(value);
            return value;
        } catch (UnreadableValueException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new UnreadableValueException(
                    "not the Avro form of " + name + ": " + e.getClass().getSimpleName());
        }
    }
}
