package dev.keyfabric.registry.openapi;

import dev.keyfabric.registry.http.Roles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that can be asked of a registry, but the read-only schema registry and the operator's endpoints. */
final class Operations {
    private static final List<String> CHANGE = List.of(Roles.ADMIN);
    private static final List<String> CHANGE_KEYS = List.of(Roles.ADMIN, Roles.ISSUER);
    private static final List<String> READ = List.of(Roles.ADMIN, Roles.AUDITOR);
    private static final List<String> READ_KEYS = List.of(Roles.ADMIN, Roles.AUDITOR, Roles.ISSUER);
    private static final List<String> EVERYBODY = List.of();

    static final List<Operation> ALL = all();

    private Operations() {}

    private static List<Operation> all() {
        List<Operation> all = new ArrayList<>();
        consumers(all);
        keys(all);
        definitions(all);
        signingKeys(all);
        reads(all);
        return List.copyOf(all);
    }

    private static void consumers(List<Operation> all) {
        change(all, "POST", "/v1/consumers", "Register a consumer", CHANGE, "NewConsumer", 201, "Consumer");
        change(all, "PATCH", "/v1/consumers/{id}", "Change a consumer", CHANGE, "ConsumerChange", 200, "Consumer");
        change(all, "DELETE", "/v1/consumers/{id}", "Delete a consumer, for ever", CHANGE, null, 200, "Consumer");
        change(all, "POST", "/v1/consumers/{id}/suspend", "Suspend a consumer", CHANGE, null, 200, "Consumer");
        change(all, "POST", "/v1/consumers/{id}/reinstate", "Reinstate a consumer", CHANGE, null, 200, "Consumer");
        list(all, "/v1/consumers", "A page of consumers", READ, "Consumer[]", "status", "plan", "name", "q");
        read(all, "/v1/consumers/{id}", "A consumer", READ, "Consumer");
    }

    private static void keys(List<Operation> all) {
        change(
                all,
                "POST",
                "/v1/keys",
                "Issue a key; its plaintext is in this answer alone",
                CHANGE_KEYS,
                "NewKey",
                201,
                "Key");
        change(all, "PATCH", "/v1/keys/{id}", "Change a key", CHANGE_KEYS, "KeyChange", 200, "Key");
        change(all, "POST", "/v1/keys/{id}/rotate", "Give a key another secret", CHANGE_KEYS, "Rotation", 200, "Key");
        change(all, "POST", "/v1/keys/{id}/suspend", "Suspend a key", CHANGE_KEYS, null, 200, "Key");
        change(all, "POST", "/v1/keys/{id}/reinstate", "Reinstate a key", CHANGE_KEYS, null, 200, "Key");
        change(all, "POST", "/v1/keys/{id}/revoke", "Revoke a key, for ever", CHANGE_KEYS, "Revocation", 200, "Key");
        list(
                all,
                "/v1/keys",
                "A page of keys; never a secret",
                READ_KEYS,
                "Key[]",
                "consumerId",
                "status",
                "environment",
                "scope",
                "enrols",
                "name",
                "q");
        read(all, "/v1/keys/{id}", "A key", READ_KEYS, "Key");
    }

    private static void definitions(List<Operation> all) {
        change(all, "PUT", "/v1/plans/{id}", "Define a plan, whole", CHANGE, "PlanDefinition", 200, "Plan");
        list(all, "/v1/plans", "A page of plans", READ, "Plan[]", "name", "q");
        read(all, "/v1/plans/{id}", "A plan", READ, "Plan");
        change(all, "PUT", "/v1/services/{id}", "Define a service, whole", CHANGE, "ServiceDefinition", 200, "Service");
        list(all, "/v1/services", "A page of services", READ, "Service[]", "name", "q");
        read(all, "/v1/services/{id}", "A service", READ, "Service");
    }

    private static void signingKeys(List<Operation> all) {
        String path = "/v1/signing-keys";
        change(
                all,
                "POST",
                path + "/challenge",
                "A nonce to prove with that a key is held",
                EVERYBODY,
                null,
                200,
                "Nonce");
        change(
                all,
                "POST",
                path,
                "Enrol a signing key, by a proof and an enrolment key or a token",
                EVERYBODY,
                "SigningKeyEnrolment",
                201,
                "SigningKey");
        change(
                all,
                "POST",
                path + "/{kid}/activate",
                "Let a prepared key sign",
                CHANGE,
                "SigningKeyComment",
                200,
                "SigningKey");
        change(
                all,
                "POST",
                path + "/{kid}/retire",
                "Let a key sign no more",
                CHANGE,
                "SigningKeyComment",
                200,
                "SigningKey");
        change(
                all,
                "POST",
                path + "/{kid}/taint",
                "Say since when a key may be in other hands",
                CHANGE,
                "Taint",
                200,
                "SigningKey");
        change(
                all,
                "POST",
                path + "/{kid}/revoke",
                "End a key, for ever",
                CHANGE,
                "SigningKeyComment",
                200,
                "SigningKey");
        list(all, path, "A page of signing keys", READ, "SigningKey[]", "owner", "use", "status", "q");
        read(all, path + "/{kid}", "A signing key", READ, "SigningKey");
        all.add(new Operation(
                "GET",
                "/.well-known/jwks.json",
                "The keys to verify with (RFC 7517)",
                EVERYBODY,
                null,
                200,
                null,
                List.of()));
    }

    private static void reads(List<Operation> all) {
        read(all, "/v1/commands/{id}", "What became of a command", READ, "Command");
        read(all, "/v1/receipts/{commandId}", "Which nodes have applied a command", READ_KEYS, "Receipt");
        list(
                all,
                "/v1/history",
                "Who changed what, when, why and by which door; as CSV with Accept: text/csv",
                READ,
                "HistoryEntry[]",
                "subject",
                "kind",
                "actor",
                "door",
                "type",
                "command",
                "from",
                "to");
        all.add(new Operation("GET", "/v1/nodes", "Every validator", READ, null, 200, "Node[]", List.of("position")));
        all.add(new Operation(
                "POST",
                "/login",
                "A token for development, where that is on",
                EVERYBODY,
                "Login",
                200,
                "Token",
                List.of()));
        all.add(new Operation("GET", "/openapi.yml", "This document", EVERYBODY, null, 200, null, List.of()));
    }

    private static void change(
            List<Operation> all,
            String method,
            String path,
            String summary,
            List<String> roles,
            @Nullable String body,
            int status,
            String answer) {
        all.add(new Operation(method, path, summary, roles, body, status, answer, List.of()));
    }

    private static void read(List<Operation> all, String path, String summary, List<String> roles, String answer) {
        all.add(new Operation("GET", path, summary, roles, null, 200, answer, List.of("position")));
    }

    private static void list(
            List<Operation> all, String path, String summary, List<String> roles, String answer, String... filters) {
        List<String> query = new ArrayList<>(Arrays.asList(filters));
        query.addAll(List.of("limit", "sort", "cursor", "position"));
        all.add(new Operation("GET", path, summary, roles, null, 200, answer, query));
    }
}
