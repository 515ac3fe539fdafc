package dev.keyfabric.registry.schemaregistry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.registry.http.Json;
import dev.keyfabric.registry.http.Roles;
import dev.keyfabric.schemas.topics.TopicNames;
import dev.keyfabric.schemas.wire.ShippedSchema;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.security.annotation.Secured;
import java.util.List;

/**
 * The read side of the Confluent Schema Registry's REST API, so that any tool of that format reads our topics. Query
 * parameters of that API that would change nothing here ({@code fetchMaxId}, {@code normalize}, …) are not looked at.
 */
@Controller("/schema-registry")
@Produces({SchemaRegistryController.CONTENT_TYPE, "application/vnd.schemaregistry+json", MediaType.APPLICATION_JSON})
@Secured({Roles.ADMIN, Roles.AUDITOR})
final class SchemaRegistryController {
    static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";

    private final SchemaCatalogue catalogue;

    SchemaRegistryController(TopicNames names) {
        this.catalogue = new SchemaCatalogue(names);
    }

    @Get
    String root() {
        return "{}";
    }

    @Get("/subjects")
    String subjects() {
        return Json.array(catalogue.subjects()).toString();
    }

    @Get("/subjects/{subject}/versions")
    String versions(String subject) {
        ArrayNode versions = Json.object().arrayNode();
        of(subject).forEach(schema -> versions.add(schema.version()));
        return versions.toString();
    }

    @Get("/subjects/{subject}/versions/{version}")
    String version(String subject, String version) {
        return described(find(subject, version)).toString();
    }

    @Get("/subjects/{subject}/versions/{version}/schema")
    String plainVersion(String subject, String version) {
        return find(subject, version).schema().toString();
    }

    @Get("/schemas/types")
    String types() {
        return "[\"AVRO\"]";
    }

    @Get("/schemas/ids/{id}")
    String schema(String id) {
        return Json.object().put("schema", find(id).schema().toString()).toString();
    }

    @Get("/schemas/ids/{id}/schema")
    String plainSchema(String id) {
        return find(id).schema().toString();
    }

    @Get("/schemas/ids/{id}/subjects")
    String subjectsOfSchema(String id) {
        return Json.array(List.of(catalogue.subjectOf(find(id)))).toString();
    }

    @Get("/schemas/ids/{id}/versions")
    String versionsOfSchema(String id) {
        ShippedSchema schema = find(id);
        ArrayNode versions = Json.object().arrayNode();
        versions.addObject().put("subject", catalogue.subjectOf(schema)).put("version", schema.version());
        return versions.toString();
    }

    @Get("/config{/subject}")
    String config() {
        return "{\"compatibilityLevel\":\"FULL_TRANSITIVE\"}";
    }

    @Get("/mode{/subject}")
    String mode() {
        return "{\"mode\":\"READONLY\"}";
    }

    ObjectNode described(ShippedSchema schema) {
        return Json.object()
                .put("subject", catalogue.subjectOf(schema))
                .put("version", schema.version())
                .put("id", schema.id())
                .put("schema", schema.schema().toString());
    }

    List<ShippedSchema> of(String subject) {
        List<ShippedSchema> versions = catalogue.versions(subject);
        if (versions.isEmpty()) {
            throw RegistryErrorException.noSubject();
        }
        return versions;
    }

    private ShippedSchema find(String subject, String version) {
        List<ShippedSchema> versions = of(subject);
        if (version.equals("latest") || version.equals("-1")) {
            return versions.get(versions.size() - 1);
        }
        if (!version.matches("[1-9][0-9]{0,8}")) {
            throw RegistryErrorException.invalidVersion();
        }
        int number = Integer.parseInt(version);
        return versions.stream()
                .filter(s -> s.version() == number)
                .findFirst()
                .orElseThrow(RegistryErrorException::noVersion);
    }

    private ShippedSchema find(String id) {
        if (!id.matches("[0-9]{1,9}")) {
            throw RegistryErrorException.noSchema();
        }
        return catalogue.byId(Integer.parseInt(id)).orElseThrow(RegistryErrorException::noSchema);
    }
}
