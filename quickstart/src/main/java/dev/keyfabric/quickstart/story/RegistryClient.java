package dev.keyfabric.quickstart.story;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The registry's admin API, with the development login. Holds a bearer token. */
public final class RegistryClient {
    private final String url;
    private final Map<String, String> headers;

    private RegistryClient(String url, Map<String, String> headers) {
        this.url = url;
        this.headers = headers;
    }

    public static RegistryClient login(String url, String user, String password) {
        HttpJson.Answer answer =
                HttpJson.send("POST", url + "/login", Map.of(), Map.of("username", user, "password", password));
        String token = expect(answer, 200, "login").get("access_token").asText();
        return new RegistryClient(url, Map.of("Authorization", "Bearer " + token));
    }

    /** The same, but each change waits up to some seconds for the receipt of the fleet. */
    public RegistryClient awaitingReceipts(int seconds) {
        Map<String, String> more = new HashMap<>(headers);
        more.put("Prefer", "wait=" + seconds);
        return new RegistryClient(url, Map.copyOf(more));
    }

    /** The same, but each change is known by this key, and may be sent again when its answer was lost. */
    public RegistryClient repeatable(String idempotencyKey) {
        Map<String, String> more = new HashMap<>(headers);
        more.put("Idempotency-Key", idempotencyKey);
        return new RegistryClient(url, Map.copyOf(more));
    }

    public JsonNode registerConsumer(String id, String name) {
        return expect(post("/v1/consumers", Map.of("id", id, "name", name)), 201, "register consumer");
    }

    /** The issued key with its plaintext in {@code key}. */
    public JsonNode issueKey(String consumerId, String name) {
        Map<String, Object> key = Map.of(
                "consumerId",
                consumerId,
                "name",
                name,
                "environment",
                "live",
                "audiences",
                List.of("orders"),
                "scopes",
                List.of("orders:*"));
        return expect(post("/v1/keys", key), 201, "issue key");
    }

    /** A key that enrols one signing key and grants nothing; the answer is its plaintext. */
    public String issueEnrolmentKey(String consumerId, String name, Map<String, ?> enrols) {
        Map<String, Object> key =
                Map.of("consumerId", consumerId, "name", name, "environment", "live", "enrols", enrols);
        return expect(post("/v1/keys", key), 201, "issue enrolment key")
                .get("key")
                .asText();
    }

    /** Registers a consumer unless it is there. */
    public void ensureConsumer(String id, String name) {
        HttpJson.Answer answer = post("/v1/consumers", Map.of("id", id, "name", name));
        if (answer.status() != 409) {
            expect(answer, 201, "register consumer");
        }
    }

    public void defineService(String id, Map<String, ?> definition) {
        expect(HttpJson.send("PUT", url + "/v1/services/" + id, headers, definition), 200, "define service " + id);
    }

    public void definePlan(String id, Map<String, ?> definition) {
        expect(HttpJson.send("PUT", url + "/v1/plans/" + id, headers, definition), 200, "define plan " + id);
    }

    /** One of rotate, suspend, reinstate, revoke; answers the key after it, with its receipt. */
    public JsonNode change(String keyId, String action, Map<String, ?> body) {
        return expect(post("/v1/keys/" + keyId + "/" + action, body), 200, action);
    }

    public HttpJson.Answer get(String path) {
        return HttpJson.send("GET", url + path, headers, null);
    }

    /** Any POST, answered whatever its status. */
    public HttpJson.Answer post(String path, Map<String, ?> body) {
        return HttpJson.send("POST", url + path, headers, body);
    }

    private static JsonNode expect(HttpJson.Answer answer, int status, String what) {
        if (answer.status() != status) {
            // What went well under another status may be a key that is shown once.
            String why = answer.status() < 400 ? "" : ": " + answer.body();
            throw new BrokenPromiseException(what + " answered " + answer.status() + why);
        }
        return answer.body();
    }

    @Override
    public String toString() {
        return "RegistryClient[" + url + "]";
    }
}
