package dev.keyfabric.context.verify;

import static dev.keyfabric.context.Fabric.NOW;
import static dev.keyfabric.context.Fabric.TOPIC;
import static dev.keyfabric.context.Fabric.bytes;
import static dev.keyfabric.context.Fabric.consumed;
import static dev.keyfabric.context.stamp.StampRefusal.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.context.Fabric;
import dev.keyfabric.context.dsse.Envelope;
import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.stamp.Binding;
import dev.keyfabric.context.stamp.OnRevoked;
import dev.keyfabric.context.stamp.StampRefusal;
import dev.keyfabric.context.stamp.TimeRule;
import dev.keyfabric.context.stamp.TopicPolicy;
import dev.keyfabric.context.token.Actor;
import dev.keyfabric.context.token.ServiceClaims;
import dev.keyfabric.context.token.TokenIssuer;
import dev.keyfabric.context.token.TxnClaims;
import dev.keyfabric.context.trust.KeyState;
import dev.keyfabric.context.trust.KeyStates;
import dev.keyfabric.context.trust.KeyUse;
import dev.keyfabric.context.trust.TrustedKeys;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of bad input with its reason. Each row spoils one thing about a record that is otherwise good. */
class BadInputTest {
    private final Fabric fabric = new Fabric();

    /** Makes a record to be refused. */
    interface Spoiler {
        ConsumerRecord<byte[], byte[]> spoil(Fabric fabric);
    }

    /** One row of the table. */
    record Row(StampRefusal reason, String what, Spoiler spoiler) {
        @Override
        public String toString() {
            return reason + ": " + what;
        }
    }

    private static Row row(StampRefusal reason, String what, Spoiler spoiler) {
        return new Row(reason, what, spoiler);
    }

    private static Row headers(StampRefusal reason, String what, HeaderChange change) {
        return row(reason, what, fabric -> {
            ConsumerRecord<byte[], byte[]> good = fabric.stamped();
            change.apply(good.headers());
            return good;
        });
    }

    interface HeaderChange {
        void apply(Headers headers);
    }

    static Stream<Row> rows() {
        return Stream.of(form(), binding(), token(), proof(), time(), policy(), keyState())
                .flatMap(List::stream);
    }

    static List<Row> form() {
        return List.of(
                row(UNSTAMPED, "no headers", f -> consumed(TOPIC, bytes("k"), bytes("v"), new RecordHeaders())),
                headers(
                        UNSTAMPED,
                        "neither token nor proof",
                        h -> h.remove("ce_kftxn").remove("ce_dssematerial")),
                headers(ATTRIBUTE_MISSING, "no id", h -> h.remove("ce_id")),
                headers(ATTRIBUTE_MISSING, "no time", h -> h.remove("ce_time")),
                headers(ATTRIBUTE_MISSING, "no token", h -> h.remove("ce_kftxn")),
                headers(ATTRIBUTE_MISSING, "no topic", h -> h.remove("ce_kftopic")),
                headers(ATTRIBUTE_MISSING, "no key hash", h -> h.remove("ce_kfkeyhash")),
                headers(ATTRIBUTE_MISSING, "no authid", h -> h.remove("ce_authid")),
                headers(EXTENSIONS_CHANGED, "no traceparent where one was signed", h -> h.remove("ce_traceparent")),
                headers(ATTRIBUTE_DOUBLED, "an attribute twice", h -> h.add("ce_authid", bytes("acme"))),
                headers(ATTRIBUTE_DOUBLED, "the proof twice", h -> h.add(h.lastHeader("ce_dssematerial"))),
                headers(
                        ATTRIBUTE_DOUBLED,
                        "content types",
                        h -> h.add("content-type", bytes("a/b")).add("content-type", bytes("a/b"))),
                headers(ATTRIBUTE_MALFORMED, "an empty attribute", h -> h.add("ce_subject", new byte[0])),
                headers(ATTRIBUTE_MALFORMED, "a null attribute", h -> h.add("ce_subject", null)),
                headers(ATTRIBUTE_MALFORMED, "a name in capitals", h -> h.add("ce_Subject", bytes("x"))),
                headers(ATTRIBUTE_MALFORMED, "a control character", h -> h.add("ce_subject", bytes("a\nb"))),
                headers(ATTRIBUTE_MALFORMED, "a control character of C1", h -> h.add("ce_subject", bytes("a\u0085b"))),
                headers(ATTRIBUTE_MALFORMED, "two content types", h -> h.add("ce_datacontenttype", bytes("a/b"))),
                headers(ATTRIBUTE_MALFORMED, "another specversion", h -> set(h, "ce_specversion", "0.3")),
                headers(ATTRIBUTE_MALFORMED, "a time that is none", h -> set(h, "ce_time", "yesterday")),
                headers(ATTRIBUTE_NOT_UTF8, "not UTF-8", h -> h.add("ce_subject", new byte[] {(byte) 0xc3, 0x28})),
                headers(ATTRIBUTES_TOO_LARGE, "1 MiB", h -> h.add("ce_subject", new byte[1 << 20])),
                headers(ATTRIBUTES_TOO_LARGE, "1 MiB of proof", h -> set(h, "ce_dssematerial", "A".repeat(1 << 20))),
                headers(ATTRIBUTES_TOO_LARGE, "many attributes", h -> {
                    for (int i = 0; i < 100; i++) {
                        h.add("ce_x" + i, new byte[1024]);
                        Arrays.fill(h.lastHeader("ce_x" + i).value(), (byte) 'x');
                    }
                }));
    }

