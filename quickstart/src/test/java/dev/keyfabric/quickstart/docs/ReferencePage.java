package dev.keyfabric.quickstart.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** docs/reference.md, made of docs/openapi.yml. */
final class ReferencePage {
    static final String REGENERATE = "-Dtest=ReferencePageTest -Dkeyfabric.docs.write=true";

    private static final String SCHEMAS = "#/components/schemas/";

    private final JsonNode document;
    private final StringBuilder page = new StringBuilder();

    private ReferencePage(JsonNode document) {
        this.document = document;
    }

    static String text() {
        String yaml = Pages.read(Pages.root().resolve("docs/openapi.yml"));
        Object loaded = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        return new ReferencePage(new ObjectMapper().valueToTree(loaded)).made();
    }

    private String made() {
        line("# The registry's interface, in full");
        line("");
        line("Made of [openapi.yml](openapi.yml); do not edit (`" + REGENERATE
                + "`). What the words mean and how to use it: "
                + "[HTTP](api.md). Everything that is refused is a [Problem](#problem): [codes](problems.md).");
        for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                operation(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), operation.getValue());
            }
        }
        line("");
        line("# Shapes");
        document.at("/components/schemas").properties().forEach(shape -> shape(shape.getKey(), shape.getValue()));
        return page.toString();
    }

    private void operation(String name, JsonNode operation) {
        line("");
        line("## " + name);
        line("");
        String roles = operation.path("description").asText("");
        line(operation.get("summary").asText() + ". " + (roles.isEmpty() ? "Roles: none needed." : roles));
        line("");
        for (String place : List.of("path", "query", "header")) {
            List<String> names = StreamSupport.stream(
                            operation.path("parameters").spliterator(), false)
                    .filter(parameter -> parameter.get("in").asText().equals(place))
                    .map(parameter -> "`" + parameter.get("name").asText() + "`")
                    .toList();
            if (!names.isEmpty()) {
                line("- " + place + ": " + String.join(", ", names));
            }
        }
        JsonNode body = operation.at("/requestBody/content/application~1json/schema");
        if (!body.isMissingNode()) {
            line("- body: " + type(body));
        }
        for (Map.Entry<String, JsonNode> answer : operation.get("responses").properties()) {
            JsonNode schema = answer.getValue().at("/content/application~1json/schema");
            if (!answer.getKey().equals("default")) {
                line("- " + answer.getKey() + (schema.isMissingNode() ? "" : ": " + type(schema)));
            }
        }
    }

    private void shape(String name, JsonNode shape) {
        Set<String> required = StreamSupport.stream(shape.path("required").spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.toSet());
        line("");
        line("## " + name);
        line("");
        line("| member | type |" + (required.isEmpty() ? "" : " must be there |"));
        line("|---|---|" + (required.isEmpty() ? "" : "---|"));
        for (Map.Entry<String, JsonNode> member : shape.get("properties").properties()) {
            String last = required.isEmpty() ? "" : required.contains(member.getKey()) ? " yes |" : " |";
            line("| `" + member.getKey() + "` | " + type(member.getValue()) + " |" + last);
        }
    }

    private static String type(JsonNode schema) {
        if (schema.has("$ref")) {
            String name = schema.get("$ref").asText().substring(SCHEMAS.length());
            return "[" + name + "](#" + name.toLowerCase(Locale.ROOT) + ")";
        }
        if (schema.has("anyOf")) {
            return StreamSupport.stream(schema.get("anyOf").spliterator(), false)
                    .map(ReferencePage::type)
                    .collect(Collectors.joining(" or "));
        }
        if (schema.has("enum")) {
            return StreamSupport.stream(schema.get("enum").spliterator(), false)
                    .map(value -> "`" + value.asText() + "`")
                    .collect(Collectors.joining(", "));
        }
        if (schema.has("items")) {
            return "list of " + type(schema.get("items"));
        }
        if (schema.has("properties")) {
            List<String> members = new ArrayList<>();
            schema.get("properties")
                    .properties()
                    .forEach(member -> members.add("`" + member.getKey() + "`: " + type(member.getValue())));
            return "{" + String.join(", ", members) + "}";
        }
        JsonNode type = schema.path("type");
        String name = type.isArray()
                ? StreamSupport.stream(type.spliterator(), false)
                        .map(JsonNode::asText)
                        .collect(Collectors.joining(" or "))
                : type.asText();
        return name + (schema.has("format") ? ", " + schema.get("format").asText() : "");
    }

    private void line(String line) {
        page.append(line).append('\n');
    }
}
