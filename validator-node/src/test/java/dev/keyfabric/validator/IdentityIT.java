package dev.keyfabric.validator;

import static dev.keyfabric.validation.Events.consumer;
import static dev.keyfabric.validation.Events.current;
import static dev.keyfabric.validation.Events.key;
import static dev.keyfabric.validation.Events.service;
import static dev.keyfabric.validation.Events.signingKey;
import static dev.keyfabric.validation.Events.stamps;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.context.Refusal;
import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.stamp.TopicPolicies;
import dev.keyfabric.context.stamp.TopicPolicy;
import dev.keyfabric.context.stamp.ValidatorTopicPolicies;
import dev.keyfabric.context.token.Actor;
import dev.keyfabric.context.token.ServiceClaims;
import dev.keyfabric.context.token.TokenIssuer;
import dev.keyfabric.context.token.TokenVerdict;
import dev.keyfabric.context.token.TokenVerifier;
import dev.keyfabric.context.token.TxnClaims;
import dev.keyfabric.context.token.VerifiedToken;
import dev.keyfabric.context.trust.ApiKeyState;
import dev.keyfabric.context.trust.KeyStates;
import dev.keyfabric.context.trust.ValidatorKeyStates;
import dev.keyfabric.context.trust.ValidatorSettings;
import dev.keyfabric.context.trust.ValidatorTrustedKeys;
import dev.keyfabric.key.ApiKey;
import dev.keyfabric.key.KeyId;
import dev.keyfabric.key.Routing;
import dev.keyfabric.schemas.event.KeyState;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.schemas.event.SigningKeyStatus;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.validation.Events;
import dev.keyfabric.validation.Folders;
import dev.keyfabric.validation.TestFabric;
import dev.keyfabric.validation.TestRoot;
import dev.keyfabric.validation.time.FakeTime;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens, keys and policies of one node, asked over HTTP and read by the library. */
class IdentityIT {
    private static final String OWNER = "acme";
    private static final String TXN_TYPE = "urn:ietf:params:oauth:token-type:txn_token";
    private static final AtomicLong VERSIONS = new AtomicLong(1);
    private static FakeTime time;
    private static TestFabric fabric;
    private static ValidatorNode node;
    private static Http http;
    private static int commands;

    private final SigningKey own = SigningKey.generate(new SecureRandom());
    private final ApiKey secret = Events.apiKey();
    private final String id = Events.keyId(OWNER, "i" + commands++);

    @BeforeAll
    static void start() {
        time = new FakeTime(Instant.now());
        fabric = new TestFabric();
        fabric.consumer(OWNER, consumer(OWNER, 1, c -> {}));
        fabric.tickAll();
        node = open("n1", Map.of("keyfabric.trust.root", fabric.root.pin().thumbprint()));
        http = new Http(node.url());
    }

