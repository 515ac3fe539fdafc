package dev.keyfabric.validator;

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
import dev.keyfabric.context.token.TokenVerdict;
import dev.keyfabric.context.token.TokenVerifier;
import dev.keyfabric.context.trust.ApiKeyState;
import dev.keyfabric.context.trust.KeyStates;
import dev.keyfabric.context.trust.ValidatorKeyStates;
import dev.keyfabric.context.trust.ValidatorSettings;
import dev.keyfabric.context.trust.ValidatorTrustedKeys;
import dev.keyfabric.key.KeyId;
import dev.keyfabric.key.Routing;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.schemas.event.SigningKeyStatus;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.validation.Events;
import dev.keyfabric.validation.TestFabric;
import dev.keyfabric.validation.TestRoot;
import dev.keyfabric.validation.time.FakeTime;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** Tokens, keys and policies of one node, asked over HTTP and read by the library. */
class IdentityIT extends IdentityFixture {
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
