package dev.keyfabric.validation.trust;

import static dev.keyfabric.validation.Events.service;
import static dev.keyfabric.validation.Events.stamps;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.keyfabric.context.stamp.TopicPolicies;
import dev.keyfabric.context.stamp.TopicPolicy;
import dev.keyfabric.context.trust.ApiKeyState;
import dev.keyfabric.context.trust.JwkSet;
import dev.keyfabric.context.trust.KeyState;
import dev.keyfabric.context.trust.KeyStates;
import dev.keyfabric.context.trust.TrustedKey;
import dev.keyfabric.context.trust.TrustedKeys;
import dev.keyfabric.key.KeyId;
import dev.keyfabric.key.Routing;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.schemas.event.RevocationReason;
import dev.keyfabric.schemas.event.SigningKeyStatus;
import dev.keyfabric.schemas.event.StampPolicy;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.validation.Events;
import dev.keyfabric.validation.IdentityBench;
import dev.keyfabric.validation.TestRoot;
import dev.keyfabric.validation.judge.Code;
import dev.keyfabric.validation.view.ViewBench;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The library's ports over the view. */
class ViewPortsTest {
    private final IdentityBench bench = new IdentityBench();

    @AfterEach
    void close() {
        bench.close();
    }

    private TrustedKeys.Answer own() {
        return bench.identity.trustedKeys().find(bench.own.kid());
    }

    private KeyState state() {
        return ((TrustedKeys.Answer.Known) own()).key().state();
    }

    private TopicPolicies.Answer policy(String topic) {
        return bench.identity.topicPolicies().of(topic);
    }

    private void define(String service, long version, StampPolicy... policies) {
        bench.bench.service(service, service(service, version, s -> s.setStampPolicies(List.of(policies))));
    }

    @Test
    void aKeyIsKnownFromTheRecordThatEnrolsItAndATaintIsHeededAtOnce() {
        assertThat(own()).isInstanceOf(TrustedKeys.Answer.Unknown.class);
        bench.enrol(k -> {});
        assertThat(state()).isEqualTo(KeyState.ACTIVE);
        bench.enrol(k -> k.setStatus(SigningKeyStatus.TAINTED).setTaintedAt(Events.AT));
        assertThat(state()).isEqualTo(KeyState.TAINTED);
        bench.bench.signingKey(bench.own.kid(), new byte[] {1});
        assertThat(own()).isInstanceOf(TrustedKeys.Answer.Unknown.class);
    }

    @Test
    void theSetHoldsWhatThePortKnowsAndTheLibraryReadsIt() throws Exception {
        bench.enrol(k -> {});
        List<TrustedKey> all = bench.identity.allKeys();
        assertThat(bench.identity.allKeys()).isSameAs(all);
        Map<String, TrustedKey> read = JwkSet.read(JwkSet.print(all).getBytes(StandardCharsets.UTF_8));
        assertThat(read).isEqualTo(Map.of(bench.own.kid(), ((TrustedKeys.Answer.Known) own()).key()));

        byte[] forged = Events.signingKey(bench.own.publicKey(), "n1", 99, k -> k.setServices(List.of("payments")));
        int home = Routing.partition(bench.own.kid(), ViewBench.PARTITIONS);
        bench.bench.apply(bench.bench.next(
                Topic.SIGNING_KEYS,
                home,
                bench.own.kid(),
                forged,
                new TestRoot().signed(Topic.SIGNING_KEYS, bench.own.kid(), forged)));
        assertThat(bench.identity.allKeys()).isSameAs(all);

        bench.enrol(k -> k.setStatus(SigningKeyStatus.REVOKED));
        assertThat(bench.identity.allKeys())
                .singleElement()
                .satisfies(key -> assertThat(key.state()).isEqualTo(KeyState.REVOKED));
    }

    @Test
    void aNodeThatMayNotAnswerKnowsNothingRatherThanNobody() {
        bench.enrol(k -> {});
        define("orders", 1, stamps("t"));
        bench.fault = Code.NOT_READY;
        assertThat(own()).isInstanceOf(TrustedKeys.Answer.Unavailable.class);
        assertThat(bench.identity.trustedKeys().find("x")).isInstanceOf(TrustedKeys.Answer.Unavailable.class);
        assertThat(policy("t")).isInstanceOf(TopicPolicies.Answer.Unavailable.class);
        assertThat(policy("x")).isInstanceOf(TopicPolicies.Answer.Unavailable.class);
        assertThat(bench.identity.keyStates().of(new KeyId(IdentityBench.KEY_ID)))
                .isInstanceOf(KeyStates.Answer.Unavailable.class);
        bench.fault = null;
        assertThat(own()).isInstanceOf(TrustedKeys.Answer.Known.class);
    }

    @Test
    void pastTheStalenessBoundNothingIsKnown() {
        bench.enrol(k -> {});
        bench.bench.time.pass(IdentityBench.BOUND);
        assertThat(own()).isInstanceOf(TrustedKeys.Answer.Known.class);
        bench.bench.time.pass(Duration.ofMillis(1));
        assertThat(own()).isInstanceOf(TrustedKeys.Answer.Unavailable.class);
        assertThat(bench.identity.fault()).isEqualTo(Code.STALE);
        bench.bench.tickAll();
        assertThat(own()).isInstanceOf(TrustedKeys.Answer.Known.class);
    }

