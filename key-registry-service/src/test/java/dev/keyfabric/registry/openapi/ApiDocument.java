package dev.keyfabric.registry.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The OpenAPI 3.1 document of {@link Operations} and {@link Shapes}. */
public final class ApiDocument {
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .build();

    private ApiDocument() {}

    /** The document as YAML. */
    public static String text() {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("openapi", "3.1.0");
        root.put("info", ordered("title", "Keyfabric registry", "version", "v1"));
        root.put("servers", List.of(Map.of("url", "/")));
        root.put("security", List.of());
        root.put("paths", paths());
        Map<String, Object> components = new LinkedHashMap<>();
        components.put("securitySchemes", Map.of("bearer", ordered("type", "http", "scheme", "bearer")));
        Map<String, Object> schemas = new LinkedHashMap<>();
        Shapes.ALL.forEach((name, members) -> schemas.put(name, schema(members)));
        components.put("schemas", schemas);
        root.put("components", components);
        try {
            return YAML.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Who may do what: the roles of each method and path, as in {@code GET /v1/keys}; no role where no token is asked for. */
    public static Map<String, Set<String>> roles() {
        Map<String, Set<String>> roles = new TreeMap<>();
        Operations.ALL.forEach(each -> roles.put(each.method() + " " + each.path(), new TreeSet<>(each.roles())));
        return roles;
    }

    private static Map<String, Object> paths() {
        Map<String, Object> paths = new LinkedHashMap<>();
        for (Operation operation : Operations.ALL) {
            @SuppressWarnings("unchecked") // this method alone puts values there
            Map<String, Object> path = (Map<String, Object>)
                    paths.computeIfAbsent(operation.path(), p -> new LinkedHashMap<String, Object>());
            path.put(operation.method().toLowerCase(Locale.ROOT), operation(operation));
        }
        return paths;
    }

    private static Map<String, Object> operation(Operation operation) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("operationId", operation.id());
        map.put("summary", operation.summary());
        if (!operation.roles().isEmpty()) {
            map.put("description", "Roles: " + String.join(", ", operation.roles()) + ".");
            map.put("security", List.of(Map.of("bearer", List.of())));
        }
        List<Object> parameters = new ArrayList<>();
        Matcher variables = VARIABLE.matcher(operation.path());
        while (variables.find()) {
            parameters.add(parameter(variables.group(1), "path"));
        }
        operation.query().forEach(name -> parameters.add(parameter(name, "query")));
        if (operation.isChange()) {
            for (String header : List.of("Idempotency-Key", "If-Match", "Prefer")) {
                parameters.add(parameter(header, "header"));
            }
        }
        if (!parameters.isEmpty()) {
            map.put("parameters", parameters);
        }
        if (operation.body() != null) {
            map.put("requestBody", Map.of("content", json("application/json", reference(operation.body()))));
        }
        map.put("responses", responses(operation));
        return map;
    }

    private static Map<String, Object> responses(Operation operation) {
        Map<String, Object> done = new LinkedHashMap<>();
        done.put("description", "Done");
        if (operation.answer() != null) {
            done.put("content", json("application/json", answer(operation.answer())));
        }
        Map<String, Object> refused = new LinkedHashMap<>();
        refused.put("description", "Refused, or not possible now (RFC 9457)");
        refused.put("content", json("application/problem+json", reference("Problem")));
        return ordered(String.valueOf(operation.status()), done, "default", refused);
    }

    private static Object answer(String shape) {
        if (!shape.endsWith("[]")) {
            return reference(shape);
        }
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("items", list(reference(shape.substring(0, shape.length() - 2))));
        page.put("nextCursor", ordered("type", List.of("string", "null")));
        return ordered("type", "object", "properties", page);
    }

    private static Map<String, Object> parameter(String name, String in) {
        Map<String, Object> parameter = ordered("name", name, "in", in);
        if (in.equals("path")) {
            parameter.put("required", true);
        }
        parameter.put("schema", ordered("type", "string"));
        return parameter;
    }

    private static Map<String, Object> json(String type, Object schema) {
        return ordered(type, ordered("schema", schema));
    }

    private static Map<String, Object> schema(Map<String, String> members) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = members.keySet().stream()
                .filter(name -> name.startsWith("*"))
                .map(name -> name.substring(1))
                .toList();
        members.forEach((name, type) -> properties.put(name.startsWith("*") ? name.substring(1) : name, type(type)));
        Map<String, Object> schema = ordered("type", "object");
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        schema.put("properties", properties);
        return schema;
    }

    private static Object type(String text) {
        if (text.endsWith("?")) {
            return nullable(type(text.substring(0, text.length() - 1)));
        }
        if (text.startsWith("[")) {
            return list(type(text.substring(1, text.length() - 1)));
        }
        if (text.startsWith("#")) {
            return reference(text.substring(1));
        }
        if (text.contains("|")) {
            return ordered("type", "string", "enum", Arrays.asList(text.split("\\|", -1)));
        }
        return switch (text) {
            case "time" -> ordered("type", "string", "format", "date-time");
            case "duration" -> ordered("type", "string", "format", "duration");
            default -> ordered("type", text);
        };
    }

    private static Object nullable(Object schema) {
        return ordered("anyOf", List.of(schema, ordered("type", "null")));
    }

    private static Map<String, Object> list(Object items) {
        return ordered("type", "array", "items", items);
    }

    private static Map<String, Object> reference(String shape) {
        if (!Shapes.ALL.containsKey(shape)) {
            throw new IllegalStateException("no shape " + shape);
        }
        return ordered("$ref", "#/components/schemas/" + shape);
    }

    private static Map<String, Object> ordered(String key, Object value) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(key, value);
        return map;
    }

    private static Map<String, Object> ordered(String key, Object value, String other, Object otherValue) {
        Map<String, Object> map = ordered(key, value);
        map.put(other, otherValue);
        return map;
    }
}
