package dev.keyfabric.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.key.ApiKey;
import dev.keyfabric.key.KeyId;
import dev.keyfabric.registry.Api.Answer;
import dev.keyfabric.schemas.topics.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every request here is refused in one shape, tells where it is wrong, and writes nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {
    private static final String UNKNOWN_KEY = KeyId.derive("bad-input", "none").text();
    private static final String A_KEY =
            ApiKey.generate("kf_live", new java.util.Random(7)).reveal();
    private static final String GOOD = "\"consumerId\":\"bad-input\",\"name\":\"k\",\"environment\":\"live\"";
    private String revoked;
    private int recordsBefore;

    private final Admin kafka = Admin.create(Map.of("bootstrap.servers", SharedRegistry.bootstrapServers()));
    private Map<Integer, Long> historyBefore;

    @BeforeAll
    void aConsumerAndARevokedKey() {
        Api admin = SharedRegistry.admin();
        assertThat(admin.post("/v1/consumers", "{\"id\":\"bad-input\",\"name\":\"Bad\"}")
                        .status())
                .isEqualTo(201);
        revoked = admin.post("/v1/keys", "{" + GOOD + "}").at("/keyId");
        assertThat(admin.post("/v1/keys/" + revoked + "/revoke", null).status()).isEqualTo(200);
        recordsBefore = lifecycleRecords();
    }

    /** Every event of every subject lies in the history too. */
    @BeforeEach
    void lookAtTheHistory() {
        historyBefore = Topics.ends(kafka, Topic.HISTORY);
    }

    @AfterEach
    void nothingWasWrittenByThisRequest() {
        assertThat(Topics.ends(kafka, Topic.HISTORY)).isEqualTo(historyBefore);
    }

    @AfterAll
    void nothingWasWritten() {
        assertThat(lifecycleRecords()).isEqualTo(recordsBefore);
        kafka.close();
    }

    private static int lifecycleRecords() {
        return Topics.read(SharedRegistry.bootstrapServers(), Topic.lifecycle()).size();
    }

    static Stream<Arguments> requests() {
        String big = "{\"name\":\"" + "x".repeat(1 << 20) + "\"}";
        return Stream.of(
                arguments("POST /v1/consumers", "{\"name\":", 400, "MALFORMED", ""),
                arguments("POST /v1/consumers", "", 400, "MALFORMED", ""),
                arguments("POST /v1/consumers", null, 400, "MALFORMED", ""),
                arguments("POST /v1/consumers", "{\"name\":\"a\"} {}", 400, "MALFORMED", ""),
                arguments("POST /v1/consumers", "{\"name\":'a'}", 400, "MALFORMED", ""),
                arguments("POST /v1/consumers", "{\"name\":NaN}", 400, "MALFORMED", ""),
                arguments("POST /v1/consumers", "[".repeat(5000), 400, "MALFORMED", ""),
                arguments("POST /v1/consumers", "[]", 422, "VALIDATION_FAILED", ":WRONG_TYPE"),
                arguments("POST /v1/consumers", "{}", 422, "VALIDATION_FAILED", "/name:REQUIRED"),
                arguments("POST /v1/consumers", "{\"name\":7}", 422, "VALIDATION_FAILED", "/name:WRONG_TYPE"),
                arguments("POST /v1/consumers", "{\"name\":null}", 422, "VALIDATION_FAILED", "/name:REQUIRED"),
                arguments(
                        "POST /v1/consumers",
                        "{\"name\":\"a\",\"name\":\"b\",\"x\":1,\"y/z\":2,\"metadata\":[],\"id\":\"-\"}",
                        422,
                        "VALIDATION_FAILED",
                        "/name:DUPLICATE_MEMBER /x:UNKNOWN_MEMBER /y~1z:UNKNOWN_MEMBER /metadata:WRONG_TYPE"
                                + " /id:INVALID_FORMAT"),
                arguments(
                        "POST /v1/consumers",
                        "{\"name\":\"a\",\"metadata\":{\"a\":{\"b\":1,\"b\":2}}}",
                        422,
                        "VALIDATION_FAILED",
                        "/metadata/a/b:DUPLICATE_MEMBER"),
                arguments(
                        "POST /v1/consumers",
                        "{\"name\":\"half \\ud800\"}",
                        422,
                        "VALIDATION_FAILED",
                        "/name:INVALID_FORMAT"),
                arguments("POST /v1/consumers", "{\"name\":\" \"}", 422, "VALIDATION_FAILED", "/name:BLANK"),
                arguments("POST /v1/consumers", big, 413, "TOO_LARGE", ""),
                arguments("POST /v1/consumers?dry=1", "{\"name\":\"a\"}", 400, "MALFORMED", ""),
                arguments("POST /v1/consumers", "{\"id\":\"bad-input\",\"name\":\"a\"}", 409, "DUPLICATE", ""),
                arguments("PATCH /v1/consumers/bad-input", "{}", 422, "VALIDATION_FAILED", ":REQUIRED"),
                arguments(
                        "PATCH /v1/consumers/bad-input",
                        "{\"name\":null,\"metadata\":null}",
                        422,
                        "VALIDATION_FAILED",
                        "/metadata:WRONG_TYPE /name:WRONG_TYPE"),
                arguments("DELETE /v1/consumers/" + "x".repeat(300), null, 404, "NOT_FOUND", ""),
                arguments("DELETE /v1/consumers/a%00b", null, 404, "NOT_FOUND", ""),
                arguments("POST /v1/consumers/" + A_KEY + "/suspend", null, 404, "NOT_FOUND", ""),
                arguments(
                        "POST /v1/consumers",
                        "{\"id\":\"" + A_KEY + "\",\"name\":\"" + A_KEY + "\",\"metadata\":{\"k\":\"" + A_KEY + "\"}}",
                        422,
                        "VALIDATION_FAILED",
                        "/id:HOLDS_A_KEY /name:HOLDS_A_KEY /metadata:HOLDS_A_KEY"),
                arguments(
                        "POST /v1/keys",
                        "{\"consumerId\":\"" + A_KEY + "\",\"name\":\"k\",\"environment\":\"live\"}",
                        422,
                        "VALIDATION_FAILED",
                        "/consumerId:HOLDS_A_KEY"),
                arguments(
                        "POST /v1/consumers",
                        "{\"name\":\"a\",\"metadata\":{\"\\ud800\":1}}",
                        422,
                        "VALIDATION_FAILED",
                        "/metadata:INVALID_FORMAT"),
                arguments(
                        "POST /v1/keys",
                        "{" + GOOD + ",\"expiresAt\":\"+999999999-12-31T23:59:59Z\"}",
                        422,
                        "VALIDATION_FAILED",
                        "/expiresAt:INVALID_FORMAT"),
                arguments(
                        "PATCH /v1/keys/" + UNKNOWN_KEY,
                        "{\"name\":null,\"scopes\":null}",
                        422,
                        "VALIDATION_FAILED",
                        "/name:WRONG_TYPE /scopes:WRONG_TYPE"),
                arguments("PATCH /v1/consumers/nobody", "{\"name\":\"a\"}", 404, "NOT_FOUND", ""),
                arguments("DELETE /v1/consumers/nobody", null, 404, "NOT_FOUND", ""),
                arguments(
                        "POST /v1/consumers/bad-input/reinstate",
                        "{\"why\":1}",
                        422,
                        "VALIDATION_FAILED",
                        "/why:UNKNOWN_MEMBER"),
                arguments(
                        "POST /v1/keys",
                        "{}",
                        422,
                        "VALIDATION_FAILED",
                        "/consumerId:REQUIRED /name:REQUIRED /environment:REQUIRED"),
                arguments(
                        "POST /v1/keys",
                        "{\"consumerId\":\"nobody\",\"name\":\"k\",\"environment\":\"live\"}",
                        404,
                        "NOT_FOUND",
                        ""),
                arguments(
                        "POST /v1/keys",
                        "{\"consumerId\":\"bad-input\",\"name\":\"k\",\"environment\":\"prod\"}",
                        422,
                        "VALIDATION_FAILED",
                        "/environment:INVALID_FORMAT"),
                arguments(
                        "POST /v1/keys",
                        "{" + GOOD + ",\"expiresAt\":\"2001-01-01T00:00:00Z\"}",
                        422,
                        "VALIDATION_FAILED",
                        "/expiresAt:IN_THE_PAST"),
                arguments(
                        "POST /v1/keys",
                        "{" + GOOD + ",\"expiresAt\":\"tomorrow\",\"notBefore\":5}",
                        422,
                        "VALIDATION_FAILED",
                        "/expiresAt:INVALID_FORMAT /notBefore:WRONG_TYPE"),
                arguments(
                        "POST /v1/keys",
                        "{" + GOOD
                                + ",\"ipAllowlist\":[\"10.0.0.0/8\",\"10.0.0.0/99\"],\"scopes\":[\"ok\",\"Not OK\",1]}",
                        422,
                        "VALIDATION_FAILED",
                        "/ipAllowlist/1:INVALID_FORMAT /scopes/1:INVALID_FORMAT /scopes/2:WRONG_TYPE"),
                arguments(
                        "POST /v1/keys",
                        "{" + GOOD + ",\"rateLimits\":[{\"name\":\"a\",\"quota\":1.5,\"windowSeconds\":1e3,\"z\":0}]}",
                        422,
                        "VALIDATION_FAILED",
                        "/rateLimits/0/quota:WRONG_TYPE /rateLimits/0/windowSeconds:WRONG_TYPE /rateLimits/0/z:UNKNOWN_MEMBER"),
                arguments(
                        "POST /v1/keys",
                        "{" + GOOD + ",\"key\":\"mine\"}",
                        422,
                        "VALIDATION_FAILED",
                        "/key:UNKNOWN_MEMBER"),
                arguments(
                        "POST /v1/keys/{revoked}/revoke",
                        "{\"reason\":\"bored\"}",
                        422,
                        "VALIDATION_FAILED",
                        "/reason:INVALID_FORMAT"),
                arguments(
                        "POST /v1/keys/{revoked}/revoke",
                        "{\"reason\":\"unknown\"}",
                        422,
                        "VALIDATION_FAILED",
                        "/reason:INVALID_FORMAT"),
                arguments("POST /v1/keys/{revoked}/reinstate", null, 409, "ILLEGAL_TRANSITION", ""),
                arguments(
                        "POST /v1/keys/{revoked}/rotate", "{\"gracePeriod\":\"PT0S\"}", 409, "ILLEGAL_TRANSITION", ""),
                arguments(
                        "POST /v1/keys/{revoked}/rotate",
                        "{\"gracePeriod\":\"P31D\"}",
                        422,
                        "VALIDATION_FAILED",
                        "/gracePeriod:OUT_OF_RANGE"),
                arguments(
                        "POST /v1/keys/{revoked}/rotate",
                        "{\"gracePeriod\":\"soon\"}",
                        422,
                        "VALIDATION_FAILED",
                        "/gracePeriod:INVALID_FORMAT"),
                arguments(
                        "POST /v1/keys",
                        "{" + GOOD + ",\"enrols\":{\"use\":\"registry\",\"owner\":\"-\",\"x\":1},"
                                + "\"scopes\":[\"a\"],\"ipAllowlist\":[\"10.0.0.0/8\"],"
                                + "\"expiresAt\":\"2099-01-01T00:00:00Z\"}",
                        422,
                        "VALIDATION_FAILED",
                        "/enrols/use:UNKNOWN_VALUE /enrols/owner:INVALID_FORMAT /enrols/x:UNKNOWN_MEMBER"
                                + " /scopes:NOT_ALLOWED /ipAllowlist:NOT_ALLOWED /expiresAt:OUT_OF_RANGE"),
                arguments(
                        "POST /v1/keys",
                        "{" + GOOD + ",\"enrols\":{\"use\":\"stamped\",\"services\":7}}",
                        422,
                        "VALIDATION_FAILED",
                        "/enrols/use:INVALID_FORMAT /enrols/owner:REQUIRED /enrols/services:WRONG_TYPE"),
                arguments(
                        "POST /v1/keys",
                        "{" + GOOD + ",\"enrols\":{\"use\":\"txn\",\"owner\":\"n\"}}",
                        422,
                        "VALIDATION_FAILED",
                        "/enrols/services:REQUIRED"),
                arguments(
                        "POST /v1/keys",
                        "{" + GOOD + ",\"enrols\":{\"use\":\"stamp\",\"owner\":\"" + A_KEY + "\"}}",
                        422,
                        "VALIDATION_FAILED",
                        "/enrols/owner:HOLDS_A_KEY"),
                arguments(
                        "POST /v1/keys",
                        "{" + GOOD + ",\"enrols\":[]}",
                        422,
                        "VALIDATION_FAILED",
                        "/enrols:WRONG_TYPE"),
                arguments(
                        "PUT /v1/services/-",
                        "{\"name\":\"\",\"audiences\":[\"-\"],\"scopes\":[\"A\"],\"routes\":[{\"id\":\"-\","
                                + "\"audience\":\"-\",\"scopes\":[\"*\"]}],\"stalenessBound\":\"P8D\","
                                + "\"stampPolicies\":[{\"topic\":\"a b\",\"maxDelay\":\"P8D\","
                                + "\"allowedProducers\":[\"-\"],\"profile\":\"x\"}],\"explain\":1}",
                        422,
                        "VALIDATION_FAILED",
                        "/id:INVALID_FORMAT /name:BLANK /audiences/0:INVALID_FORMAT /scopes/0:INVALID_FORMAT"
                                + " /routes/0/id:INVALID_FORMAT /routes/0/audience:INVALID_FORMAT"
                                + " /routes/0/scopes/0:INVALID_FORMAT /stalenessBound:OUT_OF_RANGE"
                                + " /stampPolicies/0/topic:INVALID_FORMAT /stampPolicies/0/maxDelay:OUT_OF_RANGE"
                                + " /stampPolicies/0/allowedProducers/0:INVALID_FORMAT"
                                + " /stampPolicies/0/profile:INVALID_FORMAT /explain:WRONG_TYPE"),
                arguments(
                        "PUT /v1/plans/-",
                        "{\"name\":\"\",\"rateLimits\":[{\"name\":\"A\",\"quota\":0,\"windowSeconds\":0,\"x\":1}],"
                                + "\"quotas\":[{\"name\":\"-\",\"quota\":0,\"period\":\"week\"},{},7],"
                                + "\"maxLifetime\":\"PT59S\",\"rotateEvery\":\"PT1M0.5S\",\"y\":2}",
                        422,
                        "VALIDATION_FAILED",
                        "/id:INVALID_FORMAT /name:BLANK /rateLimits/0/name:INVALID_FORMAT"
                                + " /rateLimits/0/quota:OUT_OF_RANGE /rateLimits/0/windowSeconds:OUT_OF_RANGE"
                                + " /rateLimits/0/x:UNKNOWN_MEMBER /quotas/0/name:INVALID_FORMAT"
                                + " /quotas/0/quota:OUT_OF_RANGE /quotas/0/period:INVALID_FORMAT"
                                + " /quotas/1/name:REQUIRED /quotas/1/quota:REQUIRED /quotas/1/period:REQUIRED"
                                + " /quotas/2:WRONG_TYPE /maxLifetime:OUT_OF_RANGE /rotateEvery:INVALID_FORMAT"
                                + " /y:UNKNOWN_MEMBER"),
                arguments(
                        "PUT /v1/plans/a",
                        "{\"name\":\"n\",\"name\":\"n\",\"rateLimits\":{},\"quotas\":null,\"maxLifetime\":60}",
                        422,
                        "VALIDATION_FAILED",
                        "/name:DUPLICATE_MEMBER /rateLimits:WRONG_TYPE /maxLifetime:WRONG_TYPE"),
                arguments("PUT /v1/plans/a", "{}", 422, "VALIDATION_FAILED", "/name:REQUIRED"),
                arguments("PUT /v1/plans/" + A_KEY, "{\"name\":\"n\"}", 422, "VALIDATION_FAILED", "/id:HOLDS_A_KEY"),
                arguments("PUT /v1/plans/a", "", 400, "MALFORMED", ""),
                arguments("POST /v1/plans", "{}", 405, "METHOD_NOT_ALLOWED", ""),
                arguments("DELETE /v1/plans/a", null, 405, "METHOD_NOT_ALLOWED", ""),
                arguments("PATCH /v1/plans/a", "{}", 405, "METHOD_NOT_ALLOWED", ""),
                arguments("GET /v1/plans?status=active", null, 400, "MALFORMED", ""),
                arguments("PUT /v1/services/" + A_KEY, "{\"name\":\"n\"}", 422, "VALIDATION_FAILED", "/id:HOLDS_A_KEY"),
                arguments("PUT /v1/services/a", "", 400, "MALFORMED", ""),
                arguments("GET /v1/services?status=active", null, 400, "MALFORMED", ""),
                arguments("POST /v1/signing-keys/" + "k".repeat(43) + "/taint", null, 404, "NOT_FOUND", ""),
                arguments("POST /v1/signing-keys/short/taint", null, 404, "NOT_FOUND", ""),
                arguments(
                        "POST /v1/signing-keys/" + "k".repeat(43) + "/taint",
                        "{\"taintedAt\":\"2099-01-01T00:00:00Z\",\"comment\":\"" + A_KEY + "\",\"x\":0}",
                        422,
                        "VALIDATION_FAILED",
                        "/taintedAt:IN_THE_FUTURE /comment:HOLDS_A_KEY /x:UNKNOWN_MEMBER"),
                arguments(
                        "POST /v1/signing-keys/" + "k".repeat(43) + "/revoke",
                        "{\"taintedAt\":\"2020-01-01T00:00:00Z\",\"comment\":7}",
                        422,
                        "VALIDATION_FAILED",
                        "/taintedAt:UNKNOWN_MEMBER /comment:WRONG_TYPE"),
                arguments("GET /v1/signing-keys/none", null, 404, "NOT_FOUND", ""),
                arguments("GET /v1/signing-keys?use=unknown", null, 400, "MALFORMED", ""),
                arguments(
                        "POST /v1/signing-keys/challenge", "{\"x\":1}", 422, "VALIDATION_FAILED", "/x:UNKNOWN_MEMBER"),
                arguments("POST /v1/signing-keys/challenge?x=1", null, 400, "MALFORMED", ""),
                arguments(
                        "POST /v1/signing-keys",
                        "{}",
                        422,
                        "VALIDATION_FAILED",
                        "/publicKey:REQUIRED /nonce:REQUIRED /proof:REQUIRED"),
                arguments("GET /.well-known/jwks.json?x=1", null, 400, "MALFORMED", ""),
                arguments("POST /v1/keys/" + UNKNOWN_KEY + "/revoke", null, 404, "NOT_FOUND", ""),
                arguments("POST /v1/keys/nonsense/revoke", null, 404, "NOT_FOUND", ""),
                arguments(
                        "POST /v1/consumers",
                        "{\"name\":\"a\",\"plan\":\"nobodys\"}",
                        422,
                        "VALIDATION_FAILED",
                        "/plan:UNKNOWN_REFERENCE"),
                arguments(
                        "POST /v1/keys",
                        "{" + GOOD + ",\"audiences\":[\"nobody\",\"nothing\"]}",
                        422,
                        "VALIDATION_FAILED",
                        "/audiences/0:UNKNOWN_REFERENCE /audiences/1:UNKNOWN_REFERENCE"),
                arguments("GET /v1/keys/" + UNKNOWN_KEY, null, 404, "NOT_FOUND", ""),
                arguments("GET /v1/keys?colour=red", null, 400, "MALFORMED", ""),
                arguments("GET /v1/keys?status=active&status=revoked", null, 400, "MALFORMED", ""),
                arguments("GET /v1/keys?status=asleep", null, 400, "MALFORMED", ""),
                arguments("GET /v1/keys?limit=0", null, 400, "MALFORMED", ""),
                arguments("GET /v1/keys?limit=1000000000000", null, 400, "MALFORMED", ""),
                arguments("GET /v1/keys?cursor=abc", null, 400, "MALFORMED", ""),
                arguments("GET /v1/keys?sort=mood", null, 400, "MALFORMED", ""),
                arguments("GET /v1/keys?position=keys.v1-0", null, 400, "MALFORMED", ""),
                arguments("GET /v1/keys?position=keys.v1-77@0", null, 400, "MALFORMED", ""),
                arguments("GET /v1/keys?position=commands.v1-0@0", null, 400, "MALFORMED", ""),
                arguments("GET /v1/keys?position=keys.v1-0@999999999", null, 503, "STALE", ""),
                arguments("GET /v1/commands/none", null, 404, "NOT_FOUND", ""),
                arguments("GET /v1/receipts/none", null, 404, "NOT_FOUND", ""),
                arguments("GET /v1/nothing", null, 404, "NOT_FOUND", ""),
                arguments("PUT /v1/keys", "{}", 405, "METHOD_NOT_ALLOWED", ""),
                arguments("DELETE /v1/nodes", null, 405, "METHOD_NOT_ALLOWED", ""));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void badInputIsRefusedWithItsCodeAndField(String line, String body, int status, String code, String faults) {
        String[] methodAndPath = line.replace("{revoked}", revoked).split(" ", 2);

        Answer answer = SharedRegistry.admin().send(methodAndPath[0], methodAndPath[1], body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertProblem(answer, code);
        List<String> found = new ArrayList<>();
        for (JsonNode error : answer.json().path("errors")) {
            found.add(error.get("field").asText() + ":" + error.get("code").asText());
            assertThat(error.get("detail").asText()).isNotEmpty();
        }
        if (!faults.isEmpty()) {
            assertThat(found).containsExactlyInAnyOrder(faults.split(" ", -1));
        }
    }

    @ParameterizedTest
    @MethodSource("headers")
    void badHeadersAreRefused(String name, String value, int status, String code) {
        Answer answer = SharedRegistry.admin().post("/v1/consumers", "{\"name\":\"a\"}", name, value);

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertProblem(answer, code);
    }

    static Stream<Arguments> headers() {
        return Stream.of(
                arguments("Content-Encoding", "gzip", 400, "MALFORMED"),
                arguments("Content-Type", "text/plain", 415, "UNSUPPORTED_MEDIA_TYPE"),
                arguments("Content-Type", "application/x-www-form-urlencoded", 415, "UNSUPPORTED_MEDIA_TYPE"),
                arguments("Content-Type", "", 415, "UNSUPPORTED_MEDIA_TYPE"),
                arguments("Idempotency-Key", "x".repeat(256), 400, "MALFORMED"),
                arguments("Idempotency-Key", "two words", 400, "MALFORMED"),
                arguments("If-Match", "7", 400, "MALFORMED"),
                arguments("If-Match", "W/\"7\"", 400, "MALFORMED"));
    }

    private static void assertProblem(Answer answer, String code) {
        assertThat(answer.header("Date"))
                .matches("[A-Z][a-z]{2}, \\d{2} [A-Z][a-z]{2} \\d{4} \\d{2}:\\d{2}:\\d{2} GMT");
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.at("/code")).isEqualTo(code);
        assertThat(answer.at("/status")).isEqualTo(String.valueOf(answer.status()));
        assertThat(answer.at("/title")).isNotEmpty();
        assertThat(answer.at("/detail")).isNotEmpty();
        assertThat(answer.at("/type")).startsWith("urn:keyfabric:problem:");
        assertThat(answer.text()).doesNotContain("Exception").doesNotContain("\tat ");
        if (answer.status() == 503) {
            assertThat(answer.header("Retry-After")).isNotEmpty();
        }
    }
}