    private static ValidatorNode open(String name, Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "keyfabric.node.id",
                name,
                "keyfabric.data",
                Folders.fresh().toString(),
                "keyfabric.kafka.bootstrap.servers",
                fabric.client().get("bootstrap.servers"),
                "keyfabric.trust-domain",
                "test.domain",
                "keyfabric.http.port",
                0));
        settings.putAll(more);
        ValidatorNode opened = ValidatorNode.start(settings, time.source());
        Http asking = new Http(opened.url());
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() ->
                        assertThat(asking.get("/health/readiness").status()).isEqualTo(200));
        return opened;
    }

    @AfterAll
    static void stop() {
        node.close();
        fabric.close();
    }

    @BeforeEach
    void give() {
        write(k -> {});
        enrol(own, "n1", SigningKeyStatus.ACTIVE, "orders");
        node.engine().signWith(() -> Optional.of(own));
        awaitKey(own, "ACTIVE");
        await().until(() -> node.engine().standing(id).isPresent());
    }

    private void write(Consumer<KeyState.Builder> change) {
        fabric.key(id, key(id, OWNER, VERSIONS.incrementAndGet(), k -> {
            k.setSecrets(List.of(current(secret))).setScopes(List.of("orders:read", "orders:write"));
            change.accept(k);
        }));
    }

    private static void enrol(SigningKey key, String owner, SigningKeyStatus status, String... services) {
        fabric.signingKey(
                key.kid(),
                signingKey(
                        key.publicKey(),
                        owner,
                        VERSIONS.incrementAndGet(),
                        k -> k.setStatus(status)
                                .setServices(List.of(services))
                                .setTaintedAt(
                                        status == SigningKeyStatus.TAINTED
                                                ? time.source().wall().instant()
                                                : null)));
    }

    private static JsonNode published(String kid) {
        for (JsonNode key : http.get("/.well-known/jwks.json").json().get("keys")) {
            if (key.get("kid").asText().equals(kid)) {
                return key;
            }
        }
        return null;
    }

    private static void awaitKey(SigningKey key, String state) {
        await().pollInterval(Duration.ofMillis(10)).until(() -> {
            JsonNode jwk = published(key.kid());
            return jwk != null && jwk.get("kf_state").asText().equals(state);
        });
    }

    private String asking(String more) {
        return "{\"key\":\"" + secret.reveal() + "\",\"token\":true" + more + "}";
    }

    private String token(String audience, String... scopes) {
        String list = List.of(scopes).stream().map(s -> '"' + s + '"').collect(Collectors.joining(",", "[", "]"));
        return http.validate(asking(",\"audience\":\"" + audience + "\",\"scopes\":" + list))
                .json()
                .get("token")
                .asText();
    }

    private static Http.Answer exchange(String... pairs) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange");
        for (int i = 0; i < pairs.length; i += 2) {
            form.put(pairs[i], pairs[i + 1]);
        }
        return post(form.entrySet().stream()
                .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&")));
    }

    private static Http.Answer post(String form) {
        return http.ask("POST", "/v1/token", form, "Content-Type", "application/x-www-form-urlencoded");
    }

    private static void refused(Http.Answer answer, String error) {
        assertThat(answer.json().path("error").asText()).as(answer.raw().body()).isEqualTo(error);
        assertThat(answer.status()).isEqualTo(error.equals("temporarily_unavailable") ? 503 : 400);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    }

    private static TxnClaims claims(TokenVerifier verifier, String token) {
        TokenVerdict<TxnClaims> verdict = verifier.verifyTxnToken(token);
        return verdict instanceof VerifiedToken<TxnClaims> verified ? verified.claims() : null;
    }

    private static ValidatorTrustedKeys trustedKeys() {
        return ValidatorTrustedKeys.polling(new ValidatorSettings(
                node.url(), Duration.ofMillis(50), Duration.ofSeconds(30), Duration.ofSeconds(5)));
    }

    @Test
    void aServiceThatKnowsNothingButItsValidatorVerifiesTheTokenUntilItsKeyIsTainted() {
        try (ValidatorTrustedKeys keys = trustedKeys()) {
            TokenVerifier verifier =
                    new TokenVerifier("test.domain", keys, time.source().wall());
            Http.Answer answer = http.validate(
                    asking(",\"audience\":\"orders\",\"scopes\":[\"orders:read\"],\"clientIp\":\"2001:db8::7\""));
            String token = answer.json().get("token").asText();
            assertThat(answer.json().get("valid").asBoolean()).isTrue();
            assertThat(claims(verifier, token)).satisfies(claims -> {
                assertThat(claims.subject()).isEqualTo(OWNER);
                assertThat(claims.keyId().text()).isEqualTo(id);
                assertThat(claims.scopes()).containsExactly("orders:read");
                assertThat(claims.workload()).isEqualTo("orders");
                assertThat(claims.clientAddress()).isEqualTo("2001:db8::7");
                assertThat(claims.plan()).isEqualTo("gold");
                assertThat(claims.actor()).isNull();
            });

            enrol(own, "n1", SigningKeyStatus.TAINTED, "orders");
            awaitKey(own, "TAINTED");
            await().atMost(Duration.ofSeconds(2))
                    .untilAsserted(() -> assertThat(verifier.verifyTxnToken(token))
                            .isEqualTo(new TokenVerdict.Refused<>(Refusal.KEY_TAINTED)));
            Http.Answer none = http.validate(asking(",\"audience\":\"orders\""));
            assertThat(none.status()).isEqualTo(503);
            assertThat(none.json().get("code").asText()).isEqualTo("UNAVAILABLE");
            assertThat(none.json().get("valid").asBoolean()).isFalse();
            assertThat(none.json().get("token").isNull()).isTrue();
            // Without the wish for a token the node judges as ever.
            assertThat(http.validate("{\"key\":\"" + secret.reveal() + "\"}")
                            .json()
                            .get("code")
                            .asText())
                    .isEqualTo("VALID");
        }
    }

    @Test
    void aTokenForAServiceThatTheNodeDoesNotSpeakForIsARequestThatCannotBeMet() {
        for (String more : List.of(",\"audience\":\"payments\"", "")) {
            Http.Answer answer = http.validate(asking(more));
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo("/audience");
        }
        write(k -> k.setStatus(KeyStatus.REVOKED));
        await().untilAsserted(() -> {
            Http.Answer no = http.validate(asking(",\"audience\":\"payments\""));
            assertThat(no.status()).isEqualTo(200);
            assertThat(no.json().get("code").asText()).isEqualTo("REVOKED");
        });
    }

    @Test
    void authorizeBringsATokenWhereItCanUnlessToldOtherwise() {
        String[] header = {"X-API-Key", secret.reveal()};
        assertThat(http.get("/v1/authorize?audience=orders", header).header("Txn-Token"))
                .startsWith("eyJ");
        assertThat(http.get("/v1/authorize?audience=orders&token=true", header).header("Txn-Token"))
                .startsWith("eyJ");
        assertThat(http.get("/v1/authorize?audience=orders&token=false", header).header("Txn-Token"))
                .isEqualTo("-");
        assertThat(http.get("/v1/authorize?audience=payments", header).header("Txn-Token"))
                .isEqualTo("-");
        Http.Answer unbound = http.get("/v1/authorize?audience=payments&token=true", header);
        assertThat(unbound.status()).isEqualTo(403);
        assertThat(unbound.json().get("code").asText()).isEqualTo("POLICY_INVALID");
        assertThat(unbound.header("Txn-Token")).isNull();
        assertThat(http.get("/v1/authorize?audience=orders&token=yes", header).status())
                .isEqualTo(403);
        assertThat(http.get("/v1/authorize?audience=orders&token=true&token=true", header)
                        .status())
                .isEqualTo(403);

        node.engine().signWith(Optional::empty);
        Http.Answer without = http.get("/v1/authorize?audience=orders", header);
        assertThat(without.status()).isEqualTo(200);
        assertThat(without.header("Txn-Token")).isEqualTo("-");
        assertThat(http.get("/v1/authorize?audience=orders&token=true", header).status())
                .isEqualTo(503);
        Http.Answer nginx = http.get("/v1/authorize?audience=orders&token=true&profile=nginx", header);
        assertThat(nginx.status()).isEqualTo(403);
        assertThat(nginx.header("X-Error-Status")).isEqualTo("503");
    }

    @Test
    void aForgedKeyNeverAppears() {
        SigningKey forged = SigningKey.generate(new SecureRandom());
        byte[] value = signingKey(forged.publicKey(), "n1", 1, k -> {});
        int home = Routing.partition(forged.kid(), TestFabric.PARTITIONS);
        fabric.put(Topic.SIGNING_KEYS, home, forged.kid(), value, new RecordHeaders());
        long last = fabric.put(
                Topic.SIGNING_KEYS,
                home,
                forged.kid(),
                value,
                new TestRoot().signed(Topic.SIGNING_KEYS, forged.kid(), value));
        await().until(() ->
                node.engine().status().applied().toString().contains("signing-keys.v1-" + home + "@" + last));
        assertThat(published(forged.kid())).isNull();
        assertThat(http.get("/health")
                        .json()
                        .at("/details/view/details/incidents/NOT_SIGNED_BY_ROOT")
                        .asInt())
                .isGreaterThanOrEqualTo(2);
    }

    @Test
    void theSetIsOpenTaggedAndShowsNoPrivateHalf() {
        Http.Answer first = http.get("/.well-known/jwks.json");
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.header("Content-Type")).startsWith("application/json");
        assertThat(first.header("Cache-Control")).isEqualTo("no-cache");
        JsonNode jwk = published(own.kid());
        assertThat(jwk.get("kf_owner").asText()).isEqualTo("n1");
        assertThat(jwk.get("kf_use").asText()).isEqualTo("txn");
        assertThat(jwk.get("kf_services").get(0).asText()).isEqualTo("orders");
        assertThat(jwk.has("d")).isFalse();
        assertThat(first.raw().body()).doesNotContain(fabric.root.key.kid());

        String tag = first.header("ETag");
        for (String said : List.of(tag, "W/" + tag, "\"x\", " + tag, "*")) {
            Http.Answer same = http.get("/.well-known/jwks.json", "If-None-Match", said);
            assertThat(same.status()).as(said).isEqualTo(304);
            assertThat(same.raw().body()).isEmpty();
            assertThat(same.header("ETag")).isEqualTo(tag);
        }
        enrol(own, "n1", SigningKeyStatus.RETIRED, "orders");
        await().untilAsserted(() -> assertThat(
                        http.get("/.well-known/jwks.json", "If-None-Match", tag).status())
                .isEqualTo(200));
    }

    @Test
    void theLibraryReadsThePoliciesAsTheServicesStateThem() {
        fabric.service("orders", service("orders", 1, s -> s.setStampPolicies(List.of(stamps("a"), stamps("b")))));
        fabric.service("payments", service("payments", 1, s -> s.setStampPolicies(List.of(stamps("b")))));
        try (ValidatorTopicPolicies policies = ValidatorTopicPolicies.polling(new ValidatorSettings(
                node.url(), Duration.ofMillis(50), Duration.ofSeconds(30), Duration.ofSeconds(5)))) {
            await().untilAsserted(() -> {
                assertThat(policies.of("a"))
                        .isEqualTo(new TopicPolicies.Answer.Known(TopicPolicy.signedBy(Set.of("orders"))));
                assertThat(policies.of("b")).isInstanceOf(TopicPolicies.Answer.Conflicting.class);
                assertThat(policies.of("c")).isInstanceOf(TopicPolicies.Answer.Unlisted.class);
            });
            fabric.service("orders", new byte[] {1});
            await().untilAsserted(
                            () -> assertThat(policies.of("a")).isInstanceOf(TopicPolicies.Answer.Unavailable.class));
            fabric.service("orders", service("orders", 3, s -> s.setStampPolicies(List.of(stamps("a")))));
            await().untilAsserted(() -> assertThat(policies.of("b")).isInstanceOf(TopicPolicies.Answer.Known.class));
        }
        Http.Answer list = http.get("/v1/stamp-policies");
        JsonNode item = list.json().at("/items/0");
        assertThat(item.toString())
                .isEqualTo("{\"topic\":\"a\",\"service\":\"orders\",\"profile\":\"signed\",\"time\":\"append\","
                        + "\"maxDelaySeconds\":300,\"allowedProducers\":[\"orders\"],\"onRevoked\":\"reject-compromised\","
                        + "\"tombstones\":\"refused\",\"exchange\":false}");
        assertThat(http.get("/v1/stamp-policies", "If-None-Match", list.header("ETag"))
                        .status())
                .isEqualTo(304);
    }

    @Test
    void theLibraryReadsTheStateOfAKey() {
        ValidatorKeyStates states = new ValidatorKeyStates(ValidatorSettings.at(node.url()));
        assertThat(states.of(new KeyId(id)))
                .isEqualTo(new KeyStates.Answer.Known(new ApiKeyState("ACTIVE", null, Events.AT, "ACTIVE")));
        assertThat(states.of(new KeyId(Events.keyId(OWNER, "never")))).isInstanceOf(KeyStates.Answer.Unknown.class);
    }

    @Test
    void anApiKeyIsExchangedForAToken() {
        try (ValidatorTrustedKeys keys = trustedKeys()) {
            TokenVerifier verifier =
                    new TokenVerifier("test.domain", keys, time.source().wall());
            Http.Answer answer = exchange(
                    "subject_token",
                    secret.reveal(),
                    "subject_token_type",
                    "urn:keyfabric:token-type:api-key",
                    "requested_token_type",
                    TXN_TYPE,
                    "audience",
                    "test.domain",
                    "scope",
                    "orders:write",
                    "request_context",
                    "{\"req_ip\":\"10.0.0.1\"}",
                    "client_id",
                    "orders");
            assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            assertThat(answer.json().get("issued_token_type").asText()).isEqualTo(TXN_TYPE);
            assertThat(answer.json().get("token_type").asText()).isEqualTo("N_A");
            assertThat(answer.json().get("expires_in").asInt()).isEqualTo(300);
            assertThat(answer.json().get("scope").asText()).isEqualTo("orders:write");
            assertThat(answer.json().has("refresh_token")).isFalse();
            TxnClaims claims =
                    claims(verifier, answer.json().get("access_token").asText());
            assertThat(claims.workload()).isEqualTo("orders");
            assertThat(claims.clientAddress()).isEqualTo("10.0.0.1");
            assertThat(claims.actor()).isNull();
        }
    }

    @Test
    void aTokenOfAGatewayIsExchangedForOneOfTheServiceBehindIt() {
        SigningKey gateway = SigningKey.generate(new SecureRandom());
        enrol(gateway, "n2", SigningKeyStatus.ACTIVE, "gateway");
        awaitKey(gateway, "ACTIVE");
        Instant now = Instant.ofEpochSecond(time.source().wall().instant().getEpochSecond());
        TxnClaims old = new TxnClaims(
                "test.domain",
                now,
                now.plusSeconds(60),
                UUID.fromString("019ab000-0000-7000-8000-00000000002a"),
                OWNER,
                Set.of("orders:read", "orders:write"),
                "gateway",
                null,
                new KeyId(id),
                "test",
                null,
                TxnClaims.API_KEY,
                null);
        String token = new TokenIssuer(gateway).issue(old);
        try (ValidatorTrustedKeys keys = trustedKeys()) {
            TokenVerifier verifier =
                    new TokenVerifier("test.domain", keys, time.source().wall());
            Http.Answer answer =
                    exchange("subject_token", token, "subject_token_type", TXN_TYPE, "scope", "orders:read");
            assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
            TxnClaims claims =
                    claims(verifier, answer.json().get("access_token").asText());
            assertThat(claims.actor()).isEqualTo(new Actor("orders", null));
            assertThat(claims.bearer()).isEqualTo("orders");
            assertThat(claims.txn()).isEqualTo(old.txn());
            assertThat(claims.expiresAt()).isEqualTo(old.expiresAt());
            assertThat(claims.scopes()).containsExactly("orders:read");
            assertThat(answer.json().get("expires_in").asInt()).isBetween(1, 60);
        }
        refused(
                exchange("subject_token", token, "subject_token_type", TXN_TYPE, "scope", "orders:delete"),
                "invalid_scope");
        refused(
                exchange("subject_token", token, "subject_token_type", TXN_TYPE, "client_id", "gateway"),
                "invalid_client");
        refused(
                exchange(
                        "subject_token",
                        token,
                        "subject_token_type",
                        TXN_TYPE,
                        "request_context",
                        "{\"req_ip\":\"10.0.0.1\"}"),
                "invalid_request");
        enrol(gateway, "n2", SigningKeyStatus.TAINTED, "gateway");
        awaitKey(gateway, "TAINTED");
        refused(exchange("subject_token", token, "subject_token_type", TXN_TYPE), "invalid_request");
    }

    /** Kinds of token and the types they are given out for: only the diagonal passes. */
    @Test
    void aTokenOfOneKindIsNeverTakenForAnother() {
        Instant now = Instant.ofEpochSecond(time.source().wall().instant().getEpochSecond());
        String service = new TokenIssuer(own)
                .issue(new ServiceClaims(
                        "test.domain",
                        "orders",
                        "payments",
                        now,
                        now.plusSeconds(60),
                        Set.of(),
                        null,
                        List.of(),
                        null,
                        null));
        Map<String, String> kinds = Map.of("api key", secret.reveal(), "txn", token("orders"), "service", service);
        Map<String, String> types = Map.of(
                "api key",
                "urn:keyfabric:token-type:api-key",
                "txn",
                TXN_TYPE,
                "service",
                "urn:ietf:params:oauth:token-type:jwt");
        kinds.forEach((kind, subject) -> types.forEach((type, name) -> {
            Http.Answer answer = exchange("subject_token", subject, "subject_token_type", name);
            boolean passes = kind.equals(type) && !kind.equals("service");
            assertThat(answer.status()).as(kind + " as " + type).isEqualTo(passes ? 200 : 400);
            if (!passes) {
                refused(answer, "invalid_request");
                assertThat(answer.raw().body()).doesNotContain(subject);
            }
        }));
    }

    @Test
    void aFormInDoubtIsRefused() {
        String key = "&subject_token_type=urn:keyfabric:token-type:api-key&subject_token=" + secret.reveal();
        String grant = "grant_type=urn:ietf:params:oauth:grant-type:token-exchange";
        assertThat(post(grant + key + "&somebody_elses=1").status()).isEqualTo(200);
        refused(post("grant_type=client_credentials" + key), "unsupported_grant_type");
        assertThat(post("").status()).isEqualTo(400);
        for (String bad : List.of(
                grant,
                grant + "&subject_token=" + secret.reveal(),
                key.substring(1),
                grant + key + key,
                grant + key + "&scope=",
                grant + key + "&scope",
                grant + key + "&=x",
                grant + key + "&x=%zz",
                grant + key + "&x=%ff",
                grant + key + "&x=ä",
                grant + key + "&actor_token=x",
                grant + key + "&resource=https://example.org",
                grant + key + "&requested_token_type=urn:ietf:params:oauth:token-type:access_token",
                grant + key + "&request_context={}",
                grant + key + "&request_context={\"req_ip\":\"x\"}",
                grant + key + "&request_context={\"req_ip\":\"10.0.0.1\",\"more\":1}",
                grant + key + "&x=1".repeat(40))) {
            refused(post(bad), "invalid_request");
        }
        refused(post(grant + key + "&audience=another"), "invalid_target");
        refused(post(grant + key + "&scope=orders:*"), "invalid_scope");
        refused(post(grant + key + "&scope=orders:delete"), "invalid_scope");
        refused(post(grant + key + "&scope=a++b"), "invalid_scope");
        refused(post(grant + key + "&client_id=payments"), "invalid_client");
        assertThat(http.ask("POST", "/v1/token", "{}", "Content-Type", "application/json")
                        .status())
                .isEqualTo(415);
        assertThat(http.get("/v1/token").status()).isEqualTo(405);
        assertThat(post(grant + key + "&x=" + "a".repeat(70_000)).status()).isEqualTo(413);
    }

    @Test
    void anExchangeNeedsAKeyOfTheNodesOwnAndANameWhereItSpeaksForSeveral() {
        String[] subject = {"subject_token", secret.reveal(), "subject_token_type", "urn:keyfabric:token-type:api-key"};
        write(k -> k.setAudiences(List.of("orders")));
        enrol(own, "n1", SigningKeyStatus.ACTIVE, "orders", "payments");
        await().untilAsserted(() -> refused(exchange(subject), "invalid_request"));
        await().untilAsserted(() -> refused(
                exchange(subject[0], subject[1], subject[2], subject[3], "client_id", "payments"), "invalid_target"));
        write(k -> k.setStatus(KeyStatus.SUSPENDED));
        await().untilAsserted(() -> refused(
                exchange(subject[0], subject[1], subject[2], subject[3], "client_id", "payments"), "invalid_request"));
        node.engine().signWith(Optional::empty);
        refused(exchange(subject), "temporarily_unavailable");
    }

    @Test
    void aNodeThatWasToldOfNoRootJudgesKeysAndHasNothingToSayOfTrust() {
        try (ValidatorNode rootless = open("n3", Map.of())) {
            Http asking = new Http(rootless.url());
            rootless.engine().signWith(() -> Optional.of(own));
            assertThat(asking.validate("{\"key\":\"" + secret.reveal() + "\"}")
                            .json()
                            .get("code")
                            .asText())
                    .isEqualTo("VALID");
            assertThat(asking.validate(asking(",\"audience\":\"orders\"")).status())
                    .isEqualTo(503);
            assertThat(asking.get("/.well-known/jwks.json").status()).isEqualTo(503);
            assertThat(asking.get("/v1/stamp-policies").status()).isEqualTo(503);
            assertThat(asking.get("/health")
                            .json()
                            .at("/details/signing/details/key")
                            .asText())
                    .isEqualTo("NOT_CONFIGURED");
        }
    }

    @Test
    void pastTheStalenessBoundNobodyIsToldWhomToTrust() {
        FakeTime before = time;
        try {
            time = new FakeTime(Instant.now());
            fabric.tickAll();
            try (ValidatorNode stale = open(
                    "n4",
                    Map.of(
                            "keyfabric.trust.root",
                            fabric.root.pin().thumbprint(),
                            "keyfabric.staleness.bound",
                            "1h"))) {
                Http asking = new Http(stale.url());
                assertThat(asking.get("/.well-known/jwks.json").status()).isEqualTo(200);
                assertThat(asking.get("/v1/stamp-policies").status()).isEqualTo(200);
                time.pass(Duration.ofMinutes(61));
                for (String path : List.of("/.well-known/jwks.json", "/v1/stamp-policies")) {
                    Http.Answer answer = asking.get(path);
                    assertThat(answer.status()).isEqualTo(503);
                    assertThat(answer.json().get("code").asText()).isEqualTo("STALE");
                    assertThat(answer.header("Retry-After")).isEqualTo("1");
                }
            }
        } finally {
            time = before;
        }
    }
}
