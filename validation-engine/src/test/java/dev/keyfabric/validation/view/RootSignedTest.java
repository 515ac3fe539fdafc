package dev.keyfabric.validation.view;

import static dev.keyfabric.validation.Events.consumer;
import static dev.keyfabric.validation.Events.service;
import static dev.keyfabric.validation.Events.signingKey;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.record.RecordSignature;
import dev.keyfabric.context.record.RootPin;
import dev.keyfabric.context.stamp.Binding;
import dev.keyfabric.context.trust.KeyState;
import dev.keyfabric.context.trust.KeyUse;
import dev.keyfabric.context.trust.TrustedKey;
import dev.keyfabric.follower.FollowedRecord;
import dev.keyfabric.key.Routing;
import dev.keyfabric.schemas.event.SigningKeyStatus;
import dev.keyfabric.schemas.event.StampPolicy;
import dev.keyfabric.schemas.event.StampProfile;
import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.validation.Events;
import dev.keyfabric.validation.TestRoot;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RootSignedTest {
    private static final String OWNER = "node-1";

    private final ViewBench bench = new ViewBench();
    private final SigningKey key = SigningKey.generate(new SecureRandom());
    private final String kid = key.kid();
    private final int home = Routing.partition(kid, ViewBench.PARTITIONS);

    @AfterEach
    void close() {
        bench.close();
    }

    private byte[] active(long version) {
        return signingKey(key.publicKey(), OWNER, version, k -> {});
    }

    private TrustedKey held() {
        Held<SigningKeyRecord> held = bench.view().signingKey(kid);
        return held == null ? null : held.usable().trusted();
    }

    private FollowedRecord record(byte[] value, Headers headers) {
        return bench.next(Topic.SIGNING_KEYS, home, kid, value, headers);
    }

    private Headers signed(byte[] value) {
        return bench.root.signed(Topic.SIGNING_KEYS, kid, value);
    }

    @Test
    void aSigningKeyIsHeldWithAllThatDecidesWhatItVerifies() {
        Instant tainted = Instant.parse("2026-11-01T11:00:00Z");
        Instant end = Instant.parse("2026-12-01T11:00:00Z");
        bench.signingKey(
                kid,
                signingKey(
                        key.publicKey(),
                        OWNER,
                        1,
                        k -> k.setStatus(SigningKeyStatus.TAINTED)
                                .setTaintedAt(tainted)
                                .setNotAfter(end)
                                .setServices(List.of("orders", "payments"))));

        assertThat(held())
                .isEqualTo(new TrustedKey(
                        key.publicKey(),
                        OWNER,
                        KeyUse.TXN,
                        KeyState.TAINTED,
                        Set.of("orders", "payments"),
                        tainted,
                        end));
    }

    @Test
    void whatTheRootDidNotSignHasNoEffectAndIsCounted() {
        byte[] value = active(1);
        TestRoot other = new TestRoot();
        bench.apply(record(value, new RecordHeaders()));
        bench.apply(record(value, other.signed(Topic.SIGNING_KEYS, kid, value)));
        // The pinned root's public key beside another's signature.
        bench.apply(record(
                value,
                new RecordHeaders()
                        .add(RootPin.HEADER, RootPin.header(bench.root.key.publicKey()))
                        .add(other.signed(Topic.SIGNING_KEYS, kid, value).lastHeader(RecordSignature.HEADER))));
        // Signed, but for another topic, another subject, another value, or twice.
        bench.apply(record(value, bench.root.signed(Topic.SERVICES, kid, value)));
        bench.apply(record(value, bench.root.signed(Topic.SIGNING_KEYS, "x", value)));
        bench.apply(record(value, signed(active(2))));
        Headers twice = signed(value);
        twice.add(twice.lastHeader(RecordSignature.HEADER));
        bench.apply(record(value, twice));

        assertThat(bench.view().signingKey(kid)).isNull();
        assertThat(bench.view().signingKeys()).isEmpty();
        assertThat(bench.count(Incident.NOT_SIGNED_BY_ROOT)).isEqualTo(7);
        bench.apply(record(value, signed(value)));
        assertThat(held()).isNotNull();
    }

    @Test
    void anUnsignedRecordTakesNothingAwayEither() {
        bench.signingKey(kid, active(1));
        byte[] revoked = signingKey(key.publicKey(), OWNER, 2, k -> k.setStatus(SigningKeyStatus.REVOKED));
        bench.apply(record(revoked, new RecordHeaders()));
        bench.apply(record(null, new RecordHeaders()));
        bench.apply(record(new byte[] {1, 2}, new RecordHeaders()));

        assertThat(held().state()).isEqualTo(KeyState.ACTIVE);
        assertThat(bench.view().facts().denied()).isZero();
        assertThat(bench.count(Incident.NOT_SIGNED_BY_ROOT)).isEqualTo(3);
        assertThat(bench.count(Incident.UNREADABLE)).isZero();
    }

    @Test
    void whatTheRootSignedHasNoEffectWhereItDoesNotBelong() {
        byte[] value = active(1);
        byte[] orders = service("orders", 1, s -> {});
        int elsewhere = (home + 1) % ViewBench.PARTITIONS;
        int notItsOwn = (Routing.partition("orders", ViewBench.PARTITIONS) + 1) % ViewBench.PARTITIONS;
        bench.put(Topic.SIGNING_KEYS, elsewhere, kid, value);
        bench.put(Topic.SERVICES, notItsOwn, "orders", orders);
        assertThat(bench.view().signingKey(kid)).isNull();
        assertThat(bench.view().services()).isEmpty();

        bench.signingKey(kid, value);
        bench.service("orders", orders);
        bench.put(Topic.SIGNING_KEYS, elsewhere, kid, value);
        bench.put(Topic.SIGNING_KEYS, elsewhere, kid, null);
        bench.put(Topic.SERVICES, notItsOwn, "orders", orders);
        assertThat(held().state()).isEqualTo(KeyState.ACTIVE);
        assertThat(bench.view().service("orders").usable()).isNotNull();
        assertThat(bench.view().facts().denied()).isZero();
        assertThat(bench.count(Incident.MISPLACED)).isEqualTo(5);
        assertThat(bench.count(Incident.TOMBSTONE_REFUSED)).isZero();
    }

    @Test
    void aSignedTombstoneDeniesAsEver() {
        bench.signingKey(kid, active(1));
        bench.signingKey(kid, null);
        assertThat(bench.view().signingKey(kid).mark()).isEqualTo(Mark.WITHHELD);
        assertThat(bench.count(Incident.TOMBSTONE_REFUSED)).isEqualTo(1);
    }

    @Test
    void aRevokedSigningKeyStaysRevokedThoughTheRootItselfSignsOtherwise() {
        bench.signingKey(kid, signingKey(key.publicKey(), OWNER, 1, k -> k.setStatus(SigningKeyStatus.REVOKED)));
        bench.signingKey(kid, active(2));
        assertThat(held().state()).isEqualTo(KeyState.REVOKED);
        assertThat(bench.count(Incident.TAMPERING)).isEqualTo(1);
    }

    @Test
    void aKeyThatIsNotItsNamesIsUnreadable() {
        SigningKey other = SigningKey.generate(new SecureRandom());
        bench.signingKey(
                kid,
                signingKey(
                        key.publicKey(),
                        OWNER,
                        1,
                        k -> k.setPublicJwk(other.publicKey().toJwkText())));
        assertThat(bench.view().signingKey(kid).usable()).isNull();
        bench.signingKey(kid, signingKey(key.publicKey(), OWNER, 2, k -> k.setAlgorithm("ES256")));
        assertThat(bench.view().signingKey(kid).usable()).isNull();
        bench.signingKey(kid, active(3));
        assertThat(held()).isNotNull();
    }

    @Test
    void everyKindOfThumbprintIsTheNameOfAKey() {
        for (int i = 0; i < 200; i++) {
            SigningKey any = SigningKey.generate(new SecureRandom());
            bench.signingKey(any.kid(), signingKey(any.publicKey(), OWNER, 1, k -> {}));
            assertThat(bench.view().signingKey(any.kid())).as(any.kid()).isNotNull();
        }
    }

    @Test
    void aServiceIsHeldWithItsRoutesAndPolicies() {
        bench.service(
                "orders",
                service(
                        "orders",
                        1,
                        s -> s.setAudiences(List.of("payments"))
                                .setScopes(List.of("orders:read"))
                                .setExplain(true)
                                .setStampPolicies(List.of(
                                        Events.stamps("orders.created.v1"),
                                        StampPolicy.newBuilder(Events.stamps("hot"))
                                                .setProfile(StampProfile.EVIDENCE)
                                                .setAllowedProducers(List.of("a", "b"))
                                                .setMaxDelaySeconds(7)
                                                .build()))));
        ServiceRecord held = bench.view().service("orders").usable();
        assertThat(held.audiences()).containsExactly("payments");
        assertThat(held.scopes()).containsExactly("orders:read");
        assertThat(held.explain()).isTrue();
        assertThat(held.stamps().get(0).policy().producers()).containsExactly("orders");
        assertThat(held.stamps().get(1).policy().producers()).containsExactlyInAnyOrder("a", "b");
        assertThat(held.stamps().get(1).policy().binding()).isEqualTo(Binding.EVIDENCE);
        assertThat(held.stamps().get(1).policy().maxDelay()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void aPolicyThatIsNotUnderstoodMakesItsServiceUnreadable() {
        bench.service(
                "orders",
                service(
                        "orders",
                        1,
                        s -> s.setStampPolicies(List.of(StampPolicy.newBuilder(Events.stamps("t"))
                                .setProfile(StampProfile.UNKNOWN)
                                .build()))));
        assertThat(bench.view().service("orders").usable()).isNull();
        assertThat(bench.count(Incident.UNREADABLE)).isEqualTo(1);
    }

    @Test
    void withoutAPinNothingThatNeedsOneCountsAndKeysGoOn() {
        bench.reopen(null);
        bench.signingKey(kid, active(1));
        bench.service("orders", service("orders", 1, s -> {}));
        bench.consumer("acme", consumer("acme", 1, c -> {}));
        assertThat(bench.view().signingKey(kid)).isNull();
        assertThat(bench.view().service("orders")).isNull();
        assertThat(bench.view().consumer("acme")).isNotNull();
        assertThat(bench.count(Incident.NO_ROOT_PINNED)).isEqualTo(2);
        assertThat(bench.count(Incident.NOT_SIGNED_BY_ROOT)).isZero();
    }

    @Test
    void theSameRootAfterARestartChangesNothing() {
        bench.view().setHasView();
        bench.signingKey(kid, active(1));
        bench.reopen();
        assertThat(held()).isNotNull();
        assertThat(bench.view().hasView()).isTrue();
        assertThat(bench.view().nextOffset(new PartitionId(Topic.SIGNING_KEYS, home)))
                .hasValue(1);
    }

    @Test
    void whatAnotherRootVouchedForIsForgottenAndReadAgainBeforeTheNodeAnswers() {
        bench.tickAll();
        bench.signingKey(kid, active(1));
        bench.service("orders", service("orders", 1, s -> {}));
        bench.service("broken", new byte[] {1});
        bench.consumer("acme", consumer("acme", 1, c -> {}));
        bench.view().setHasView();
        assertThat(bench.view().facts().denied()).isEqualTo(1);

        for (RootPin pin : new RootPin[] {new TestRoot().pin(), null}) {
            bench.reopen(pin);
            assertThat(bench.view().signingKey(kid)).isNull();
            assertThat(bench.view().services()).isEmpty();
            assertThat(bench.view().consumer("acme")).isNotNull();
            assertThat(bench.view().hasView()).isFalse();
            assertThat(bench.view().facts().denied()).isZero();
            for (int p = 0; p < ViewBench.PARTITIONS; p++) {
                assertThat(bench.view().nextOffset(new PartitionId(Topic.SIGNING_KEYS, p)))
                        .isEmpty();
                assertThat(bench.view().nextOffset(new PartitionId(Topic.SERVICES, p)))
                        .isEmpty();
            }
            assertThat(bench.view()
                            .nextOffset(
                                    new PartitionId(Topic.CONSUMERS, Routing.partition("acme", ViewBench.PARTITIONS))))
                    .isPresent();
            // Until these topics have been ticked anew nobody may rely on their age.
            assertThat(bench.view().stalenessMs()).isEqualTo(Subjects.STALENESS_UNKNOWN);
            bench.view().setHasView();
        }
    }
}
