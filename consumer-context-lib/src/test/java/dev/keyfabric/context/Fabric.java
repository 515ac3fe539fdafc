package dev.keyfabric.context;

import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.stamp.CallContext;
import dev.keyfabric.context.stamp.StampSettings;
import dev.keyfabric.context.stamp.Stamper;
import dev.keyfabric.context.stamp.TopicPolicies;
import dev.keyfabric.context.stamp.TopicPolicy;
import dev.keyfabric.context.token.Actor;
import dev.keyfabric.context.token.TokenIssuer;
import dev.keyfabric.context.token.TokenVerifier;
import dev.keyfabric.context.token.TxnClaims;
import dev.keyfabric.context.token.VerifiedToken;
import dev.keyfabric.context.trust.ApiKeyState;
import dev.keyfabric.context.trust.KeyState;
import dev.keyfabric.context.trust.KeyStates;
import dev.keyfabric.context.trust.KeyUse;
import dev.keyfabric.context.trust.Moment;
import dev.keyfabric.context.trust.TrustedKey;
import dev.keyfabric.context.trust.TrustedKeys;
import dev.keyfabric.context.verify.Verifier;
import dev.keyfabric.context.verify.VerifierSettings;
import dev.keyfabric.key.KeyId;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** A trust domain in one object: a validator for {@code orders} and {@code billing}, and their stamp keys. */
public final class Fabric {
    public static final String DOMAIN = "shop.example";
    public static final String TOPIC = "orders-topic";
    public static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    public static final KeyId KEY_ID = KeyId.derive("acme", "c1");
    public static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    public final SigningKey node = SigningKey.generate(new SecureRandom());
    public final SigningKey orders = SigningKey.generate(new SecureRandom());
    public final SigningKey billing = SigningKey.generate(new SecureRandom());
    public final Map<String, TopicPolicy> policies = new ConcurrentHashMap<>();
    public final Map<String, TrustedKeys.Answer> keys = new ConcurrentHashMap<>();
    public volatile Instant now;
    public volatile KeyStates.Answer keyState = active("ACTIVE", null);

    public final TokenVerifier tokens = new TokenVerifier(DOMAIN, this::key, () -> now);
    public final Verifier verifier = verifier(tokens);

    private final Instant start;

    public Fabric() {
        this(NOW);
    }

    /** A fabric in which it is a given time; brokers keep the real one. */
    public Fabric(Instant start) {
        this.start = start.truncatedTo(ChronoUnit.SECONDS);
        this.now = this.start;
        trust(node, KeyUse.TXN, "node-1", KeyState.ACTIVE, null, null);
        trust(orders, KeyUse.STAMP, "orders", KeyState.ACTIVE, null, null);
        trust(billing, KeyUse.STAMP, "billing", KeyState.ACTIVE, null, null);
        policies.put(TOPIC, TopicPolicy.signedBy(Set.of("orders")));
    }

    public void trust(SigningKey key, KeyUse use, String owner, KeyState state, Instant taintedAt, Instant notAfter) {
        Set<String> services = use == KeyUse.TXN ? Set.of("orders", "billing") : Set.of();
        keys.put(
                key.kid(),
                new TrustedKeys.Answer.Known(
                        new TrustedKey(key.publicKey(), owner, use, state, services, taintedAt, notAfter)));
    }

    public Verifier verifier(TokenVerifier with) {
        return new Verifier(new VerifierSettings(with, this::key, id -> keyState, this::policy));
    }

    public Stamper stamper() {
        return stamper("orders", orders);
    }

    public Stamper stamper(String service, SigningKey key) {
        return new Stamper(StampSettings.of(service, () -> key, this::policy).with(() -> now));
    }

    public TxnClaims claims() {
        return claims("acme", "orders", null);
    }

    public TxnClaims claims(String consumer, String workload, Actor actor) {
        return new TxnClaims(
                DOMAIN,
                start,
                start.plusSeconds(300),
                UUID.fromString("019ab000-0000-7000-8000-00000000002a"),
                consumer,
                new LinkedHashSet<>(List.of("orders:write", "orders:read")),
                workload,
                "gold",
                KEY_ID,
                "live",
                "10.0.0.7",
                TxnClaims.API_KEY,
                actor);
    }

    public String token(TxnClaims claims) {
        return new TokenIssuer(node).issue(claims);
    }

    public CallContext context() {
        return context(claims());
    }

    /** The context of a call whose token is checked in the middle of its life. */
    @SuppressWarnings("unchecked")
    public CallContext context(TxnClaims claims) {
        Moment moment = Moment.of(claims.issuedAt().plusSeconds(1));
        return CallContext.of((VerifiedToken<TxnClaims>) tokens.verifyTxnToken(token(claims), moment), TRACE);
    }

    /** A stamped record, as it is consumed two seconds after the stamp. */
    public ConsumerRecord<byte[], byte[]> stamped() {
        return consumed(stamper().stamp(record("key", "{\"order\":1}"), context()));
    }

    public static ProducerRecord<byte[], byte[]> record(String key, String value) {
        return new ProducerRecord<>(TOPIC, null, null, bytes(key), bytes(value), new RecordHeaders());
    }

    public static ConsumerRecord<byte[], byte[]> consumed(ProducerRecord<byte[], byte[]> record) {
        return consumed(record.topic(), record.key(), record.value(), record.headers());
    }

    public static ConsumerRecord<byte[], byte[]> consumed(String topic, byte[] key, byte[] value, Headers headers) {
        return consumed(topic, key, value, headers, NOW.plusSeconds(2).toEpochMilli(), TimestampType.LOG_APPEND_TIME);
    }

    public static ConsumerRecord<byte[], byte[]> consumed(
            String topic, byte[] key, byte[] value, Headers headers, long timestamp, TimestampType type) {
        return new ConsumerRecord<>(
                topic,
                0,
                7,
                timestamp,
                type,
                key == null ? -1 : key.length,
                value == null ? -1 : value.length,
                key,
                value,
                new RecordHeaders(headers.toArray()),
                Optional.empty());
    }

    public static KeyStates.Answer active(String status, String reason) {
        return new KeyStates.Answer.Known(new ApiKeyState(status, reason, NOW, "ACTIVE"));
    }

    public static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    private TrustedKeys.Answer key(String kid) {
        return keys.getOrDefault(kid, new TrustedKeys.Answer.Unknown());
    }

    private TopicPolicies.Answer policy(String topic) {
        return TopicPolicies.fixed(policies).of(topic);
    }
}