    static List<Row> binding() {
        return List.of(
                row(OTHER_TOPIC, "moved to another topic", f -> {
                    f.policies.put("other", f.policies.get(TOPIC));
                    ConsumerRecord<byte[], byte[]> r = f.stamped();
                    return consumed("other", r.key(), r.value(), r.headers());
                }),
                row(EXTENSIONS_CHANGED, "moved to another topic, attribute and all", f -> {
                    f.policies.put("other", f.policies.get(TOPIC));
                    ConsumerRecord<byte[], byte[]> r = f.stamped();
                    set(r.headers(), "ce_kftopic", "other");
                    return consumed("other", r.key(), r.value(), r.headers());
                }),
                row(OTHER_KEY, "moved to another key", f -> with(f.stamped(), bytes("kez"), bytes("{\"order\":1}"))),
                row(OTHER_KEY, "moved to no key", f -> with(f.stamped(), null, bytes("{\"order\":1}"))),
                row(OTHER_KEY, "moved to an empty key", f -> with(f.stamped(), new byte[0], bytes("{\"order\":1}"))),
                row(EXTENSIONS_CHANGED, "moved to another key, attribute and all", f -> {
                    ConsumerRecord<byte[], byte[]> r = f.stamped();
                    set(r.headers(), "ce_kfkeyhash", "-");
                    return with(r, null, r.value());
                }),
                row(EVENT_CHANGED, "another value", f -> with(f.stamped(), bytes("key"), bytes("{\"order\":2}"))),
                row(EVENT_CHANGED, "an empty value", f -> with(f.stamped(), bytes("key"), new byte[0])),
                headers(EVENT_CHANGED, "another id", h -> set(h, "ce_id", "1")),
                headers(EVENT_CHANGED, "another source", h -> set(h, "ce_source", "/services/billing")),
                headers(EVENT_CHANGED, "another type", h -> set(h, "ce_type", "order.cancelled")),
                headers(EVENT_CHANGED, "a content type added", h -> h.add("content-type", bytes("text/html"))),
                headers(EVENT_CHANGED, "a subject added", h -> h.add("ce_subject", bytes("x"))),
                headers(EVENT_CHANGED, "another second", h -> set(h, "ce_time", "2026-11-21T12:00:01Z")),
                headers(TIME_NOT_SIGNED, "a fraction added", h -> set(h, "ce_time", "2026-11-21T12:00:00.9Z")),
                headers(TIME_NOT_SIGNED, "a small z", h -> set(h, "ce_time", "2026-11-21T12:00:00z")),
                headers(EXTENSIONS_NOT_SIGNED, "an extension added", h -> h.add("ce_priority", bytes("1"))),
                headers(EXTENSIONS_NOT_SIGNED, "an exact time added", h -> h.add("ce_kftime", bytes("x"))),
                row(EXTENSIONS_NOT_SIGNED, "an extension of its own removed", f -> {
                    ProducerRecord<byte[], byte[]> own = Fabric.record("key", "v");
                    own.headers().add("ce_priority", bytes("1"));
                    ConsumerRecord<byte[], byte[]> r = consumed(f.stamper().stamp(own, f.context()));
                    r.headers().remove("ce_priority");
                    return r;
                }),
                headers(
                        EXTENSIONS_CHANGED,
                        "another trace",
                        h -> set(h, "ce_traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203332-01")));
    }

