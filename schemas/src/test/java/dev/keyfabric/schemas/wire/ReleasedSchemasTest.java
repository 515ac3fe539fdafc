package dev.keyfabric.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.schemas.topics.Topic;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaFormatter;
import org.apache.avro.specific.SpecificData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What docs/contract/design.md, section 3, asks of every schema on the bus. */
class ReleasedSchemasTest {
    private static final List<String> LIFECYCLE_FIELDS =
            List.of("type", "at", "actor", "door", "reason", "cause", "state", "digest");

    static Collection<ShippedSchema> shipped() {
        return ShippedSchemas.all();
    }

    static Stream<Schema> lifecycleValues() {
        return shipped().stream().filter(s -> s.topic().isLifecycle()).map(ShippedSchema::schema);
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void theNewestReleasedSchemaIsTheCompiledOne(ShippedSchema schema) throws IOException {
        String name = schema.schema().getFullName();
        if (schema.id() != ShippedSchemas.newestIdOf(name)) {
            return;
        }
        Schema compiled = SpecificData.get().getSchema(WireTest.typeOf(schema));
        Path fresh = Path.of("target/compiled-schemas", schema.schema().getName() + ".avsc");
        Files.createDirectories(fresh.getParent());
        Files.writeString(fresh, SchemaFormatter.format("json/pretty", compiled) + "\n");
        assertThat(compiled)
                .as(
                        "bus.avdl gives %1$s another form than version %2$d has. A version on a bus is never changed: copy "
                                + "schemas/%3$s to released/%1$s-%4$d.avsc, add a line with a new id to released/index.tsv, "
                                + "and keep golden bytes of it (GoldenBytesTest says where). Only while version 1 is "
                                + "unreleased may the file itself be replaced",
                        schema.schema().getName(), schema.version(), fresh, schema.version() + 1)
                .isEqualTo(schema.schema());
    }

    @Test
    void idsAreUniqueAndVersionsOfATopicFollowEachOther() throws Exception {
        Set<String> ids = new HashSet<>();
        Set<String> files = new HashSet<>();
        Map<String, Integer> versions = new LinkedHashMap<>();
        for (String line : Files.readAllLines(released().resolve("index.tsv"))) {
            if (!line.startsWith("#")) {
                String[] cells = line.split("\t", -1);
                assertThat(cells).as(line).hasSize(4);
                assertThat(ids.add(cells[0]))
                        .as("schema id %s is given twice", cells[0])
                        .isTrue();
                assertThat(files.add(cells[3]))
                        .as("%s is listed twice", cells[3])
                        .isTrue();
                assertThat(Integer.parseInt(cells[2])).as(line).isEqualTo(versions.merge(cells[1], 1, Integer::sum));
            }
        }
        try (Stream<Path> folder = Files.list(released())) {
            assertThat(folder.map(f -> f.getFileName().toString()).filter(f -> !f.equals("index.tsv")))
                    .containsExactlyInAnyOrderElementsOf(files);
        }
        assertThat(ShippedSchemas.all())
                .hasSameSizeAs(ids)
                .allSatisfy(s -> assertThat(s.id()).isPositive());
    }

    private static Path released() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(ShippedSchemas.class.getResource("released/index.tsv"))
                        .toURI())
                .getParent();
    }

    @ParameterizedTest
    @EnumSource(Topic.class)
    void everyTopicHasOneTypeOfValueAndHistoryBorrowsTheOthers(Topic topic) {
        assertThat(shipped().stream()
                        .filter(s -> s.topic() == topic)
                        .map(s -> s.schema().getFullName())
                        .distinct())
                .hasSize(topic == Topic.HISTORY ? 0 : 1);
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void everyEnumReadsAnUnknownNameAsUnknown(ShippedSchema schema) {
        Set<Schema> enums = named(schema.schema());
        enums.removeIf(s -> s.getType() != Schema.Type.ENUM);
        assertThat(enums).allSatisfy(e -> {
            assertThat(e.getEnumDefault()).as("default of %s", e.getName()).isEqualTo("UNKNOWN");
            assertThat(e.getEnumSymbols()).first().isEqualTo("UNKNOWN");
        });
        if (schema.schema().getField("type") != null) {
            assertThat(enums).contains(schema.schema().getField("type").schema());
        }
    }

    @ParameterizedTest
    @MethodSource("lifecycleValues")
    void everyLifecycleValueBeginsWithTheFieldsOfTheContract(Schema schema) {
        assertThat(schema.getFields().subList(0, LIFECYCLE_FIELDS.size()))
                .extracting(Schema.Field::name)
                .isEqualTo(LIFECYCLE_FIELDS);
        assertThat(schema.getField("type").schema().getType()).isEqualTo(Schema.Type.ENUM);
        assertThat(schema.getField("type").schema().getEnumSymbols()).contains("UNKNOWN", "TICK", "DIGEST");
        assertThat(nullable(schema, "state").getName())
                .isEqualTo(schema.getName().replaceAll("Event$", "State"));
        assertThat(nullable(schema, "digest").getName()).isEqualTo("Digest");
        for (Schema.Field field : schema.getFields()
                .subList(LIFECYCLE_FIELDS.size(), schema.getFields().size())) {
            assertThat(field.hasDefaultValue())
                    .as("default of %s", field.name())
                    .isTrue();
        }
    }

    /** An old node must be able to say that it does not understand a restriction, and two states which is newer. */
    @ParameterizedTest
    @MethodSource("lifecycleValues")
    void everyStateNamesItsCriticalRestrictionsAndItsVersion(Schema schema) {
        Schema state = nullable(schema, "state");
        Schema critical = state.getField("critical").schema();
        assertThat(critical.getType()).isEqualTo(Schema.Type.ARRAY);
        assertThat(critical.getElementType().getType()).isEqualTo(Schema.Type.STRING);
        assertThat(state.getField("version").schema().getType()).isEqualTo(Schema.Type.LONG);
        for (String field : List.of("createdAt", "createdBy", "changedAt", "changedBy")) {
            assertThat(state.getField(field)).as(field).isNotNull();
        }
    }

    /** Such an element takes no byte on the wire: a few bytes could claim two thousand million of them. */
    @ParameterizedTest
    @MethodSource("shipped")
    void noListHoldsElementsWithoutBytes(ShippedSchema schema) {
        for (Schema record : named(schema.schema())) {
            if (record.getType() == Schema.Type.RECORD) {
                for (Schema.Field field : record.getFields()) {
                    plain(field.schema())
                            .filter(s -> s.getType() == Schema.Type.ARRAY)
                            .map(Schema::getElementType)
                            .forEach(e -> assertThat(e.getType() == Schema.Type.NULL
                                            || (e.getType() == Schema.Type.RECORD
                                                    && e.getFields().isEmpty()))
                                    .as("%s.%s", record.getName(), field.name())
                                    .isFalse());
                }
            }
        }
    }

    private static Schema nullable(Schema schema, String field) {
        Schema union = schema.getField(field).schema();
        assertThat(union.getTypes())
                .hasSize(2)
                .first()
                .satisfies(s -> assertThat(s.getType()).isEqualTo(Schema.Type.NULL));
        return union.getTypes().get(1);
    }

    private static Set<Schema> named(Schema schema) {
        Set<Schema> found = new HashSet<>();
        collect(schema, found);
        return found;
    }

    private static void collect(Schema schema, Set<Schema> found) {
        plain(schema).forEach(s -> {
            switch (s.getType()) {
                case RECORD -> {
                    if (found.add(s)) {
                        s.getFields().forEach(f -> collect(f.schema(), found));
                    }
                }
                case ENUM -> found.add(s);
                case ARRAY -> collect(s.getElementType(), found);
                case MAP -> collect(s.getValueType(), found);
                default -> {}
            }
        });
    }

    private static Stream<Schema> plain(Schema schema) {
        return schema.isUnion() ? schema.getTypes().stream() : Stream.of(schema);
    }
}
