package dev.keyfabric.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.schemas.topics.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaParser;
import org.apache.avro.specific.SpecificData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** FULL_TRANSITIVE: every version of a topic's value, the compiled one too, reads what every other wrote. */
class SchemaCompatibilityTest {
    static Stream<Arguments> pairs() {
        List<Arguments> pairs = new ArrayList<>();
        for (Topic topic : Topic.values()) {
            List<ShippedSchema> released = ShippedSchemas.all().stream()
                    .filter(s -> s.topic() == topic)
                    .toList();
            List<Schema> versions = new ArrayList<>();
            released.forEach(s -> versions.add(s.schema()));
            released.stream().limit(1).forEach(s -> versions.add(compiled(s)));
            for (int reader = 0; reader < versions.size(); reader++) {
                for (int writer = 0; writer < versions.size(); writer++) {
                    if (reader != writer) {
                        pairs.add(Arguments.of(topic, versions.get(reader), versions.get(writer)));
                    }
                }
            }
        }
        return pairs.stream();
    }

    private static Schema compiled(ShippedSchema schema) {
        return SpecificData.get().getSchema(WireTest.typeOf(schema));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void everyVersionReadsEveryOther(Topic topic, Schema reader, Schema writer) {
        assertThat(faults(reader, writer)).as(topic.id()).isEmpty();
    }

    /** The check must know the changes it is there for. */
    @Test
    void aFieldWithoutDefaultAndANewTypeAreNoticed() {
        Schema one = parse("{'type':'record','name':'R','fields':[{'name':'a','type':'string'}]}");
        Schema added = parse("{'type':'record','name':'R','fields':[{'name':'a','type':'string'},"
                + "{'name':'b','type':'string'}]}");
        Schema defaulted = parse("{'type':'record','name':'R','fields':[{'name':'a','type':'string'},"
                + "{'name':'b','type':'string','default':''}]}");
        Schema retyped = parse("{'type':'record','name':'R','fields':[{'name':'a','type':'long'}]}");
        assertThat(faults(added, one)).isNotEmpty();
        assertThat(faults(one, added)).isEmpty();
        assertThat(faults(defaulted, one)).isEmpty();
        assertThat(faults(retyped, one)).isNotEmpty();
    }

    private static List<SchemaCompatibility.Incompatibility> faults(Schema reader, Schema writer) {
        SchemaCompatibility.SchemaPairCompatibility pair =
                SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
        assertThat(pair.getType() == SchemaCompatibilityType.COMPATIBLE)
                .isEqualTo(pair.getResult().getIncompatibilities().isEmpty());
        return pair.getResult().getIncompatibilities();
    }

    private static Schema parse(String json) {
        return Objects.requireNonNull(
                new SchemaParser().parse(json.replace('\'', '"')).mainSchema());
    }
}