    static List<Row> token() {
        return List.of(
                token(TOKEN_MALFORMED, "not a token", f -> "x"),
                token(TOKEN_MALFORMED, "a token of 9 KiB", f -> "a".repeat(9 * 1024)),
                token(TOKEN_OF_ANOTHER_DOMAIN, "of another domain", f -> f.token(claims(f, "evil.example", NOW))),
                token(
                        TOKEN_EXPIRED,
                        "expired at the time",
                        f -> f.token(claims(f, Fabric.DOMAIN, NOW.minusSeconds(361)))),
                token(TOKEN_NOT_YET_VALID, "issued after", f -> f.token(claims(f, Fabric.DOMAIN, NOW.plusSeconds(61)))),
                token(
                        TOKEN_OF_ANOTHER_KIND,
                        "a service JWT",
                        f -> new TokenIssuer(f.node)
                                .issue(new ServiceClaims(
                                        Fabric.DOMAIN,
                                        "orders",
                                        "billing",
                                        NOW,
                                        NOW.plusSeconds(300),
                                        Set.of(),
                                        null,
                                        List.of(),
                                        null,
                                        null))),
                token(TOKEN_SIGNATURE_INVALID, "of another signature", f -> {
                    String token = f.token(f.claims());
                    String other = f.token(f.claims("mallory", "orders", null));
                    return token.substring(0, token.lastIndexOf('.')) + other.substring(other.lastIndexOf('.'));
                }),
                token(
                        TOKEN_KEY_UNKNOWN,
                        "of an unknown key",
                        f -> new TokenIssuer(SigningKey.generate(new SecureRandom())).issue(f.claims())),
                token(TOKEN_KEY_WRONG_USE, "of a stamp key", f -> new TokenIssuer(f.orders).issue(f.claims())),
                token(
                        TOKEN_KEY_NOT_BOUND,
                        "for a service of another host",
                        f -> f.token(f.claims("acme", "far", null))),
                row(TOKEN_KEY_TAINTED, "its key tainted before the append", f -> {
                    ConsumerRecord<byte[], byte[]> r = f.stamped();
                    f.trust(f.node, KeyUse.TXN, "node-1", KeyState.TAINTED, NOW.plusSeconds(1), null);
                    return r;
                }),
                row(TOKEN_KEY_REVOKED, "its key revoked", f -> {
                    ConsumerRecord<byte[], byte[]> r = f.stamped();
                    f.trust(f.node, KeyUse.TXN, "node-1", KeyState.REVOKED, null, null);
                    return r;
                }),
                row(TOKEN_KEY_RETIRED, "its key retired before it was issued", f -> {
                    ConsumerRecord<byte[], byte[]> r = f.stamped();
                    f.trust(f.node, KeyUse.TXN, "node-1", KeyState.RETIRED, null, NOW.minusSeconds(61));
                    return r;
                }),
                row(KEYS_UNAVAILABLE, "nothing fresh known of its key", f -> {
                    ConsumerRecord<byte[], byte[]> r = f.stamped();
                    f.keys.put(f.node.kid(), new TrustedKeys.Answer.Unavailable());
                    return r;
                }),
                row(EVIDENCE_NOT_YOURS, "lifted by another service", f -> {
                    f.policies.put(TOPIC, TopicPolicy.signedBy(TopicPolicy.EVERY_PRODUCER));
                    return lifted(f, f.claims());
                }),
                row(EVIDENCE_NOT_YOURS, "exchanged by another service", f -> {
                    f.policies.put(TOPIC, TopicPolicy.signedBy(TopicPolicy.EVERY_PRODUCER));
                    return lifted(f, f.claims("acme", "orders", new Actor("orders", new Actor("billing", null))));
                }),
                evidence(CONTEXT_DISAGREES, "another consumer", h -> set(h, "ce_authid", "mallory")),
                evidence(CONTEXT_DISAGREES, "another type", h -> set(h, "ce_authtype", "system")),
                evidence(
                        CONTEXT_DISAGREES,
                        "more scopes",
                        h -> set(h, "ce_authclaims", text(h, "ce_authclaims").replace("orders:read", "orders:all"))),
                evidence(
                        CONTEXT_DISAGREES,
                        "claims with a space",
                        h -> set(h, "ce_authclaims", text(h, "ce_authclaims").replace(",", ", "))));
    }

