package dev.keyfabric.context.stamp;

import static dev.keyfabric.context.Fabric.NOW;
import static dev.keyfabric.context.Fabric.TOPIC;
import static dev.keyfabric.context.Fabric.bytes;
import static dev.keyfabric.context.Fabric.consumed;
import static dev.keyfabric.context.Fabric.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyfabric.context.Fabric;
import dev.keyfabric.context.token.Actor;
import dev.keyfabric.context.verify.Stamped;
import dev.keyfabric.key.ApiKey;
import dev.keyfabric.key.KeyPrefixes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;

class StamperTest {
    private final Fabric fabric = new Fabric();

    @Test
    void theHeadersAreThoseOfTheContractWithTheProofLast() {
        ProducerRecord<byte[], byte[]> stamped = fabric.stamper().stamp(record("key", "v"), fabric.context());

        assertThat(names(stamped))
                .containsExactly(
                        "ce_specversion",
                        "ce_source",
                        "ce_type",
                        "ce_id",
                        "ce_time",
                        "ce_traceparent",
                        "ce_authtype",
                        "ce_authid",
                        "ce_authclaims",
                        "ce_kftxn",
                        "ce_kftopic",
                        "ce_kfkeyhash",
                        "ce_dssematerial");
        assertThat(text(stamped, "ce_specversion")).isEqualTo("1.0");
        assertThat(text(stamped, "ce_source")).isEqualTo("/services/orders");
        assertThat(text(stamped, "ce_type")).isEqualTo(TOPIC + ".record");
        assertThat(text(stamped, "ce_time")).isEqualTo("2026-11-21T12:00:00Z");
        assertThat(text(stamped, "ce_authtype")).isEqualTo("api_key");
        assertThat(text(stamped, "ce_authid")).isEqualTo("acme");
        assertThat(text(stamped, "ce_authclaims"))
                .isEqualTo("{\"keyId\":\"" + Fabric.KEY_ID + "\",\"plan\":\"gold\",\"scopes\":[\"orders:write\","
                        + "\"orders:read\"],\"txn\":\"019ab000-0000-7000-8000-00000000002a\"}");
        assertThat(text(stamped, "ce_kftopic")).isEqualTo(TOPIC);
        assertThat(text(stamped, "ce_kfkeyhash")).isEqualTo("LHDhK3oGRvkiefQnx7OOczTY5Tic_xZ6HcMOc_gmtoM");
        assertThat(new String(Base64.getDecoder().decode(text(stamped, "ce_dssematerial")), StandardCharsets.UTF_8))
                .startsWith("{\"payloadType\":\"https://cloudevents.io/verifiability/dsse/v0.1\"");
    }

    @Test
    void theStampAddsThisManyBytes() {
        int signed = headerBytes(fabric.stamper().stamp(record("key", "v"), fabric.context()));
        policy(fabric.policies.get(TOPIC).with(Binding.EVIDENCE));
        int evidence = headerBytes(fabric.stamper().stamp(record("key", "v"), fabric.context()));

        // The ceilings are what a record with these names and two scopes takes, and a tenth.
        assertThat(signed).isBetween(1_700, 1_980);
        assertThat(evidence).isBetween(1_000, 1_200);
    }

    @Test
    void theApplicationsOwnValuesAreKept() {
        ProducerRecord<byte[], byte[]> own = record("key", "v");
        own.headers()
                .add("ce_id", bytes("o-1"))
                .add("ce_source", bytes("/shop"))
                .add("ce_type", bytes("order.created"))
                .add("ce_time", bytes("2026-11-21T12:00:03.5Z"))
                .add("ce_specversion", bytes("1.0"))
                .add("ce_subject", bytes("o"))
                .add("ce_partitionkey", bytes("p"))
                .add("content-type", bytes("application/json"))
                .add("other", new byte[] {1, (byte) 0xff});

        ProducerRecord<byte[], byte[]> stamped = fabric.stamper().stamp(own, fabric.context());

        assertThat(Arrays.asList(stamped.headers().toArray()).subList(0, 9))
                .isEqualTo(List.of(own.headers().toArray()));
        assertThat(own.headers().toArray()).hasSize(9);
        assertThat(text(stamped, "ce_kftime")).isEqualTo("2026-11-21T12:00:03.5Z");
        assertThat(fabric.verifier.verify(consumed(stamped))).isInstanceOf(Stamped.Verified.class);
    }

