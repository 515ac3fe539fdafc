package dev.keyfabric.registry.schemaregistry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.keyfabric.registry.http.Roles;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.security.annotation.Secured;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/**
 * The two questions that clients of the Confluent Schema Registry put as POST: which id a schema has, which serializers
 * ask, and to register one, which is refused.
 */
@Controller("/schema-registry/subjects/{subject}")
@Consumes({SchemaRegistryController.CONTENT_TYPE, "application/vnd.schemaregistry+json", MediaType.APPLICATION_JSON})
@Produces({SchemaRegistryController.CONTENT_TYPE, "application/vnd.schemaregistry+json", MediaType.APPLICATION_JSON})
@Secured({Roles.ADMIN, Roles.AUDITOR})
final class SchemaQuestions {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final SchemaRegistryController registry;

    SchemaQuestions(SchemaRegistryController registry) {
        this.registry = registry;
    }

    @Post
    String find(String subject, @Body String body) {
        Schema schema = schema(body);
        return registry.of(subject).stream()
                .filter(shipped -> shipped.schema().equals(schema))
                .findFirst()
                .map(registry::described)
                .orElseThrow(RegistryErrorException::noSchema)
                .toString();
    }

    @Post("/versions")
    @SuppressWarnings("DoNotCallSuggester") // the framework calls it
    String register(String subject, @Body String body) {
        throw RegistryErrorException.readOnly();
    }

    private static Schema schema(String body) {
        try {
            JsonNode schema = MAPPER.readTree(body).path("schema");
            return new Schema.Parser().parse(schema.asText());
        } catch (JsonProcessingException | SchemaParseException e) {
            throw RegistryErrorException.invalidSchema();
        }
    }
}
