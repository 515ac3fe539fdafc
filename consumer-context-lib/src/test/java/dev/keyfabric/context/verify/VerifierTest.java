package dev.keyfabric.context.verify;

import static dev.keyfabric.context.Fabric.NOW;
import static dev.keyfabric.context.Fabric.TOPIC;
import static dev.keyfabric.context.Fabric.bytes;
import static dev.keyfabric.context.Fabric.consumed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.context.Fabric;
import dev.keyfabric.context.stamp.Binding;
import dev.keyfabric.context.stamp.OnRevoked;
import dev.keyfabric.context.stamp.StampRefusal;
import dev.keyfabric.context.stamp.TimeRule;
import dev.keyfabric.context.stamp.TopicPolicies;
import dev.keyfabric.context.stamp.TopicPolicy;
import dev.keyfabric.context.token.Actor;
import dev.keyfabric.context.token.TokenVerifier;
import dev.keyfabric.context.trust.KeyState;
import dev.keyfabric.context.trust.KeyStates;
import dev.keyfabric.context.trust.KeyUse;
import dev.keyfabric.context.trust.TrustedKeys;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerifierTest {
    private final Fabric fabric = new Fabric();

    @Test
    void aStampedRecordTellsWhoAndThroughWhom() {
        VerifiedContext context = verified(fabric.stamped());

        assertThat(context.consumerId()).isEqualTo("acme");
        assertThat(context.keyId()).isEqualTo(Fabric.KEY_ID);
        assertThat(context.plan()).contains("gold");
        assertThat(context.scopes()).containsExactly("orders:write", "orders:read");
        assertThat(context.hasScope("orders:read")).isTrue();
        assertThat(context.environment()).isEqualTo("live");
        assertThat(context.producer()).isEqualTo("orders");
        assertThat(context.binding()).isEqualTo(Binding.SIGNED);
        assertThat(context.eventSource()).isEqualTo("/services/orders");
        assertThat(context.eventType()).isEqualTo("orders-topic.record");
        assertThat(context.eventTime()).isEqualTo(NOW);
        assertThat(context.traceparent()).contains(Fabric.TRACE);
        assertThat(context.txn()).isEqualTo(fabric.claims().txn());
    }

    @Test
    void evidenceAloneIsTakenWhereThePolicySaysSoAndIsNamedAsSuch() {
        policy(fabric.policies.get(TOPIC).with(Binding.EVIDENCE));
        ConsumerRecord<byte[], byte[]> record = fabric.stamped();

        assertThat(record.headers().lastHeader("ce_dssematerial")).isNull();
        assertThat(verified(record).binding()).isEqualTo(Binding.EVIDENCE);
        assertThat(verified(record).producer()).isEqualTo("orders");
    }

    @Test
    void aProofIsJudgedEvenWhereEvidenceWouldDo() {
        ConsumerRecord<byte[], byte[]> signed = fabric.stamped();
        policy(fabric.policies.get(TOPIC).with(Binding.EVIDENCE));

        assertThat(verified(signed).binding()).isEqualTo(Binding.SIGNED);
        assertThat(refused(consumed(TOPIC, signed.key(), bytes("x"), signed.headers())))
                .isEqualTo(StampRefusal.EVENT_CHANGED);
    }

    @Test
    void aTokenExchangedForTheProducerIsItsEvidence() {
        policy(TopicPolicy.signedBy(Set.of("billing")));
        ProducerRecord<byte[], byte[]> record = fabric.stamper("billing", fabric.billing)
                .stamp(
                        Fabric.record("key", "v"),
                        fabric.context(fabric.claims("acme", "orders", new Actor("billing", null))));

        assertThat(verified(consumed(record)).producer()).isEqualTo("billing");
    }

    @Test
    void aNullKeyAndAnAllowedTombstoneAreStampedAndHeldFast() {
        policy(fabric.policies.get(TOPIC).withStampedTombstones());
        ConsumerRecord<byte[], byte[]> record =
                consumed(fabric.stamper().stamp(Fabric.record(null, null), fabric.context()));

        assertThat(verified(record).consumerId()).isEqualTo("acme");
        assertThat(refused(consumed(TOPIC, bytes("k"), null, record.headers()))).isEqualTo(StampRefusal.OTHER_KEY);
        assertThat(refused(consumed(TOPIC, null, bytes("v"), record.headers()))).isEqualTo(StampRefusal.EVENT_CHANGED);
    }

    @Test
    void theProofMayBeInUrlSafeBase64() {
        ConsumerRecord<byte[], byte[]> record = fabric.stamped();
        Header proof = record.headers().lastHeader("ce_dssematerial");
        String json = new String(Base64.getDecoder().decode(proof.value()), StandardCharsets.UTF_8);
        int signature = json.indexOf("\"sig\":");
        json = json.substring(0, signature)
                + json.substring(signature).replace('+', '-').replace('/', '_');
        record.headers().remove("ce_dssematerial");
        record.headers().add("ce_dssematerial", bytes(Base64.getUrlEncoder().encodeToString(bytes(json))));

        assertThat(verified(record).consumerId()).isEqualTo("acme");
    }

    @Test
    void whatWasAppendedBeforeATaintStaysGood() {
        ConsumerRecord<byte[], byte[]> record = fabric.stamped();
        fabric.trust(fabric.node, KeyUse.TXN, "node-1", KeyState.TAINTED, NOW.plusSeconds(3), null);
        fabric.trust(fabric.orders, KeyUse.STAMP, "orders", KeyState.TAINTED, NOW.plusSeconds(3), null);

        assertThat(verified(record).consumerId()).isEqualTo("acme");
    }

    @Test
    void aStampDoesNotExpireInTheQueue() {
        ConsumerRecord<byte[], byte[]> record = fabric.stamped();
        fabric.now = NOW.plus(Duration.ofDays(365));

        assertThat(verified(record).consumerId()).isEqualTo("acme");
    }

    @Test
    void aLongerDelayAndCreateTimeAreTakenWhereThePolicySaysSo() {
        ConsumerRecord<byte[], byte[]> r = fabric.stamped();
        policy(fabric.policies.get(TOPIC).with(Duration.ofHours(1)).with(TimeRule.CREATE));

        assertThat(verified(consumed(
                                TOPIC,
                                r.key(),
                                r.value(),
                                r.headers(),
                                NOW.plusSeconds(3600).toEpochMilli(),
                                TimestampType.LOG_APPEND_TIME))
                        .consumerId())
                .isEqualTo("acme");
        assertThat(verified(consumed(TOPIC, r.key(), r.value(), r.headers(), 1, TimestampType.CREATE_TIME))
                        .consumerId())
                .isEqualTo("acme");
    }

    @ParameterizedTest
    @CsvSource({
        "REJECT, ACTIVE,",
        "REJECT, EXPIRED,",
        "REJECT_COMPROMISED, ACTIVE,",
        "REJECT_COMPROMISED, SUSPENDED,",
        "REJECT_COMPROMISED, EXPIRED,",
        "REJECT_COMPROMISED, REVOKED, superseded",
        "REJECT_COMPROMISED, REVOKED, owner_request",
        "REJECT_COMPROMISED, REVOKED, other",
        "ACCEPT, REVOKED, compromised",
        "ACCEPT, NOBODY_KNOWS,"
    })
    void recordsOfTheseKeysAreStillTaken(OnRevoked policy, String status, String reason) {
        policy(fabric.policies.get(TOPIC).with(policy));
        ConsumerRecord<byte[], byte[]> record = fabric.stamped();
        fabric.keyState = Fabric.active(status, reason);

        assertThat(verified(record).consumerId()).isEqualTo("acme");
    }

    @Test
    void aHotConsumerPaysForATokensSignatureOnce() {
        TokenVerifier tokens = new TokenVerifier(Fabric.DOMAIN, kid -> fabric.keys.get(kid), () -> fabric.now);
        Verifier verifier = fabric.verifier(tokens);
        ConsumerRecord<byte[], byte[]> record = fabric.stamped();

        for (int i = 0; i < 50; i++) {
            assertThat(verifier.verify(record)).isInstanceOf(Stamped.Verified.class);
        }

        assertThat(tokens.signaturesChecked()).isEqualTo(1);
    }

    @Test
    void portsThatFailAreRefusalsToo() {
        ConsumerRecord<byte[], byte[]> record = fabric.stamped();
        TokenVerifier broken = new TokenVerifier(
                Fabric.DOMAIN,
                kid -> {
                    throw new IllegalStateException("down");
                },
                () -> NOW);
        KeyStates downStates = id -> {
            throw new IllegalStateException("down");
        };

        assertThat(fabric.verifier(broken).verify(record))
                .isEqualTo(new Stamped.Refused(StampRefusal.KEYS_UNAVAILABLE));
        assertThat(new Verifier(new VerifierSettings(
                                fabric.tokens, kid -> fabric.keys.get(kid), downStates, t -> known()))
                        .verify(record))
                .isEqualTo(new Stamped.Refused(StampRefusal.KEY_STATE_UNAVAILABLE));
        assertThat(new Verifier(new VerifierSettings(fabric.tokens, kid -> fabric.keys.get(kid), downStates, t -> {
                            throw new IllegalStateException("down");
                        }))
                        .verify(record))
                .isEqualTo(new Stamped.Refused(StampRefusal.POLICIES_UNAVAILABLE));
    }

    /** The property: of a signed record no bit can be turned in key, value, topic or any header of the event. */
    @Test
    void aRecordWithAnySingleBitTurnedIsRefused() {
        Random random = new Random(7);
        ProducerRecord<byte[], byte[]> made = Fabric.record("key", "{\"order\":1,\"total\":\"9.99\"}");
        made.headers()
                .add("ce_time", bytes("2026-11-21T14:00:00.125+02:00"))
                .add("ce_subject", bytes("Größe 7"))
                .add("ce_partitionkey", bytes("p"))
                .add("content-type", bytes("application/json"));
        ConsumerRecord<byte[], byte[]> good = consumed(fabric.stamper().stamp(made, fabric.context()));
        assertThat(verified(good).consumerId()).isEqualTo("acme");
        // Whatever the topic is turned into has the same policy: the policy must not be what refuses.
        Verifier lenient = new Verifier(new VerifierSettings(
                fabric.tokens, kid -> fabric.keys.getOrDefault(kid, unknown()), id -> fabric.keyState, t -> known()));

        for (int part = 0; part < 3; part++) {
            byte[] bytes = part == 0 ? good.key() : part == 1 ? good.value() : bytes(TOPIC);
            for (int bit = 0; bit < bytes.length * 8; bit++) {
                byte[] turned = turned(bytes, bit);
                ConsumerRecord<byte[], byte[]> bad = consumed(
                        part == 2 ? new String(turned, StandardCharsets.ISO_8859_1) : TOPIC,
                        part == 0 ? turned : good.key(),
                        part == 1 ? turned : good.value(),
                        good.headers());
                assertThat(lenient.verify(bad)).as("part %d bit %d", part, bit).isInstanceOf(Stamped.Refused.class);
            }
        }
        Header[] headers = good.headers().toArray();
        for (int i = 0; i < headers.length; i++) {
            int nameBits = headers[i].key().length() * 8;
            for (int bit = 0; bit < nameBits; bit++) {
                Header h = headers[i];
                String name = new String(turned(bytes(h.key()), bit), StandardCharsets.UTF_8);
                assertHeaderRefused(lenient, good, i, name, h.value());
            }
            int valueBits = headers[i].value().length * 8;
            for (int n = 0; n < Math.min(valueBits, 1500); n++) {
                int bit = valueBits <= 1500 ? n : random.nextInt(valueBits);
                assertHeaderRefused(lenient, good, i, headers[i].key(), turned(headers[i].value(), bit));
            }
        }
    }

    private static void assertHeaderRefused(
            Verifier verifier, ConsumerRecord<byte[], byte[]> good, int index, String name, byte[] value) {
        Header[] headers = good.headers().toArray();
        Headers changed = new RecordHeaders();
        for (int i = 0; i < headers.length; i++) {
            changed.add(i == index ? name : headers[i].key(), i == index ? value : headers[i].value());
        }
        assertThat(verifier.verify(consumed(good.topic(), good.key(), good.value(), changed)))
                .as(() -> headers[index] + " as " + name + "=" + Arrays.toString(value))
                .isInstanceOf(Stamped.Refused.class);
    }

    private static byte[] turned(byte[] bytes, int bit) {
        byte[] copy = bytes.clone();
        copy[bit / 8] ^= (byte) (1 << (bit % 8));
        return copy;
    }

    private TopicPolicies.Answer known() {
        return new TopicPolicies.Answer.Known(fabric.policies.get(TOPIC));
    }

    private static TrustedKeys.Answer unknown() {
        return new TrustedKeys.Answer.Unknown();
    }

    private void policy(TopicPolicy policy) {
        fabric.policies.put(TOPIC, policy);
    }

    private VerifiedContext verified(ConsumerRecord<byte[], byte[]> record) {
        Stamped verdict = fabric.verifier.verify(record);
        assertThat(verdict).isInstanceOf(Stamped.Verified.class);
        return ((Stamped.Verified) verdict).context();
    }

    private StampRefusal refused(ConsumerRecord<byte[], byte[]> record) {
        return ((Stamped.Refused) fabric.verifier.verify(record)).reason();
    }
}