    static List<Row> proof() {
        return List.of(
                headers(PROOF_MISSING, "none", h -> h.remove("ce_dssematerial")),
                headers(PROOF_MALFORMED, "not base64", h -> set(h, "ce_dssematerial", "{}")),
                headers(PROOF_MALFORMED, "no envelope", h -> envelope(h, e -> "{}")),
                headers(PROOF_MALFORMED, "another payload type", h -> envelope(h, e -> e.replace("/v0.1", "/v0.2"))),
                headers(
                        PROOF_WITHOUT_SIGNATURE,
                        "no signature",
                        h -> envelope(h, e -> e.replaceAll("\"signatures\":\\[.*]", "\"signatures\":[]"))),
                headers(
                        PROOF_WITH_SEVERAL_SIGNATURES,
                        "two signatures",
                        h -> envelope(h, e -> e.replaceAll("\"signatures\":\\[(.*)]", "\"signatures\":[$1,$1]"))),
                headers(
                        PROOF_KEY_UNKNOWN,
                        "no key id",
                        h -> envelope(h, e -> e.replaceAll("\"keyid\":\"[^\"]*\",", ""))),
                row(PROOF_KEY_UNKNOWN, "of a foreign key", f -> {
                    ProducerRecord<byte[], byte[]> r = f.stamper("orders", SigningKey.generate(new SecureRandom()))
                            .stamp(Fabric.record("key", "v"), f.context());
                    return consumed(r);
                }),
                row(PROOF_SIGNATURE_INVALID, "of a foreign key under our key id", f -> {
                    SigningKey foreign = SigningKey.generate(new SecureRandom());
                    ConsumerRecord<byte[], byte[]> r =
                            consumed(f.stamper("orders", foreign).stamp(Fabric.record("key", "v"), f.context()));
                    envelope(r.headers(), e -> e.replace(foreign.kid(), f.orders.kid()));
                    return r;
                }),
                row(
                        PROOF_KEY_WRONG_USE,
                        "of a validator's key",
                        f -> consumed(f.stamper("orders", f.node).stamp(Fabric.record("key", "v"), f.context()))),
                proofKey(PROOF_KEY_REVOKED, "its key revoked", KeyState.REVOKED, null, null),
                proofKey(
                        PROOF_KEY_TAINTED,
                        "its key tainted before the append",
                        KeyState.TAINTED,
                        NOW.plusSeconds(1),
                        null),
                proofKey(PROOF_KEY_TAINTED, "its key tainted, nobody knows when", KeyState.TAINTED, null, null),
                proofKey(PROOF_KEY_RETIRED, "its key retired before", KeyState.RETIRED, null, NOW.minusSeconds(61)),
                row(KEYS_UNAVAILABLE, "nothing fresh known of its key", f -> {
                    f.keys.put(f.orders.kid(), new TrustedKeys.Answer.Unavailable());
                    return f.stamped();
                }),
                headers(
                        PROOF_SIGNATURE_INVALID,
                        "another payload",
                        h -> envelope(h, e -> e.replaceAll("\"payload\":\"[^\"]*\"", "\"payload\":\"e30=\""))),
                row(PROOF_MALFORMED, "a signed payload that says nothing", f -> signedPayload(f, "{}")),
                row(
                        EXTENSIONS_NOT_SIGNED,
                        "signed, but no extension",
                        f -> signedPayload(
                                f, "{\"core\":\"" + Base64.getEncoder().encodeToString(new byte[32]) + "\"}")));
    }

