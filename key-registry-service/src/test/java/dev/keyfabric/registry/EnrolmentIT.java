package dev.keyfabric.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.key.ApiKey;
import dev.keyfabric.registry.Api.Answer;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** From an enrolment key to a trusted signing key and its end, over HTTP and a real broker. */
class EnrolmentIT {
    private static final Api ADMIN = SharedRegistry.admin();
    private static final Api NOBODY = new Api(SharedRegistry.url(), null);
    private static final Enrolment ENROLMENT = new Enrolment(SharedRegistry.url(), ADMIN);

    @Test
    void aNodesKeyIsEnrolledPublishedTaintedAndRevoked() throws Exception {
        Answer issued = ENROLMENT.issue("fleet", "{\"use\":\"txn\",\"owner\":\"node-1\",\"services\":[\"orders\"]}");
        assertThat(issued.status()).as(issued.text()).isEqualTo(201);
        assertThat(issued.json().get("enrols"))
                .hasToString("{\"use\":\"txn\",\"owner\":\"node-1\",\"services\":[\"orders\"]}");
        assertThat(Instant.parse(issued.at("/expiresAt")))
                .isEqualTo(Instant.parse(issued.at("/createdAt")).plus(Duration.ofHours(1)));
        SigningKey key = Enrolment.freshKey();

        Answer challenge = ENROLMENT.as(issued.at("/key")).post("/v1/signing-keys/challenge", null);
        assertThat(challenge.status()).as(challenge.text()).isEqualTo(200);
        assertThat(Instant.parse(challenge.at("/expiresAt")))
                .isBetween(Instant.now().plusSeconds(240), Instant.now().plusSeconds(300));
        Answer enrolled = ENROLMENT
                .as(issued.at("/key"))
                .post("/v1/signing-keys", Enrolment.body(key, challenge.at("/nonce"), ""));

        assertThat(enrolled.status()).as(enrolled.text()).isEqualTo(201);
        assertThat(enrolled.at("/kid")).isEqualTo(key.kid());
        assertThat(enrolled.at("/owner")).isEqualTo("node-1");
        assertThat(enrolled.at("/use")).isEqualTo("txn");
        assertThat(enrolled.json().get("services")).hasToString("[\"orders\"]");
        assertThat(enrolled.at("/status")).isEqualTo("ACTIVE");
        assertThat(enrolled.json().get("version").asLong()).isPositive();
        assertThat(enrolled.at("/position")).startsWith("signing-keys.v1-");
        assertThat(enrolled.at("/trustRoot"))
                .isEqualTo(Files.readString(SharedRegistry.data().resolve("root.thumbprint"))
                        .strip());
        Answer used = ADMIN.get("/v1/keys/" + issued.at("/keyId"));
        assertThat(used.at("/status")).isEqualTo("REVOKED");
        assertThat(used.at("/reason")).isEqualTo("superseded");
        assertThat(used.at("/comment")).contains(key.kid());
        assertThat(published(key).get("kf_owner").asText()).isEqualTo("node-1");
        assertThat(published(key).get("kf_state").asText()).isEqualTo("ACTIVE");
        assertThat(published(key).get("kf_services")).hasToString("[\"orders\"]");

        String path = "/v1/signing-keys/" + key.kid();
        String taintedAt = Instant.now()
                .minusSeconds(600)
                .truncatedTo(java.time.temporal.ChronoUnit.MILLIS)
                .toString();
        Answer tainted =
                ADMIN.post(path + "/taint", "{\"taintedAt\":\"" + taintedAt + "\",\"comment\":\"laptop lost\"}");
        assertThat(tainted.status()).as(tainted.text()).isEqualTo(200);
        assertThat(tainted.at("/taintedAt")).isEqualTo(taintedAt);
        assertThat(published(key).get("kf_state").asText()).isEqualTo("TAINTED");
        assertThat(published(key).get("kf_tainted_at").asLong())
                .isEqualTo(Instant.parse(taintedAt).toEpochMilli());

        assertThat(ADMIN.post(path + "/activate", null).at("/code")).isEqualTo("ILLEGAL_TRANSITION");
        assertThat(ADMIN.post(path + "/revoke", "{}").at("/status")).isEqualTo("REVOKED");
        assertThat(published(key).get("kf_state").asText()).isEqualTo("REVOKED");
        assertThat(ADMIN.post(path + "/revoke", null).status()).isEqualTo(200);
        assertThat(ADMIN.get(path).at("/status")).isEqualTo("REVOKED");
    }

