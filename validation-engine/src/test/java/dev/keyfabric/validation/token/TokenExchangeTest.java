package dev.keyfabric.validation.token;

import static dev.keyfabric.validation.Events.consumer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.token.Actor;
import dev.keyfabric.context.token.ServiceClaims;
import dev.keyfabric.context.token.TokenIssuer;
import dev.keyfabric.context.token.TxnClaims;
import dev.keyfabric.key.KeyId;
import dev.keyfabric.schemas.event.ConsumerStatus;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.schemas.event.SigningKeyStatus;
import dev.keyfabric.schemas.event.SigningUse;
import dev.keyfabric.validation.Events;
import dev.keyfabric.validation.IdentityBench;
import dev.keyfabric.validation.judge.Code;
import dev.keyfabric.validation.token.Exchange.Fault;
import dev.keyfabric.validation.token.Exchange.Granted;
import dev.keyfabric.validation.token.Exchange.Refused;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The node n1 speaks for orders; the token comes from a gateway's node. */
class TokenExchangeTest {
    private static final UUID TXN = UUID.fromString("019ab000-0000-7000-8000-00000000002a");

    private final IdentityBench bench = new IdentityBench();
    private final SigningKey gateway = SigningKey.generate(new SecureRandom());

    @BeforeEach
    void enrol() {
        bench.enrol(k -> {});
        gateway(1, SigningKeyStatus.ACTIVE);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void gateway(long version, SigningKeyStatus status) {
        bench.bench.signingKey(
                gateway.kid(),
                Events.signingKey(
                        gateway.publicKey(),
                        "n2",
                        version,
                        k -> k.setServices(List.of("gateway")).setStatus(status)));
    }

    private static TxnClaims claims(String domain, Instant from, Duration life, Actor actor, String... scopes) {
        return new TxnClaims(
                domain,
                from,
                from.plus(life),
                TXN,
                IdentityBench.OWNER,
                new LinkedHashSet<>(List.of(scopes)),
                "gateway",
                "gold",
                new KeyId(IdentityBench.KEY_ID),
                "test",
                "10.0.0.7",
                TxnClaims.API_KEY,
                actor);
    }

    private static TxnClaims claims() {
        return claims("test.domain", Events.AT, Duration.ofSeconds(100), null, "orders:*", "ping");
    }

    private Exchange exchange(TxnClaims claims, List<String> scopes) {
        return bench.identity.exchange(new TokenIssuer(gateway).issue(claims), "orders", scopes);
    }

    private Fault fault(TxnClaims claims) {
        return fault(exchange(claims, null));
    }

    private static Fault fault(Exchange exchange) {
        return exchange instanceof Refused refused ? refused.fault() : null;
    }

    @Test
    void theNewTokenIsTheOldOneButForWhoActsAndTheSignature() {
        bench.bench.time.pass(Duration.ofSeconds(10));
        TxnToken token = ((Granted) exchange(claims(), null)).token();
        TxnClaims old = claims();
        assertThat(bench.claims(token))
                .isEqualTo(new TxnClaims(
                        old.trustDomain(),
                        Events.AT.plusSeconds(10),
                        old.expiresAt(),
                        old.txn(),
                        old.subject(),
                        old.scopes(),
                        old.workload(),
                        old.plan(),
                        old.keyId(),
                        old.environment(),
                        old.clientAddress(),
                        old.authentication(),
                        new Actor("orders", null)));
        assertThat(bench.claims(token).bearer()).isEqualTo("orders");
    }

    @Test
    void actorsNestAndTheirChainHasAnEnd() {
        Actor six = null;
        for (int i = 0; i < 5; i++) {
            six = new Actor(i == 4 ? "gateway" : "s" + i, six);
        }
        TxnClaims nested = claims("test.domain", Events.AT, Duration.ofSeconds(100), six, "ping");
        Granted granted = (Granted) exchange(nested, null);
        assertThat(bench.claims(granted.token()).actor()).isEqualTo(new Actor("orders", six));
        Actor full = new Actor("gateway", six);
        assertThat(fault(claims("test.domain", Events.AT, Duration.ofSeconds(100), full, "ping")))
                .isEqualTo(Fault.INVALID_SUBJECT);
    }

    @Test
    void scopesOnlyNarrow() {
        assertThat(scopesOf(exchange(claims(), List.of("ping")))).containsExactly("ping");
        assertThat(scopesOf(exchange(claims(), List.of("orders:*")))).containsExactly("orders:*");
        assertThat(scopesOf(exchange(claims(), List.of("orders:read", "orders:a:b"))))
                .containsExactlyInAnyOrder("orders:read", "orders:a:b");
        for (String wider : List.of("*", "payments:read", "orders", "orders:a:*", "ping:*", "pin")) {
            assertThat(fault(exchange(claims(), List.of("ping", wider))))
                    .as(wider)
                    .isEqualTo(Fault.INVALID_SCOPE);
        }
    }

    private Set<String> scopesOf(Exchange exchange) {
        return bench.claims(((Granted) exchange).token()).scopes();
    }

    @Test
    void itNeverLivesLongerThanTheOldOne() {
        Instant later = Events.AT.plusSeconds(50);
        TxnClaims ahead = claims("test.domain", later, Duration.ofMinutes(5), null, "ping");
        // The other node's clock is 50 s ahead: 300 s from now are less than what is left of the old one.
        assertThat(((Granted) exchange(ahead, null)).token().expiresAt()).isEqualTo(Events.AT.plusSeconds(300));
        bench.bench.time.pass(Duration.ofSeconds(99));
        assertThat(((Granted) exchange(claims(), null)).token().life()).isEqualTo(Duration.ofSeconds(1));
        // A verifier allows for clocks that differ; an exchange cannot, for nothing would be left.
        bench.bench.time.pass(Duration.ofSeconds(1));
        assertThat(fault(claims())).isEqualTo(Fault.INVALID_SUBJECT);
    }

    @Test
    void onlyATxnTokenOfThisDomainIsOne() {
        assertThat(fault(claims("another.domain", Events.AT, Duration.ofSeconds(100), null, "ping")))
                .isEqualTo(Fault.INVALID_SUBJECT);
        ServiceClaims service = new ServiceClaims(
                "test.domain",
                "gateway",
                "orders",
                Events.AT,
                Events.AT.plusSeconds(100),
                Set.of(),
                null,
                List.of(),
                null,
                null);
        assertThat(fault(bench.identity.exchange(new TokenIssuer(gateway).issue(service), "orders", null)))
                .isEqualTo(Fault.INVALID_SUBJECT);
        for (String text : List.of("", "x", "a.b.c", bench.secret.reveal(), "ä".repeat(9000))) {
            assertThat(fault(bench.identity.exchange(text, "orders", null))).isEqualTo(Fault.INVALID_SUBJECT);
        }
        String token = new TokenIssuer(gateway).issue(claims());
        String broken = token.substring(0, token.length() - 2) + (token.endsWith("A") ? "BA" : "AA");
        assertThat(fault(bench.identity.exchange(broken, "orders", null))).isEqualTo(Fault.INVALID_SUBJECT);
    }

    @Test
    void theSignerMustBeTrustedAndSpeakForTheBearer() {
        TxnClaims lifted = claims("test.domain", Events.AT, Duration.ofSeconds(100), new Actor("x", null), "ping");
        assertThat(fault(lifted)).isEqualTo(Fault.INVALID_SUBJECT);
        gateway(2, SigningKeyStatus.RETIRED);
        assertThat(exchange(claims(), null)).isInstanceOf(Granted.class);
        gateway(3, SigningKeyStatus.TAINTED);
        assertThat(fault(claims())).isEqualTo(Fault.INVALID_SUBJECT);
        SigningKey unknown = SigningKey.generate(new SecureRandom());
        assertThat(fault(bench.identity.exchange(new TokenIssuer(unknown).issue(claims()), "orders", null)))
                .isEqualTo(Fault.INVALID_SUBJECT);
        SigningKey stamp = SigningKey.generate(new SecureRandom());
        bench.bench.signingKey(
                stamp.kid(), Events.signingKey(stamp.publicKey(), "gateway", 1, k -> k.setUse(SigningUse.STAMP)));
        assertThat(fault(bench.identity.exchange(new TokenIssuer(stamp).issue(claims()), "orders", null)))
                .isEqualTo(Fault.INVALID_SUBJECT);
    }

    @Test
    void theApiKeyBehindItMustStillBeGood() {
        assertThat(exchange(claims(), null)).isInstanceOf(Granted.class);
        bench.give(k -> k.setStatus(KeyStatus.SUSPENDED));
        assertThat(fault(claims())).isEqualTo(Fault.INVALID_SUBJECT);
        bench.give(k -> k.setExpiresAt(Events.AT));
        assertThat(fault(claims())).isEqualTo(Fault.INVALID_SUBJECT);
        bench.give(k -> {});
        assertThat(exchange(claims(), null)).isInstanceOf(Granted.class);
        bench.bench.consumer(
                IdentityBench.OWNER, consumer(IdentityBench.OWNER, 2, c -> c.setStatus(ConsumerStatus.SUSPENDED)));
        assertThat(fault(claims())).isEqualTo(Fault.INVALID_SUBJECT);
    }

    @Test
    void theAskingServiceMustBeOneThatThisNodeSpeaksFor() {
        String token = new TokenIssuer(gateway).issue(claims());
        assertThat(fault(bench.identity.exchange(token, "payments", null))).isEqualTo(Fault.UNKNOWN_SERVICE);
        assertThat(fault(bench.identity.exchange(token, "gateway", null))).isEqualTo(Fault.UNKNOWN_SERVICE);
    }

    @Test
    void theAskingServicesOwnStalenessBoundCounts() {
        bench.enrol(k -> k.setServices(List.of("orders", "payments")));
        bench.bench.service("payments", Events.service("payments", 1, s -> s.setStalenessBoundMs(5_000L)));
        String token = new TokenIssuer(gateway).issue(claims());
        bench.bench.time.pass(Duration.ofSeconds(5));
        assertThat(bench.identity.exchange(token, "payments", null)).isInstanceOf(Granted.class);
        bench.bench.time.pass(Duration.ofMillis(1));
        assertThat(fault(bench.identity.exchange(token, "payments", null))).isEqualTo(Fault.UNAVAILABLE);
        assertThat(bench.identity.exchange(token, "orders", null)).isInstanceOf(Granted.class);
        bench.bench.tickAll();
        assertThat(bench.identity.exchange(token, "payments", null)).isInstanceOf(Granted.class);
    }

    @Test
    void aNodeWithoutAKeyOrThatMayNotAnswerIsUnavailable() {
        bench.fault = Code.STALE;
        assertThat(fault(claims())).isEqualTo(Fault.UNAVAILABLE);
        bench.fault = null;
        bench.bench.service("orders", new byte[] {1});
        assertThat(fault(claims())).isEqualTo(Fault.UNAVAILABLE);
        bench.own = null;
        assertThat(fault(claims())).isEqualTo(Fault.UNAVAILABLE);
    }
}
