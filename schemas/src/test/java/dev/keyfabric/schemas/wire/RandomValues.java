package dev.keyfabric.schemas.wire;

import dev.keyfabric.schemas.Seeded;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** Values of a schema made and written without our generated classes and without {@link Wire}. */
final class RandomValues {
    private RandomValues() {}

    /** The framed bytes of a random value of a shipped schema. */
    static byte[] framed(ShippedSchema schema, SplittableRandom random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ByteBuffer.allocate(5).put((byte) 0).putInt(schema.id()).array());
        try {
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
            new GenericDatumWriter<>(schema.schema()).write(of(schema.schema(), random), encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static Object of(Schema schema, SplittableRandom random) {
        return switch (schema.getType()) {
            case RECORD -> {
                GenericRecord value = new GenericData.Record(schema);
                schema.getFields().forEach(f -> value.put(f.pos(), of(f.schema(), random)));
                yield value;
            }
            case ENUM -> {
                List<String> symbols = schema.getEnumSymbols();
                yield new GenericData.EnumSymbol(schema, symbols.get(random.nextInt(symbols.size())));
            }
            case ARRAY -> {
                List<Object> items = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    items.add(of(schema.getElementType(), random));
                }
                yield items;
            }
            case MAP -> {
                Map<String, Object> entries = new HashMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    entries.put(Seeded.anyText(random, 8), of(schema.getValueType(), random));
                }
                yield entries;
            }
            case UNION ->
                of(schema.getTypes().get(random.nextInt(schema.getTypes().size())), random);
            case STRING -> Seeded.anyText(random, 40);
            case BYTES -> {
                byte[] bytes = new byte[random.nextInt(40)];
                random.nextBytes(bytes);
                yield ByteBuffer.wrap(bytes);
            }
            case INT -> random.nextInt() >> random.nextInt(32);
            case LONG -> random.nextLong() >> random.nextInt(64);
            case BOOLEAN -> random.nextBoolean();
            case NULL -> null;
            default -> throw new IllegalArgumentException("no field of ours has the type " + schema.getType());
        };
    }
}