    @Test
    void theStateOfAnApiKeyIsTheViews() {
        KeyStates states = bench.identity.keyStates();
        assertThat(states.of(new KeyId(Events.keyId("acme", "other")))).isInstanceOf(KeyStates.Answer.Unknown.class);
        bench.give(k -> k.setStatus(KeyStatus.REVOKED).setRevocationReason(RevocationReason.COMPROMISED));
        assertThat(states.of(new KeyId(IdentityBench.KEY_ID)))
                .isEqualTo(new KeyStates.Answer.Known(new ApiKeyState("REVOKED", "compromised", Events.AT, "ACTIVE")));
    }

    @Test
    void aTopicHasThePolicyOfTheServiceThatNamesIt() {
        assertThat(policy("t")).isInstanceOf(TopicPolicies.Answer.Unlisted.class);
        define("orders", 1, stamps("t"));
        assertThat(policy("t")).isEqualTo(new TopicPolicies.Answer.Known(TopicPolicy.signedBy(Set.of("orders"))));
        define("orders", 2, stamps("u"));
        assertThat(policy("t")).isInstanceOf(TopicPolicies.Answer.Unlisted.class);
        assertThat(policy("u")).isInstanceOf(TopicPolicies.Answer.Known.class);
    }

    @Test
    void aTopicThatIsNamedTwiceHasNone() {
        define("orders", 1, stamps("t"), stamps("u"), stamps("u"));
        define("payments", 1, stamps("t"));
        assertThat(policy("t")).isInstanceOf(TopicPolicies.Answer.Conflicting.class);
        assertThat(policy("u")).isInstanceOf(TopicPolicies.Answer.Conflicting.class);
        assertThat(bench.identity.allTopics().orElseThrow())
                .extracting(ListedTopic::topic, ListedTopic::service, ListedTopic::conflict)
                .containsExactly(tuple("t", "orders", true), tuple("u", "orders", true));
        define("payments", 2);
        assertThat(policy("t")).isInstanceOf(TopicPolicies.Answer.Known.class);
    }

    @Test
    void theTopicsOfAServiceThatCannotBeReadAreNotTakenForUnstampedOnes() {
        define("orders", 1, stamps("t"));
        bench.bench.service("orders", new byte[] {1});
        assertThat(policy("t")).isInstanceOf(TopicPolicies.Answer.Unavailable.class);
        assertThat(bench.identity.allTopics().orElseThrow()).singleElement().satisfies(listed -> {
            assertThat(listed.policy()).isNull();
            assertThat(listed.conflict()).isFalse();
        });
    }

    @Test
    void aServiceOfWhichNothingCouldEverBeReadMayHaveNamedAnyTopicThatIsNotListed() {
        define("orders", 1, stamps("t"));
        bench.bench.service("payments", new byte[] {1});
        assertThat(policy("u")).isInstanceOf(TopicPolicies.Answer.Unavailable.class);
        assertThat(policy("t")).isInstanceOf(TopicPolicies.Answer.Known.class);
        assertThat(bench.identity.allTopics()).isEmpty();
        define("payments", 2, stamps("v"));
        assertThat(policy("u")).isInstanceOf(TopicPolicies.Answer.Unlisted.class);
        assertThat(bench.identity.allTopics().orElseThrow()).hasSize(2);
    }

    /** Whoever has seen that a record is applied sees its effect, however many ask at once. */
    @Test
    void noAnswerIsOlderThanTheView() throws Exception {
        change(1);
        AtomicInteger applied = new AtomicInteger(1);
        AtomicBoolean done = new AtomicBoolean();
        AtomicReference<String> stale = new AtomicReference<>();
        Thread[] readers = new Thread[3];
        for (int i = 0; i < readers.length; i++) {
            readers[i] = new Thread(() -> {
                while (!done.get()) {
                    int least = applied.get();
                    long policy = ((TopicPolicies.Answer.Known) policy("t"))
                            .policy()
                            .maxDelay()
                            .toSeconds();
                    String service = ((TrustedKeys.Answer.Known) own())
                            .key()
                            .services()
                            .iterator()
                            .next();
                    String listed = bench.identity
                            .allKeys()
                            .get(0)
                            .services()
                            .iterator()
                            .next();
                    if (policy < least || Integer.parseInt(service) < least || Integer.parseInt(listed) < least) {
                        stale.set(least + " " + policy + " " + service + " " + listed);
                    }
                }
            });
            readers[i].start();
        }
        for (int i = 2; i <= 300; i++) {
            change(i);
            applied.set(i);
        }
        done.set(true);
        for (Thread reader : readers) {
            reader.join();
        }
        assertThat(stale.get()).isNull();
    }

    private void change(int n) {
        define(
                "orders",
                n,
                StampPolicy.newBuilder(stamps("t")).setMaxDelaySeconds(n).build());
        bench.enrol(k -> k.setServices(List.of(String.valueOf(n))));
    }
}
