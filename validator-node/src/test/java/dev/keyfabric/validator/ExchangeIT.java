package dev.keyfabric.validator;

import static dev.keyfabric.validation.Events.key;
import static dev.keyfabric.validation.Events.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.token.Actor;
import dev.keyfabric.context.token.ServiceClaims;
import dev.keyfabric.context.token.TokenIssuer;
import dev.keyfabric.context.token.TokenVerifier;
import dev.keyfabric.context.token.TxnClaims;
import dev.keyfabric.context.trust.ValidatorTrustedKeys;
import dev.keyfabric.key.KeyId;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.schemas.event.RateLimit;
import dev.keyfabric.schemas.event.SigningKeyStatus;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Tokens exchanged at one node over HTTP: docs/contract/identity.md, section 4. */
class ExchangeIT extends IdentityFixture {
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
    void aKeyWhoseLimitIsSpentGetsNoTokenUntilLater() {
        write(k -> k.setRateLimits(List.of(new RateLimit("own", 1L, 60L))));
        await().untilAsserted(() -> {
            Http.Answer answer = exchange(
                    "subject_token", secret.reveal(), "subject_token_type", "urn:keyfabric:token-type:api-key");
            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.header("Retry-After")).isEqualTo("60");
            assertThat(answer.json().get("error").asText()).isEqualTo("temporarily_unavailable");
        });
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
}