    @Test
    void aStampCopiedFromAnotherRecordIsReplaced() {
        ProducerRecord<byte[], byte[]> first = fabric.stamper().stamp(record("key", "v"), fabric.context());
        ProducerRecord<byte[], byte[]> second =
                new ProducerRecord<>(TOPIC, null, bytes("k2"), bytes("v2"), first.headers());
        second.headers().add("ce_kftime", bytes("x")).add("ce_authid", bytes("mallory"));

        ProducerRecord<byte[], byte[]> stamped = fabric.stamper().stamp(second, fabric.context());

        assertThat(fabric.verifier.verify(consumed(stamped))).isInstanceOf(Stamped.Verified.class);
        assertThat(names(stamped)).doesNotHaveDuplicates();
    }

    @Test
    void aTraceOfTheSendItselfGoesBeforeTheCalls() {
        ProducerRecord<byte[], byte[]> traced = record("key", "v");
        String span = "00-0af7651916cd43dd8448eb211c80319c-00000000000000ff-01";
        traced.headers().add("traceparent", bytes(span));

        assertThat(text(fabric.stamper().stamp(traced, fabric.context()), "ce_traceparent"))
                .isEqualTo(span);
    }

    @Test
    void withoutATraceTheStampHasNone() {
        CallContext untraced = CallContext.of(fabric.context().token(), "nonsense");

        ProducerRecord<byte[], byte[]> stamped = fabric.stamper().stamp(record("key", "v"), untraced);

        assertThat(names(stamped)).doesNotContain("ce_traceparent");
        assertThat(fabric.verifier.verify(consumed(stamped))).isInstanceOf(Stamped.Verified.class);
    }

    @Test
    void whatNobodyWouldBelieveIsNotStamped() {
        refused(StampRefusal.TOMBSTONE, () -> stamp(record("key", null)));
        refused(StampRefusal.TOPIC_WITHOUT_POLICY, () -> stamp(new ProducerRecord<>("x", bytes("k"), bytes("v"))));
        refused(
                StampRefusal.EVIDENCE_NOT_YOURS,
                () -> fabric.stamper().stamp(record("k", "v"), fabric.context(fabric.claims("acme", "billing", null))));
        refused(
                StampRefusal.EVIDENCE_NOT_YOURS,
                () -> fabric.stamper()
                        .stamp(
                                record("k", "v"),
                                fabric.context(fabric.claims("acme", "orders", new Actor("billing", null)))));
        refused(StampRefusal.ATTRIBUTE_DOUBLED, () -> stamp(with("ce_id", "1", "ce_id", "1")));
        refused(StampRefusal.ATTRIBUTE_MALFORMED, () -> stamp(with("ce_specversion", "0.3")));
        refused(StampRefusal.ATTRIBUTE_MALFORMED, () -> stamp(with("ce_time", "noon")));
        refused(StampRefusal.ATTRIBUTE_MALFORMED, () -> stamp(with("ce_id", "")));
        refused(StampRefusal.TOKEN_NOT_YET_VALID, () -> stamp(with("ce_time", "2026-11-21T11:58:59Z")));
        refused(StampRefusal.TOKEN_EXPIRED, () -> stamp(with("ce_time", "2026-11-21T12:06:00Z")));
        refused(StampRefusal.ATTRIBUTES_TOO_LARGE, () -> stamp(with("ce_subject", "x".repeat(17 * 1024))));
        refused(
                StampRefusal.ATTRIBUTES_TOO_LARGE,
                () -> stamp(with("ce_subject", "x".repeat(15 * 1024), "ce_dataschema", "x".repeat(16 * 1024))));
        policy(TopicPolicy.signedBy(Set.of("billing")));
        refused(StampRefusal.PRODUCER_NOT_ALLOWED, () -> stamp(record("k", "v")));
    }