    @Test
    void aKeyIsPreparedActivatedAndRetired() {
        SigningKey key = Enrolment.freshKey();
        Answer prepared = ENROLMENT.enrol(ENROLMENT.keyForNode("node-2"), key, ",\"status\":\"PREPARED\"");
        assertThat(prepared.at("/status")).as(prepared.text()).isEqualTo("PREPARED");
        String path = "/v1/signing-keys/" + key.kid();

        Answer active = ADMIN.post(path + "/activate", null, "If-Match", "\"" + prepared.at("/version") + "\"");
        assertThat(active.at("/status")).as(active.text()).isEqualTo("ACTIVE");
        assertThat(ADMIN.post(path + "/activate", null, "If-Match", "\"1\"").at("/code"))
                .isEqualTo("VERSION_CONFLICT");
        Answer retired = ADMIN.post(path + "/retire", null);
        assertThat(retired.at("/status")).isEqualTo("RETIRED");
        assertThat(retired.at("/notAfter")).isNotEmpty();
        assertThat(published(key).get("kf_not_after").asLong())
                .isEqualTo(Instant.parse(retired.at("/notAfter")).toEpochMilli());
    }

    @Test
    void aUsedEnrolmentKeyIsGoodForItsOwnKidAlone() {
        String credential = ENROLMENT.keyForNode("node-3");
        SigningKey key = Enrolment.freshKey();
        Answer first = ENROLMENT.enrol(credential, key, "");

        Answer again = ENROLMENT.enrol(credential, key, "");
        assertThat(again.status()).as(again.text()).isEqualTo(201);
        assertThat(again.at("/version")).isEqualTo(first.at("/version"));

        SigningKey other = Enrolment.freshKey();
        Answer refused = ENROLMENT.enrol(credential, other, "");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.at("/code")).isEqualTo("ENROLMENT_KEY_USED");
        assertThat(ADMIN.get("/v1/signing-keys/" + other.kid()).status()).isEqualTo(404);
    }

    @Test
    void ofTwoKeysAtOnceWithOneEnrolmentKeyOneIsEnrolled() {
        String credential = ENROLMENT.keyForNode("node-4");
        String nonce = ENROLMENT.nonce(credential);
        List<CompletableFuture<Answer>> answers = Stream.of(Enrolment.freshKey(), Enrolment.freshKey())
                .map(key -> CompletableFuture.supplyAsync(
                        () -> ENROLMENT.as(credential).post("/v1/signing-keys", Enrolment.body(key, nonce, ""))))
                .toList();

        assertThat(answers.stream().map(CompletableFuture::join).map(Answer::status))
                .containsExactlyInAnyOrder(201, 409);
        assertThat(ADMIN.get("/v1/signing-keys?owner=node-4").json().get("items"))
                .hasSize(1);
    }

    @Test
    void whateverIsWrongWithAnEnrolmentKeyTheAnswerIsTheSame() {
        ADMIN.post("/v1/consumers", "{\"id\":\"asleep\",\"name\":\"Asleep\"}");
        String plain = ADMIN.post("/v1/keys", "{\"consumerId\":\"asleep\",\"name\":\"k\",\"environment\":\"live\"}")
                .at("/key");
        String enrols = "{\"use\":\"stamp\",\"owner\":\"svc\"}";
        String ofSuspendedConsumer = ENROLMENT.issue("asleep", enrols).at("/key");
        assertThat(ADMIN.post("/v1/consumers/asleep/suspend", null).status()).isEqualTo(200);
        Answer revoked = ENROLMENT.issue("fleet", enrols);
        ADMIN.post("/v1/keys/" + revoked.at("/keyId") + "/revoke", "{\"reason\":\"superseded\"}");
        String unknown = ApiKey.generate("kf_live", new Random(9)).reveal();
        Answer expired = ADMIN.post(
                "/v1/keys",
                "{\"consumerId\":\"fleet\",\"name\":\"short\",\"environment\":\"live\",\"enrols\":" + enrols
                        + ",\"expiresAt\":\"" + Instant.now().plusMillis(1500) + "\"}");
        assertThat(expired.status()).as(expired.text()).isEqualTo(201);
        await().until(() -> Instant.now().isAfter(Instant.parse(expired.at("/expiresAt"))));
        String missing = NOBODY.post("/v1/signing-keys/challenge", null).text();
        assertThat(Api.parse(missing).get("code").asText()).isEqualTo("UNAUTHENTICATED");

        for (String credential : List.of(
                plain, ofSuspendedConsumer, revoked.at("/key"), unknown, expired.at("/key"), "kf_live_nonsense")) {
            Answer challenge = ENROLMENT.as(credential).post("/v1/signing-keys/challenge", null);
            assertThat(challenge.status()).isEqualTo(401);
            assertThat(challenge.text()).isEqualTo(missing);
            assertThat(challenge.header("WWW-Authenticate")).startsWith("Bearer");
        }
        assertThat(ENROLMENT.as(unknown).post("/v1/signing-keys", "nonsense").text())
                .isEqualTo(missing);
    }

    @Test
    void anEnrolmentKeyOpensNothingElse() {
        String credential = ENROLMENT.keyForNode("node-5");

        assertThat(ENROLMENT.as(credential).get("/v1/keys").status()).isEqualTo(401);
        assertThat(ENROLMENT.as(credential).get("/v1/signing-keys").status()).isEqualTo(401);
        assertThat(NOBODY.get("/v1/signing-keys").status()).isEqualTo(401);
    }

    @Test
    void aNonceIsOfOneCredentialAndAProofOfOneNonceAndOneKey() {
        String mine = ENROLMENT.keyForNode("node-6");
        String others = ENROLMENT.keyForNode("node-6");
        SigningKey key = Enrolment.freshKey();
        Api me = ENROLMENT.as(mine);

        assertFault(me.post("/v1/signing-keys", Enrolment.body(key, ENROLMENT.nonce(others), "")), "/nonce");
        String nonce = ENROLMENT.nonce(mine);
        String proofOverAnother = Enrolment.body(key, ENROLMENT.nonce(mine), "");
        assertFault(
                me.post(
                        "/v1/signing-keys",
                        proofOverAnother.replaceFirst("\"nonce\":\"[^\"]*\"", "\"nonce\":\"" + nonce + "\"")),
                "/proof");
        String other = Enrolment.freshKey().publicKey().toJwkText();
        assertFault(
                me.post(
                        "/v1/signing-keys",
                        Enrolment.body(key, nonce, "").replace(key.publicKey().toJwkText(), other)),
                "/proof");
        Answer all = me.post("/v1/signing-keys", "{\"publicKey\":{},\"nonce\":\"x\",\"proof\":7,\"use\":\"admin\"}");
        assertThat(Stream.of(0, 1, 2, 3).map(i -> all.at("/errors/" + i + "/field")))
                .containsExactlyInAnyOrder("/publicKey", "/nonce", "/proof", "/use");
        assertThat(me.post("/v1/signing-keys", "{").at("/code")).isEqualTo("MALFORMED");

        assertThat(me.post("/v1/signing-keys", Enrolment.body(key, nonce, "")).status())
                .isEqualTo(201);
    }

    @Test
    void aKeyThatIsAnothersAlreadyIsRefusedAndTheEnrolmentKeyStaysGood() {
        SigningKey key = ENROLMENT.node("node-7");
        String credential = ENROLMENT.keyForNode("node-8");

        Answer refused = ENROLMENT.enrol(credential, key, "");

        assertThat(refused.at("/code")).as(refused.text()).isEqualTo("DUPLICATE");
        assertThat(ENROLMENT.enrol(credential, Enrolment.freshKey(), "").status())
                .isEqualTo(201);
    }

    @Test
    void anEnrolmentKeyIsNotChangedIntoSomethingElse() {
        String path = "/v1/keys/"
                + ENROLMENT
                        .issue("fleet", "{\"use\":\"stamp\",\"owner\":\"svc-2\"}")
                        .at("/keyId");

        for (String change : List.of(
                "{\"scopes\":[\"orders:*\"]}",
                "{\"ipAllowlist\":[\"10.0.0.0/8\"]}",
                "{\"expiresAt\":null}",
                "{\"expiresAt\":\"2099-01-01T00:00:00Z\"}",
                "{\"enrols\":{\"use\":\"txn\",\"owner\":\"n\",\"services\":[\"orders\"]}}")) {
            assertThat(ADMIN.patch(path, change).at("/code")).as(change).isEqualTo("VALIDATION_FAILED");
        }
        assertThat(ADMIN.patch(path, "{\"name\":\"renamed\"}").status()).isEqualTo(200);
    }

    @Test
    void aServicesKeyIsBoundToTheServiceItself() {
        SigningKey key = Enrolment.freshKey();
        String credential = ENROLMENT
                .issue("fleet", "{\"use\":\"stamp\",\"owner\":\"billing\"}")
                .at("/key");

        Answer enrolled = ENROLMENT.enrol(credential, key, "");

        assertThat(enrolled.json().get("services")).as(enrolled.text()).hasToString("[\"billing\"]");
        assertThat(enrolled.at("/use")).isEqualTo("stamp");
    }

    @Test
    void anAdminEnrolsAKeyOfTheirOwnForHalfADay() {
        SigningKey key = Enrolment.freshKey();
        Api admin = SharedRegistry.admin();
        Answer challenge = admin.post("/v1/signing-keys/challenge", "{}");
        assertThat(challenge.status()).as(challenge.text()).isEqualTo(200);

        Answer enrolled = admin.post("/v1/signing-keys", Enrolment.body(key, challenge.at("/nonce"), ""));

        assertThat(enrolled.status()).as(enrolled.text()).isEqualTo(201);
        assertThat(enrolled.at("/use")).isEqualTo("admin");
        assertThat(enrolled.at("/owner")).isEqualTo(enrolled.at("/createdBy"));
        assertThat(enrolled.json().get("roles")).hasToString("[\"admin\"]");
        assertThat(Instant.parse(enrolled.at("/notAfter")))
                .isBetween(
                        Instant.now().plus(Duration.ofHours(11)), Instant.now().plus(Duration.ofHours(12)));
        assertThat(ADMIN.get("/v1/signing-keys?use=admin&status=active&q=" + key.kid())
                        .json()
                        .get("items"))
                .hasSize(1);
    }

    @Test
    void whoEnrolsBesideALiveKeyRaisesAnAlarmAndIsEnrolled() {
        ENROLMENT.node("node-9");
        long before = alarms();

        ENROLMENT.node("node-9");

        assertThat(alarms()).isEqualTo(before + 1);
        assertThat(ADMIN.get("/v1/signing-keys?owner=node-9&use=txn").json().get("items"))
                .hasSize(2);
    }

    /** The try that spent the enrolment key ended before it enrolled anything. */
    @Test
    void theAlarmIsRaisedOnARepeatToo() {
        ENROLMENT.node("node-10");
        SigningKey key = Enrolment.freshKey();
        Answer issued = ENROLMENT.issue("fleet", "{\"use\":\"txn\",\"owner\":\"node-10\",\"services\":[\"orders\"]}");
        Answer spent = ADMIN.post(
                "/v1/keys/" + issued.at("/keyId") + "/revoke",
                "{\"reason\":\"superseded\",\"comment\":\"enrolled the signing key " + key.kid() + "\"}");
        assertThat(spent.status()).as(spent.text()).isEqualTo(200);
        long before = alarms();

        Answer enrolled = ENROLMENT.enrol(issued.at("/key"), key, "");

        assertThat(enrolled.status()).as(enrolled.text()).isEqualTo(201);
        assertThat(alarms()).isEqualTo(before + 1);
    }

    @Test
    void anAdminsEnrolmentRepeatedIsTheSame() {
        SigningKey key = Enrolment.freshKey();
        Api admin = SharedRegistry.admin();
        String body = Enrolment.body(
                key, admin.post("/v1/signing-keys/challenge", "{}").at("/nonce"), "");
        String id = "enrol-" + key.kid();
        Answer first = admin.post("/v1/signing-keys", body, "Idempotency-Key", id);
        assertThat(first.status()).as(first.text()).isEqualTo(201);

        Answer again = admin.post("/v1/signing-keys", body, "Idempotency-Key", id);

        assertThat(again.status()).as(again.text()).isEqualTo(201);
        assertThat(again.at("/version")).isEqualTo(first.at("/version"));
        assertThat(again.at("/notAfter")).isEqualTo(first.at("/notAfter"));
    }

    private static long alarms() {
        Matcher alarms = Pattern.compile(
                        "keyfabric_registry_alarms_total\\{[^}]*alarm=\"enrolled_again\"[^}]*} ([0-9.]+)")
                .matcher(ADMIN.get("/prometheus").text());
        assertThat(alarms.find()).isTrue();
        return (long) Double.parseDouble(alarms.group(1));
    }

    private static void assertFault(Answer answer, String field) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        assertThat(answer.json().get("errors")).hasSize(1);
        assertThat(answer.at("/errors/0/field")).isEqualTo(field);
    }

    private static JsonNode published(SigningKey key) {
        for (JsonNode jwk : NOBODY.get("/.well-known/jwks.json").json().get("keys")) {
            if (jwk.get("kid").asText().equals(key.kid())) {
                return jwk;
            }
        }
        throw new AssertionError("not published");
    }
}
