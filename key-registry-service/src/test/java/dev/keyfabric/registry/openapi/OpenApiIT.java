package dev.keyfabric.registry.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.registry.Api;
import dev.keyfabric.registry.Api.Answer;
import dev.keyfabric.registry.Enrolment;
import dev.keyfabric.registry.SharedRegistry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What the document says of requests and answers, beside real ones. */
class OpenApiIT {
    private static final Api ADMIN = SharedRegistry.admin();
    private static final String KNOWN = "known are: ";

    @Test
    void everyReadTakesTheParametersOfTheDocumentAndNoOther() {
        for (Operation operation : Operations.ALL) {
            if (operation.method().equals("GET") && operation.path().startsWith("/v1/")) {
                Answer refused = ADMIN.get(operation.path().replaceAll("\\{\\w+}", "a-1") + "?unheard-of=1");
                assertThat(refused.status()).as(operation.path()).isEqualTo(400);
                String detail = refused.at("/detail");
                List<String> known = Arrays.asList(
                        detail.substring(detail.indexOf(KNOWN) + KNOWN.length()).split(", ", -1));
                assertThat(known).as(operation.path()).containsExactlyInAnyOrderElementsOf(operation.query());
            }
        }
    }

    @Test
    void everyRequestTakesTheMembersOfTheDocument() {
        done("POST", "/v1/consumers", "{\"id\":\"doc-asker\",\"name\":\"c\"}");
        String key = done("POST", "/v1/keys", "{\"consumerId\":\"doc-asker\",\"name\":\"k\",\"environment\":\"live\"}")
                .at("/keyId");
        String kid = new Enrolment(SharedRegistry.url(), ADMIN)
                .node("doc-other-node")
                .kid();
        for (Operation operation : Operations.ALL) {
            if (operation.body() != null
                    && operation.isChange()
                    && operation.path().startsWith("/v1/")) {
                List<String> members = new ArrayList<>();
                members(operation.body()).forEach(name -> members.add("\"" + name + "\":[[0]]"));
                members.add("\"unheard-of\":1");
                Answer refused = ADMIN.send(
                        operation.method(),
                        operation
                                .path()
                                .replace("{id}", operation.path().startsWith("/v1/keys") ? key : "a-1")
                                .replace("{kid}", kid),
                        "{" + String.join(",", members) + "}");

                assertThat(refused.status()).as(operation + refused.text()).isEqualTo(422);
                assertThat(faults(refused))
                        .as(operation + refused.text())
                        .filteredOn(fault -> fault.at("/code").asText().equals("UNKNOWN_MEMBER"))
                        .extracting(fault -> fault.at("/field").asText())
                        .containsExactly("/unheard-of");
                is("Problem", refused.json());
            }
        }
    }

    @Test
    void realAnswersHaveTheMembersOfTheDocument() {
        done(
                "PUT",
                "/v1/plans/doc-plan",
                "{\"name\":\"p\",\"rateLimits\":[{\"name\":\"a\",\"quota\":5,\"windowSeconds\":1}],"
                        + "\"quotas\":[{\"name\":\"q\",\"quota\":9,\"period\":\"day\"}]}");
        done("POST", "/v1/consumers", "{\"id\":\"doc-consumer\",\"name\":\"c\",\"plan\":\"doc-plan\"}");
        done(
                "PUT",
                "/v1/services/doc-service",
                "{\"name\":\"s\",\"audiences\":[\"doc\"],\"scopes\":[\"a:b\"],"
                        + "\"routes\":[{\"id\":\"r\",\"audience\":\"doc\",\"scopes\":[\"a:b\"]}],"
                        + "\"stampPolicies\":[{\"topic\":\"t\",\"allowedProducers\":[\"doc-service\"]}]}");
        Answer issued = done(
                "POST",
                "/v1/keys",
                "{\"consumerId\":\"doc-consumer\",\"name\":\"k\",\"environment\":\"live\","
                        + "\"rateLimits\":[{\"name\":\"a\",\"quota\":5,\"windowSeconds\":1}]}");
        assertThat(members("Key")).contains("key");
        String position = issued.at("/position");
        SigningKey node = new Enrolment(SharedRegistry.url(), ADMIN).node("doc-node");

        for (Map.Entry<String, String> read : Map.of(
                        "/v1/plans/doc-plan",
                        "Plan",
                        "/v1/consumers/doc-consumer",
                        "Consumer",
                        "/v1/services/doc-service",
                        "Service",
                        "/v1/keys/" + issued.at("/keyId"),
                        "Key",
                        "/v1/signing-keys/" + node.kid(),
                        "SigningKey",
                        "/v1/commands/" + issued.header("Keyfabric-Command"),
                        "Command",
                        "/v1/receipts/" + issued.header("Keyfabric-Command"),
                        "Receipt")
                .entrySet()) {
            Answer shown = ADMIN.get(read.getKey() + "?position=" + position);
            assertThat(shown.status()).as(read.getKey() + shown.text()).isEqualTo(200);
            is(read.getValue(), shown.json());
        }
        is("HistoryEntry", ADMIN.get("/v1/history?limit=1").json().at("/items/0"));
    }

    private static List<JsonNode> faults(Answer refused) {
        List<JsonNode> faults = new ArrayList<>();
        refused.json().at("/errors").forEach(faults::add);
        return faults;
    }

    private static Answer done(String method, String path, String body) {
        Answer done = ADMIN.send(method, path, body);
        assertThat(done.status()).as(done.text()).isBetween(200, 201);
        return done;
    }

    /** Every member of the answer is in the shape with its type, and those of the shape are there. */
    private static void is(String shape, JsonNode json) {
        Set<String> names = new TreeSet<>();
        json.fieldNames().forEachRemaining(names::add);
        assertThat(members(shape)).as(shape + json).containsAll(names);
        json.properties().forEach(member -> {
            String type = Shapes.ALL.get(shape).get(member.getKey());
            typed(type, member.getValue(), shape + "." + member.getKey());
        });
    }

    private static void typed(String type, JsonNode value, String where) {
        if (value.isNull()) {
            assertThat(type).as(where).endsWith("?");
            return;
        }
        String plain = type.replace("?", "");
        if (plain.startsWith("[")) {
            assertThat(value.isArray()).as(where).isTrue();
            value.forEach(item -> typed(plain.substring(1, plain.length() - 1), item, where));
        } else if (plain.startsWith("#")) {
            is(plain.substring(1), value);
        } else if (plain.contains("|")) {
            assertThat(plain.split("\\|", -1)).as(where).contains(value.asText());
        } else {
            boolean fits = switch (plain) {
                case "integer" -> value.isIntegralNumber();
                case "boolean" -> value.isBoolean();
                case "object" -> value.isObject();
                default -> value.isTextual();
            };
            assertThat(fits).as(where + " " + value).isTrue();
        }
    }

    private static Set<String> members(String shape) {
        Set<String> names = new TreeSet<>();
        Shapes.ALL.get(shape).keySet().forEach(name -> names.add(name.replace("*", "")));
        return names;
    }
}