    @Test
    void aStampIsNotMadeOnceTheTokenHasExpired() {
        fabric.now = NOW.plusSeconds(360);

        refused(StampRefusal.TOKEN_EXPIRED, () -> stamp(record("k", "v")));
    }

    @Test
    void portsThatFailMakeARefusal() {
        StampSettings noKey = StampSettings.of(
                        "orders",
                        () -> {
                            throw new IllegalStateException("no key yet");
                        },
                        TopicPolicies.fixed(fabric.policies))
                .with(() -> NOW);
        StampSettings noPolicies = StampSettings.of("orders", () -> fabric.orders, t -> {
            throw new IllegalStateException("down");
        });
        StampSettings stale =
                StampSettings.of("orders", () -> fabric.orders, t -> new TopicPolicies.Answer.Unavailable());

        refused(StampRefusal.CANNOT_SIGN, () -> new Stamper(noKey).stamp(record("k", "v"), fabric.context()));
        refused(
                StampRefusal.POLICIES_UNAVAILABLE,
                () -> new Stamper(noPolicies).stamp(record("k", "v"), fabric.context()));
        refused(StampRefusal.POLICIES_UNAVAILABLE, () -> new Stamper(stale).stamp(record("k", "v"), fabric.context()));
    }

    @Test
    void aRawKeyAnywhereInTheRecordIsNamedByItsPlaceAndNotSent() {
        String key = ApiKey.generate(KeyPrefixes.DEFAULT.live(), new Random(1)).reveal();

        leaks("key: a key, PLAIN, at offset 0", record(key, "v"), key);
        leaks("value: a key, PLAIN, at offset 6", record("k", "{\"k\":\"" + key + "\"}"), key);
        leaks("header ce_subject: a key, PLAIN, at offset 0", with("ce_subject", key), key);
        leaks("header x: a key, BASE64", with("x", Base64.getEncoder().encodeToString(bytes("user:" + key))), key);
        leaks("name of header 0: a key, PLAIN, at offset 1", with("x" + key, "v"), key);
    }

    private void leaks(String place, ProducerRecord<byte[], byte[]> record, String key) {
        assertThatThrownBy(() -> stamp(record))
                .isInstanceOf(StampRefusedException.class)
                .hasMessageContaining("KEY_IN_RECORD")
                .hasMessageContaining(place)
                .hasMessageNotContaining(key.substring(8, 30));
    }

    private void stamp(ProducerRecord<byte[], byte[]> record) {
        fabric.stamper().stamp(record, fabric.context());
    }

    private static void refused(StampRefusal reason, org.assertj.core.api.ThrowableAssert.ThrowingCallable stamping) {
        assertThatThrownBy(stamping)
                .isInstanceOfSatisfying(
                        StampRefusedException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static ProducerRecord<byte[], byte[]> with(String... headers) {
        ProducerRecord<byte[], byte[]> record = record("key", "v");
        for (int i = 0; i < headers.length; i += 2) {
            record.headers().add(headers[i], bytes(headers[i + 1]));
        }
        return record;
    }

    private void policy(TopicPolicy policy) {
        fabric.policies.put(TOPIC, policy);
    }

    private static int headerBytes(ProducerRecord<byte[], byte[]> record) {
        int bytes = 0;
        for (Header header : record.headers()) {
            bytes += header.key().length() + header.value().length;
        }
        return bytes;
    }

    private static List<String> names(ProducerRecord<byte[], byte[]> record) {
        return Arrays.stream(record.headers().toArray()).map(Header::key).toList();
    }

    private static String text(ProducerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
