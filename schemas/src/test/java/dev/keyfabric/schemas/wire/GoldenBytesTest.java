package dev.keyfabric.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HexFormat;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One value of each released schema as the bytes that once were written, in {@code golden/<type>-<version>.hex}, and
 * what they say, in {@code .json}. They are never written anew: a value that lies on a bus does not change either.
 */
class GoldenBytesTest {
    static Collection<ShippedSchema> shipped() {
        return ShippedSchemas.all();
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void theBytesOfEveryReleasedSchemaStillSayTheSame(ShippedSchema schema) throws IOException {
        writeBeside(schema);
        byte[] bytes = HexFormat.of().parseHex(read(schema, "hex").replaceAll("\\s", ""));
        assertThat(bytes).startsWith(0, 0, 0, 0, schema.id());

        assertThat(plain(schema, bytes)).hasToString(read(schema, "json").strip());

        SpecificRecordBase value = Wire.decode(bytes, WireTest.typeOf(schema));
        if (schema.id() == ShippedSchemas.newestIdOf(schema.schema().getFullName())) {
            assertThat(value).isEqualTo(Samples.of(schema.schema().getName()));
            assertThat(HexFormat.of().formatHex(Wire.encode(value)))
                    .as("today's form of %s; with other bytes it needs a new version and a new golden file", schema)
                    .isEqualTo(HexFormat.of().formatHex(bytes));
        }
    }

    /** What a new golden file would hold, for people to copy. */
    private static void writeBeside(ShippedSchema schema) throws IOException {
        byte[] bytes = Wire.encode(Samples.of(schema.schema().getName()));
        Object plain = plain(schema, bytes);
        Path file = Path.of("target/golden", schema.schema().getName() + "-" + schema.version());
        Files.createDirectories(file.getParent());
        Files.writeString(
                Path.of(file + ".hex"), HexFormat.of().formatHex(bytes).replaceAll("(.{120})", "$1\n") + "\n");
        Files.writeString(Path.of(file + ".json"), plain + "\n");
    }

    private static Object plain(ShippedSchema schema, byte[] bytes) throws IOException {
        return new GenericDatumReader<>(schema.schema())
                .read(null, DecoderFactory.get().binaryDecoder(bytes, 5, bytes.length - 5, null));
    }

    private static String read(ShippedSchema schema, String ending) throws IOException {
        String file = "golden/" + schema.schema().getName() + "-" + schema.version() + "." + ending;
        try (InputStream in = GoldenBytesTest.class.getResourceAsStream(file)) {
            assertThat(in)
                    .as("no %s in the test resources: copy it from schemas/target/%s", file, file)
                    .isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