    static List<Row> time() {
        return List.of(
                at(NO_TIMESTAMP, "no timestamp", -1, TimestampType.NO_TIMESTAMP_TYPE),
                at(NO_TIMESTAMP, "a negative timestamp", -1, TimestampType.LOG_APPEND_TIME),
                at(CREATE_TIME_NOT_ALLOWED, "CreateTime", NOW.toEpochMilli(), TimestampType.CREATE_TIME),
                at(STAMPED_TOO_EARLY, "appended 300 s later", NOW.plusSeconds(301)),
                at(STAMPED_TOO_LATE, "appended before the stamp", NOW.minusSeconds(61)),
                row(TOKEN_KEY_TAINTED, "CreateTime, a taint long after", f -> {
                    f.policies.compute(TOPIC, (t, p) -> p.with(TimeRule.CREATE));
                    ConsumerRecord<byte[], byte[]> r = f.stamped();
                    f.trust(f.node, KeyUse.TXN, "node-1", KeyState.TAINTED, NOW.plusSeconds(9999), null);
                    return consumed(
                            TOPIC, r.key(), r.value(), r.headers(), NOW.toEpochMilli(), TimestampType.CREATE_TIME);
                }),
                row(PROOF_KEY_TAINTED, "CreateTime, a taint of the service long after", f -> {
                    f.policies.compute(TOPIC, (t, p) -> p.with(TimeRule.CREATE));
                    ConsumerRecord<byte[], byte[]> r = f.stamped();
                    f.trust(f.orders, KeyUse.STAMP, "orders", KeyState.TAINTED, NOW.plusSeconds(9999), null);
                    return consumed(
                            TOPIC, r.key(), r.value(), r.headers(), NOW.toEpochMilli(), TimestampType.CREATE_TIME);
                }));
    }

    static List<Row> policy() {
        return List.of(
                row(TOPIC_WITHOUT_POLICY, "a topic that nobody listed", f -> {
                    ConsumerRecord<byte[], byte[]> r = f.stamped();
                    f.policies.clear();
                    return r;
                }),
                row(PRODUCER_NOT_ALLOWED, "a producer that is not allowed", f -> {
                    ConsumerRecord<byte[], byte[]> r = f.stamped();
                    f.policies.put(TOPIC, TopicPolicy.signedBy(Set.of("billing")));
                    return r;
                }),
                row(PRODUCER_NOT_ALLOWED, "a policy without producers", f -> {
                    ConsumerRecord<byte[], byte[]> r = f.stamped();
                    f.policies.put(TOPIC, TopicPolicy.signedBy(Set.of()));
                    return r;
                }),
                row(TOMBSTONE, "no value", f -> with(f.stamped(), bytes("key"), null)));
    }

