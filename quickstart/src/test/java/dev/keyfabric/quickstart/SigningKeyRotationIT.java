package dev.keyfabric.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.context.Refusal;
import dev.keyfabric.context.token.TokenVerdict;
import dev.keyfabric.context.token.TokenVerifier;
import dev.keyfabric.context.token.TxnClaims;
import dev.keyfabric.context.token.VerifiedToken;
import dev.keyfabric.context.trust.KeyState;
import dev.keyfabric.context.trust.TrustedKeys;
import dev.keyfabric.context.trust.ValidatorSettings;
import dev.keyfabric.context.trust.ValidatorTrustedKeys;
import dev.keyfabric.quickstart.process.Bench;
import dev.keyfabric.quickstart.process.Bench.Node;
import dev.keyfabric.quickstart.process.TokenLoad;
import dev.keyfabric.quickstart.story.HttpJson;
import dev.keyfabric.quickstart.story.RegistryClient;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One node signs, a library trusts what another node tells it: whatever becomes of a key must reach it over the bus. */
class SigningKeyRotationIT {
    private static final int ROTATIONS = Integer.getInteger("keyfabric.test.rotations", 30);
    private static final Duration EVERY = Duration.ofSeconds(2);

    /** docs/contract/identity.md, section 1: propagation + 1 s; the second one is for a busy machine. */
    private static final Duration TAINT_BOUND = Duration.ofSeconds(2);

    private Bench bench;
    private RegistryClient admin;
    private Node signer;
    private Node worker;
    private String key;
    private ValidatorTrustedKeys keys;
    private TokenVerifier verifier;

    @BeforeEach
    void startASignerAndAWorker(@TempDir Path folder) {
        bench = Bench.start(folder);
        Node registry = bench.startRegistry("registry");
        admin = bench.admin(registry);
        signer = bench.startNode("signer");
        worker = bench.startNode("worker");
        signer.awaitReady();
        worker.awaitReady();
        admin.registerConsumer("acme", "Acme");
        key = admin.awaitingReceipts(10).issueKey("acme", "k").get("key").asText();
        keys = ValidatorTrustedKeys.polling(ValidatorSettings.at(URI.create(worker.url())));
        verifier = new TokenVerifier("keyfabric", keys, InstantSource.system());
        await("the first key signs and is trusted")
                .atMost(Duration.ofSeconds(30))
                .until(() -> mint().status() == 200 && isTrusted(TokenLoad.kid(token())));
    }

    @AfterEach
    void stop() throws Exception {
        keys.close();
        bench.close();
    }

    @Test
    void underLoadNoTokenIsRefusedWhileTheKeyIsRotatedEveryTwoSeconds() throws Exception {
        try (TokenLoad load = TokenLoad.start(this::mint, verifier)) {
            for (int i = 0; i < ROTATIONS; i++) {
                long begun = System.nanoTime();
                rotate();
                await().atMost(Duration.ofMinutes(1)).until(() -> System.nanoTime() - begun >= EVERY.toNanos());
            }
            TokenLoad.Tally tally = load.stop();

            assertThat(tally.refusals()).isEmpty();
            assertThat(tally.signers()).hasSize(ROTATIONS + 1);
            assertThat(tally.checkedAgain()).isPositive();
        }
    }

    @Test
    void noTokenOfATaintedKeyIsAcceptedPastTheBoundAndItSignsNoMore() {
        String good = token();
        String kid = TokenLoad.kid(good);
        assertThat(verdict(good)).isInstanceOf(VerifiedToken.class);

        body(admin.post("/v1/signing-keys/" + kid + "/taint", Map.of()));
        await("the node beside the library has heard of it")
                .pollInterval(Duration.ofMillis(10))
                .until(() -> state(worker, kid).equals("TAINTED"));
        long told = System.nanoTime();
        long lastAccepted = told;
        while (System.nanoTime() - told < TAINT_BOUND.multipliedBy(2).toNanos()) {
            if (verdict(good) instanceof VerifiedToken) {
                lastAccepted = System.nanoTime();
            }
        }

        assertThat(Duration.ofNanos(lastAccepted - told)).isLessThan(TAINT_BOUND);
        assertThat(verdict(good)).isEqualTo(new TokenVerdict.Refused<TxnClaims>(Refusal.KEY_TAINTED));
        assertThat(mint().status()).isEqualTo(503);

        body(admin.post("/v1/signing-keys/" + kid + "/revoke", Map.of()));
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() ->
                        assertThat(verdict(good)).isEqualTo(new TokenVerdict.Refused<TxnClaims>(Refusal.KEY_REVOKED)));
    }

    @Test
    void aNodeWhoseKeyIsTaintedConfirmsNothingUntilItHasAnother() {
        body(admin.post("/v1/signing-keys/" + TokenLoad.kid(token()) + "/taint", Map.of()));

        JsonNode receipt =
                admin.awaitingReceipts(2).issueKey("acme", "meanwhile").get("receipt");
        bench.enrolAgain(signer, admin);
        await("another key signs").atMost(Duration.ofSeconds(20)).until(() -> mint().status() == 200);
        JsonNode later = admin.awaitingReceipts(10).issueKey("acme", "later").get("receipt");

        assertThat(receipt.get("final").asBoolean()).isFalse();
        assertThat(receipt.get("pending").toString()).contains("signer").doesNotContain("worker");
        assertThat(later.get("final").asBoolean()).as("%s", later).isTrue();
    }

    /** Prepare, let every library hear of it, activate, see it sign, retire the one before. */
    private void rotate() {
        String before = TokenLoad.kid(token());
        bench.enrolAgain(signer, admin);
        String next = await("prepared")
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> prepared(), kid -> !kid.isEmpty() && isTrusted(kid));
        body(admin.post("/v1/signing-keys/" + next + "/activate", Map.of()));
        await("the next key signs")
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> TokenLoad.kid(token()).equals(next));
        body(admin.post("/v1/signing-keys/" + before + "/retire", Map.of()));
    }

    private static String state(Node node, String kid) {
        for (JsonNode key : node.get("/.well-known/jwks.json").body().path("keys")) {
            if (key.path("kid").asText().equals(kid)) {
                return key.path("kf_state").asText();
            }
        }
        return "";
    }

    /** The kid of the signer's key that is prepared now, or an empty text. */
    private String prepared() {
        for (JsonNode key : signer.get("/.well-known/jwks.json").body().path("keys")) {
            if (key.path("kf_owner").asText().equals(signer.name())
                    && key.path("kf_state").asText().equals(KeyState.PREPARED.name())) {
                return key.get("kid").asText();
            }
        }
        return "";
    }

    private static JsonNode body(HttpJson.Answer answer) {
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
        return answer.body();
    }

    private boolean isTrusted(String kid) {
        return keys.find(kid) instanceof TrustedKeys.Answer.Known;
    }

    private TokenVerdict<TxnClaims> verdict(String token) {
        return verifier.verifyTxnToken(token);
    }

    private String token() {
        return body(mint()).get("token").asText();
    }

    private HttpJson.Answer mint() {
        return HttpJson.send(
                "POST",
                signer.url() + "/v1/validate",
                Map.of(),
                Map.of("key", key, "audience", "orders", "token", true));
    }
}
