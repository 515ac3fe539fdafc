package dev.keyfabric.schemas.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecordBase;
import org.jspecify.annotations.Nullable;

/**
 * The reader of every shipped schema and the writer of the newest of each type, made once when the class is loaded and
 * shared by all threads: to make a reader costs many times what it takes to read a value. Avro's readers of this kind
 * hold no state between calls; its builder of readers is not safe for threads, hence all at once.
 */
final class Coders {
    private static final Map<Integer, ValueReader> READERS = readers(ShippedSchemas.all());
    private static final Map<String, ValueWriter> WRITERS = writers(ShippedSchemas.all());

    private Coders() {}

    /**
     * Reads values of one writer's schema into today's form of their type.
     *
     * @param type the class of today's form
     */
    record ValueReader(Schema written, Class<?> type, DatumReader<Object> reader) {}

    /** Writes values of one type under the schema of an id. */
    record ValueWriter(int schemaId, DatumWriter<SpecificRecordBase> writer) {}

    /** The reader of a schema id, or null when no such schema ships. */
    static @Nullable ValueReader reader(int schemaId) {
        return READERS.get(schemaId);
    }

    static ValueWriter writer(SpecificRecordBase value) {
        ValueWriter writer = WRITERS.get(value.getSchema().getFullName());
        if (writer == null) {
            throw new IllegalArgumentException(value.getSchema().getFullName() + " is the value of no topic");
        }
        return writer;
    }

    private static Map<Integer, ValueReader> readers(Collection<ShippedSchema> shipped) {
        Map<Integer, ValueReader> readers = new HashMap<>();
        for (ShippedSchema schema : shipped) {
            Class<?> type = typeOf(schema.schema());
            SpecificData data = SpecificData.getForSchema(schema.schema());
            try {
                DatumReader<Object> reader = data.getFastReaderBuilder()
                        .createDatumReader(schema.schema(), SpecificData.get().getSchema(type));
                readers.put(schema.id(), new ValueReader(schema.schema(), type, reader));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return Map.copyOf(readers);
    }

    private static Map<String, ValueWriter> writers(Collection<ShippedSchema> shipped) {
        Map<String, ValueWriter> writers = new HashMap<>();
        for (ShippedSchema schema : shipped) {
            String name = schema.schema().getFullName();
            Schema today = SpecificData.get().getSchema(typeOf(schema.schema()));
            writers.put(name, new ValueWriter(ShippedSchemas.newestIdOf(name), new SpecificDatumWriter<>(today)));
        }
        return Map.copyOf(writers);
    }

    private static Class<?> typeOf(Schema schema) {
        Class<?> type = SpecificData.get().getClass(schema);
        if (type == null) {
            throw new IllegalStateException("no class for the shipped schema " + schema.getFullName());
        }
        return type;
    }
}