    static List<Row> keyState() {
        return List.of(
                state(KEY_COMPROMISED, OnRevoked.REJECT_COMPROMISED, Fabric.active("REVOKED", "compromised")),
                state(KEY_COMPROMISED, OnRevoked.REJECT_COMPROMISED, Fabric.active("REVOKED", "leaked")),
                state(KEY_COMPROMISED, OnRevoked.REJECT_COMPROMISED, Fabric.active("REVOKED", null)),
                state(KEY_COMPROMISED, OnRevoked.REJECT_COMPROMISED, Fabric.active("REVOKED", "new-in-2031")),
                state(KEY_COMPROMISED, OnRevoked.REJECT_COMPROMISED, Fabric.active("FROZEN", null)),
                state(KEY_COMPROMISED, OnRevoked.REJECT, Fabric.active("REVOKED", "compromised")),
                state(KEY_NOT_ACTIVE, OnRevoked.REJECT, Fabric.active("REVOKED", "superseded")),
                state(KEY_NOT_ACTIVE, OnRevoked.REJECT, Fabric.active("SUSPENDED", null)),
                state(KEY_STATE_UNKNOWN, OnRevoked.REJECT_COMPROMISED, new KeyStates.Answer.Unknown()),
                state(KEY_STATE_UNAVAILABLE, OnRevoked.REJECT_COMPROMISED, new KeyStates.Answer.Unavailable()),
                state(KEY_STATE_UNAVAILABLE, OnRevoked.REJECT, new KeyStates.Answer.Unavailable()));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void badInputIsRefusedWithItsReasonAndLeftAsItIs(Row row) {
        ConsumerRecord<byte[], byte[]> record = row.spoiler().spoil(fabric);
        Header[] headers = record.headers().toArray();

        Stamped verdict = fabric.verifier.verify(record);

        assertThat(verdict).isEqualTo(new Stamped.Refused(row.reason()));
        assertThat(record.headers().toArray()).isEqualTo(headers);
    }

    private static Row token(StampRefusal reason, String what, Function<Fabric, String> token) {
        return row(reason, what, f -> {
            ConsumerRecord<byte[], byte[]> r = f.stamped();
            set(r.headers(), "ce_kftxn", token.apply(f));
            return r;
        });
    }

    /** Readable attributes are changed where no proof would catch it. */
    private static Row evidence(StampRefusal reason, String what, HeaderChange change) {
        return row(reason, what, f -> {
            f.policies.compute(TOPIC, (t, p) -> p.with(Binding.EVIDENCE));
            ConsumerRecord<byte[], byte[]> r = f.stamped();
            change.apply(r.headers());
            return r;
        });
    }

    private static Row proofKey(StampRefusal reason, String what, KeyState state, Instant taintedAt, Instant notAfter) {
        return row(reason, what, f -> {
            f.trust(f.orders, KeyUse.STAMP, "orders", state, taintedAt, notAfter);
            return f.stamped();
        });
    }

    private static Row at(StampRefusal reason, String what, Instant appended) {
        return at(reason, what, appended.toEpochMilli(), TimestampType.LOG_APPEND_TIME);
    }

    private static Row at(StampRefusal reason, String what, long timestamp, TimestampType type) {
        return row(reason, what, f -> {
            ConsumerRecord<byte[], byte[]> r = f.stamped();
            return consumed(TOPIC, r.key(), r.value(), r.headers(), timestamp, type);
        });
    }

    private static Row state(StampRefusal reason, OnRevoked policy, KeyStates.Answer answer) {
        return row(reason, policy + " and " + answer, f -> {
            f.policies.compute(TOPIC, (t, p) -> p.with(policy));
            f.keyState = answer;
            return f.stamped();
        });
    }

    /** A record that billing made with a token that it read in a record of orders. */
    private static ConsumerRecord<byte[], byte[]> lifted(Fabric fabric, TxnClaims claims) {
        ConsumerRecord<byte[], byte[]> theirs =
                consumed(fabric.stamper().stamp(Fabric.record("key", "v"), fabric.context(claims)));
        return Forgery.resigned(theirs, fabric.billing);
    }

    private static ConsumerRecord<byte[], byte[]> signedPayload(Fabric fabric, String payload) {
        ConsumerRecord<byte[], byte[]> r = fabric.stamped();
        byte[] body = bytes(payload);
        set(
                r.headers(),
                "ce_dssematerial",
                Envelope.of(
                                body,
                                new Envelope.Signature(
                                        fabric.orders.kid(), fabric.orders.sign(Envelope.preAuthEncoding(body))))
                        .text());
        return r;
    }

    private static TxnClaims claims(Fabric fabric, String domain, Instant issuedAt) {
        TxnClaims c = fabric.claims();
        return new TxnClaims(
                domain,
                issuedAt,
                issuedAt.plusSeconds(300),
                c.txn(),
                c.subject(),
                c.scopes(),
                c.workload(),
                c.plan(),
                c.keyId(),
                c.environment(),
                c.clientAddress(),
                c.authentication(),
                null);
    }

    private static ConsumerRecord<byte[], byte[]> with(ConsumerRecord<byte[], byte[]> r, byte[] key, byte[] value) {
        return consumed(r.topic(), key, value, r.headers());
    }

    private static void set(Headers headers, String name, String value) {
        headers.remove(name).add(name, bytes(value));
    }

    private static String text(Headers headers, String name) {
        return new String(headers.lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static void envelope(Headers headers, UnaryOperator<String> change) {
        String json = new String(Base64.getDecoder().decode(text(headers, "ce_dssematerial")), StandardCharsets.UTF_8);
        String changed = change.apply(json);
        assertThat(changed).isNotEqualTo(json);
        set(headers, "ce_dssematerial", Base64.getEncoder().encodeToString(bytes(changed)));
    }
}
