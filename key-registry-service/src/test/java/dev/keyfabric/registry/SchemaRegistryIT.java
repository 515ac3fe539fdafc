package dev.keyfabric.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.keyfabric.registry.Api.Answer;
import dev.keyfabric.schemas.topics.Topic;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class SchemaRegistryIT {
    private static final Api ADMIN = SharedRegistry.admin();
    private static final String[] ACCEPT = {
        "Accept",
        "application/vnd.schemaregistry.v1+json, application/vnd.schemaregistry+json; q=0.9, application/json; q=0.5"
    };

    /** What any deserializer of that format does: the id from the value's head, the schema from the registry. */
    @Test
    void aConfluentReaderReadsOurTopicsWithNothingButThisRegistry() throws Exception {
        ADMIN.post("/v1/consumers", "{\"id\":\"schemas\",\"name\":\"Read by others\"}");
        ConsumerRecord<byte[], byte[]> record =
                Topics.read(SharedRegistry.bootstrapServers(), List.of(Topic.CONSUMERS)).stream()
                        .filter(r -> new String(r.key(), StandardCharsets.UTF_8).equals("schemas"))
                        .findFirst()
                        .orElseThrow();
        ByteBuffer value = ByteBuffer.wrap(record.value());
        assertThat(value.get()).isZero();

        Answer answer =
                get("/schemas/ids/" + value.getInt() + "?fetchMaxId=false&subject=" + record.topic() + "-value");

        assertThat(answer.header("Content-Type")).startsWith("application/vnd.schemaregistry.v1+json");
        Schema schema = new Schema.Parser().parse(answer.at("/schema"));
        GenericRecord event = new GenericDatumReader<GenericRecord>(schema)
                .read(null, DecoderFactory.get().binaryDecoder(record.value(), 5, record.value().length - 5, null));
        assertThat(((GenericRecord) event.get("state")).get("name")).hasToString("Read by others");
    }

    @Test
    void subjectsAndVersionsAreThoseOfTheTopics() {
        assertThat(get("/subjects").text()).contains("\"keyfabric.keys.v1-value\"", "\"keyfabric.positions.v1-value\"");
        assertThat(get("/subjects/keyfabric.keys.v1-value/versions").text()).isEqualTo("[1,2]");
        Answer latest = get("/subjects/keyfabric.keys.v1-value/versions/latest");
        assertThat(latest.at("/subject")).isEqualTo("keyfabric.keys.v1-value");
        assertThat(latest.at("/version")).isEqualTo("2");
        assertThat(latest.text())
                .isEqualTo(get("/subjects/keyfabric.keys.v1-value/versions/2").text());
        assertThat(get("/schemas/ids/" + latest.at("/id")).at("/schema")).isEqualTo(latest.at("/schema"));
        assertThat(get("/schemas/ids/" + latest.at("/id") + "/versions").at("/0/subject"))
                .isEqualTo("keyfabric.keys.v1-value");
        assertThat(get("/schemas/types").text()).isEqualTo("[\"AVRO\"]");
        assertThat(get("/config").at("/compatibilityLevel")).isEqualTo("FULL_TRANSITIVE");
        assertThat(get("/mode").at("/mode")).isEqualTo("READONLY");
        assertThat(get("/mode/keyfabric.keys.v1-value").at("/mode")).isEqualTo("READONLY");
    }

    @Test
    void aSerializerFindsTheIdOfItsSchemaAndCannotRegisterOne() {
        Answer latest = get("/subjects/keyfabric.keys.v1-value/versions/latest");
        String body = JsonNodeFactory.instance
                .objectNode()
                .put("schema", latest.at("/schema"))
                .toString();
        String[] type = {"Content-Type", "application/vnd.schemaregistry.v1+json"};

        Answer found = ADMIN.post("/schema-registry/subjects/keyfabric.keys.v1-value?normalize=false", body, type);
        assertThat(found.at("/id")).as(found.text()).isEqualTo(latest.at("/id"));

        Answer refused = ADMIN.post("/schema-registry/subjects/keyfabric.keys.v1-value/versions", body, type);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.at("/error_code")).isEqualTo("42205");
        Answer other =
                ADMIN.post("/schema-registry/subjects/keyfabric.keys.v1-value", "{\"schema\":\"\\\"int\\\"\"}", type);
        assertThat(other.at("/error_code")).isEqualTo("40403");
        Answer broken = ADMIN.post("/schema-registry/subjects/keyfabric.keys.v1-value", "{\"schema\":\"{\"}", type);
        assertThat(broken.at("/error_code")).isEqualTo("42201");
    }

    @Test
    void refusalsAreSpelledAsItsClientsExpect() {
        assertError("/subjects/none/versions", 404, "40401");
        assertError("/subjects/keyfabric.keys.v1-value/versions/99", 404, "40402");
        assertError("/subjects/keyfabric.keys.v1-value/versions/0", 422, "42202");
        assertError("/subjects/keyfabric.keys.v1-value/versions/newest", 422, "42202");
        assertError("/schemas/ids/999", 404, "40403");
        assertError("/schemas/ids/x", 404, "40403");
    }

    private static void assertError(String path, int status, String code) {
        Answer answer = get(path);
        assertThat(answer.status()).as(path).isEqualTo(status);
        assertThat(answer.at("/error_code")).isEqualTo(code);
        assertThat(answer.at("/message")).isNotEmpty();
    }

    private static Answer get(String path) {
        return ADMIN.get("/schema-registry" + path, ACCEPT);
    }
}
