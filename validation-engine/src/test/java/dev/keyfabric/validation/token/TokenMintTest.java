package dev.keyfabric.validation.token;

import static dev.keyfabric.validation.Events.consumer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.token.TxnClaims;
import dev.keyfabric.context.token.UnverifiedToken;
import dev.keyfabric.key.KeyId;
import dev.keyfabric.schemas.event.SigningKeyStatus;
import dev.keyfabric.schemas.event.SigningUse;
import dev.keyfabric.validation.Events;
import dev.keyfabric.validation.IdentityBench;
import dev.keyfabric.validation.judge.Code;
import dev.keyfabric.validation.judge.Question;
import dev.keyfabric.validation.token.Minting.Refused;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TokenMintTest {
    private IdentityBench bench = new IdentityBench();

    @AfterEach
    void close() {
        bench.close();
    }

    private void restart(String service, Duration reuse) {
        bench.close();
        bench = new IdentityBench(service, reuse);
        bench.enrol(k -> {});
    }

    @Test
    void aTokenSaysWhatTheContractSaysAndTheLibraryTakesIt() throws Exception {
        bench.enrol(k -> {});
        TxnToken token = bench.token(bench.question("orders", "orders:read"));
        assertThat(bench.claims(token))
                .isEqualTo(new TxnClaims(
                        "test.domain",
                        Events.AT,
                        Events.AT.plusSeconds(300),
                        bench.claims(token).txn(),
                        IdentityBench.OWNER,
                        Set.of("orders:read"),
                        "orders",
                        "gold",
                        new KeyId(IdentityBench.KEY_ID),
                        "test",
                        "10.1.2.3",
                        TxnClaims.API_KEY,
                        null));
        UnverifiedToken raw =
                UnverifiedToken.readWithoutVerification(token.compact()).orElseThrow();
        assertThat(raw.unverifiedHeader().string("typ")).contains("txntoken+jwt");
        assertThat(raw.unverifiedHeader().string("kid")).contains(bench.own.kid());
        assertThat(raw.unverifiedClaims().names())
                .containsExactlyInAnyOrder("iss", "aud", "iat", "exp", "txn", "sub", "scope", "req_wl", "tctx", "rctx");
        assertThat(token.life()).isEqualTo(Duration.ofMinutes(5));
        assertThat(token.toString()).doesNotContain(token.compact());
    }

    @Test
    void whatWasRequiredIsItsScopeAndWhatIsGrantedWhenNothingWas() {
        bench.enrol(k -> {});
        bench.give(k -> k.setScopes(List.of("orders:*", "ping")));
        assertThat(bench.claims(bench.token(bench.question("orders", "orders:b", "orders:a")))
                        .scopes())
                .containsExactly("orders:a", "orders:b");
        assertThat(bench.claims(bench.token(bench.question("orders"))).scopes()).containsExactly("orders:*", "ping");
    }

    @Test
    void theAudienceIsTheRequestsElseTheNodesService() {
        bench.enrol(k -> k.setServices(List.of("orders", "payments")));
        assertThat(bench.claims(bench.token(bench.question("payments"))).workload())
                .isEqualTo("payments");
        assertThat(bench.claims(bench.token(bench.question(null))).workload()).isEqualTo("orders");
    }

    @Test
    void aServiceThatTheKeyIsNotBoundToGetsNone() {
        bench.enrol(k -> {});
        assertThat(bench.mint(bench.question("payments"))).isEqualTo(Refused.NOT_BOUND);
        bench.enrol(k -> k.setServices(List.of()));
        assertThat(bench.mint(bench.question("orders"))).isEqualTo(Refused.NOT_BOUND);
        restart(null, Duration.ZERO);
        assertThat(bench.mint(bench.question(null))).isEqualTo(Refused.NOT_BOUND);
    }

    @Test
    void withoutAKeyThatIsKnownThereIsNone() {
        assertThat(bench.mint(bench.question("orders"))).isEqualTo(Refused.NO_KEY);
        bench.enrol(k -> {});
        assertThat(bench.mint(bench.question("orders"))).isInstanceOf(TxnToken.class);
        bench.own = null;
        assertThat(bench.mint(bench.question("orders"))).isEqualTo(Refused.NO_KEY);
        bench.own = SigningKey.generate(new SecureRandom());
        assertThat(bench.mint(bench.question("orders"))).isEqualTo(Refused.NO_KEY);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ACTIVE")
    void onlyAnActiveKeySigns(SigningKeyStatus status) {
        bench.enrol(k -> {});
        assertThat(bench.mint(bench.question("orders"))).isInstanceOf(TxnToken.class);
        bench.enrol(k -> k.setStatus(status));
        assertThat(bench.mint(bench.question("orders"))).isEqualTo(Refused.NO_KEY);
    }

    @Test
    void aTaintStopsItThoughTheKeyIsActiveAndSoDoesItsEnd() {
        bench.enrol(k -> k.setTaintedAt(Events.AT.plusSeconds(3600)));
        assertThat(bench.mint(bench.question("orders"))).isEqualTo(Refused.NO_KEY);
        bench.enrol(k -> k.setNotAfter(Events.AT.plusSeconds(1)));
        assertThat(bench.mint(bench.question("orders"))).isInstanceOf(TxnToken.class);
        bench.bench.time.pass(Duration.ofSeconds(1));
        assertThat(bench.mint(bench.question("orders"))).isEqualTo(Refused.NO_KEY);
    }

    @Test
    void aKeyOfAnotherNodeOrUseIsNone() {
        bench.enrol(k -> k.setOwner("n2"));
        assertThat(bench.mint(bench.question("orders"))).isEqualTo(Refused.NO_KEY);
        bench.enrol(k -> k.setUse(SigningUse.STAMP));
        assertThat(bench.mint(bench.question("orders"))).isEqualTo(Refused.NO_KEY);
    }

    @Test
    void anUnreadableServiceGetsNoTokens() {
        bench.enrol(k -> {});
        bench.bench.service("orders", new byte[] {1});
        assertThat(bench.mint(bench.question("orders"))).isEqualTo(Refused.NO_KEY);
    }

    @Test
    void aNodeThatMayNotAnswerGivesNone() {
        bench.enrol(k -> {});
        Question question = bench.question("orders");
        TxnToken before = bench.token(question);
        assertThat(before).isNotNull();
        bench.fault = Code.NOT_READY;
        assertThat(bench.identity.token(null, question)).isEqualTo(Refused.NO_KEY);
    }

    @Test
    void noTokenOutlivesItsKey() {
        bench.enrol(k -> {});
        bench.give(k -> k.setExpiresAt(Events.AT.plusMillis(90_500)));
        assertThat(bench.token(bench.question("orders")).expiresAt()).isEqualTo(Events.AT.plusSeconds(90));
        bench.bench.time.pass(Duration.ofMillis(90_200));
        TxnToken last = bench.token(bench.question("orders"));
        assertThat(last.life()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void anAddressThatIsNoneIsLeftOut() {
        bench.enrol(k -> {});
        Question question =
                new Question(bench.question("orders").credential(), "orders", List.of(), "example.org\r\nx");
        assertThat(bench.claims(bench.token(question)).clientAddress()).isNull();
    }

    @Test
    void everyRequestHasATokenAndATransactionOfItsOwn() {
        bench.enrol(k -> {});
        List<TxnToken> tokens = bench.tokens(100, bench.question("orders"));
        assertThat(tokens.stream().map(t -> bench.claims(t).txn())).doesNotHaveDuplicates();
        assertThat(tokens)
                .allSatisfy(t -> assertThat(bench.claims(t).txn().version()).isEqualTo(7));
    }

    @Test
    void withinTheWindowLikeRequestsShareOne() {
        restart("orders", Duration.ofSeconds(10));
        Question question = bench.question("orders", "orders:read");
        TxnToken first = bench.token(question);
        assertThat(bench.token(question)).isEqualTo(first);
        assertThat(bench.token(bench.question(null, "orders:read"))).isEqualTo(first);
        assertThat(bench.token(bench.question("orders"))).isNotEqualTo(first);
        assertThat(bench.token(new Question(question.credential(), "orders", List.of("orders:read"), "10.1.2.4")))
                .isNotEqualTo(first);
        bench.bench.time.pass(Duration.ofMillis(9_999));
        assertThat(bench.token(question)).isEqualTo(first);
        bench.bench.time.pass(Duration.ofMillis(1));
        assertThat(bench.token(question)).isNotEqualTo(first);
    }

    @Test
    void aTokenIsNotSharedOverAChangeOfKeyConsumerOrSigningKey() {
        restart("orders", Duration.ofSeconds(100));
        Question question = bench.question("orders");
        TxnToken first = bench.token(question);
        bench.give(k -> {});
        TxnToken second = bench.token(question);
        bench.bench.consumer(IdentityBench.OWNER, consumer(IdentityBench.OWNER, 2, c -> c.setPlan("silver")));
        TxnToken third = bench.token(question);
        assertThat(List.of(first.compact(), second.compact(), third.compact())).doesNotHaveDuplicates();
        assertThat(bench.claims(third).plan()).isEqualTo("silver");
        bench.enrol(k -> k.setStatus(SigningKeyStatus.TAINTED).setTaintedAt(Instant.EPOCH));
        assertThat(bench.mint(question)).isEqualTo(Refused.NO_KEY);
    }
}
