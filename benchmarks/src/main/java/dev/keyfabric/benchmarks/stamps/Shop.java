package dev.keyfabric.benchmarks.stamps;

import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.stamp.Binding;
import dev.keyfabric.context.stamp.CallContext;
import dev.keyfabric.context.stamp.StampSettings;
import dev.keyfabric.context.stamp.Stamper;
import dev.keyfabric.context.stamp.TopicPolicies;
import dev.keyfabric.context.stamp.TopicPolicy;
import dev.keyfabric.context.token.TokenIssuer;
import dev.keyfabric.context.token.TokenVerdict;
import dev.keyfabric.context.token.TokenVerifier;
import dev.keyfabric.context.token.TransactionIds;
import dev.keyfabric.context.token.TxnClaims;
import dev.keyfabric.context.token.VerifiedToken;
import dev.keyfabric.context.trust.ApiKeyState;
import dev.keyfabric.context.trust.KeyState;
import dev.keyfabric.context.trust.KeyStates;
import dev.keyfabric.context.trust.KeyUse;
import dev.keyfabric.context.trust.TrustedKey;
import dev.keyfabric.context.trust.TrustedKeys;
import dev.keyfabric.context.verify.Verifier;
import dev.keyfabric.context.verify.VerifierSettings;
import dev.keyfabric.key.KeyId;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** A trust domain in one object: a node, the service {@code orders}, and topics that it stamps. */
final class Shop {
    private static final String DOMAIN = "shop.example";
    private static final String SERVICE = "orders";

    final String topic;
    final TokenVerifier tokens;
    final Verifier verifier;
    final Stamper stamper;

    private final SigningKey node = SigningKey.generate(new SecureRandom());
    private final SigningKey service = SigningKey.generate(new SecureRandom());
    private final Map<String, TrustedKey> keys = Map.of(
            node.kid(),
            trusted(node, "node-1", KeyUse.TXN, Set.of(SERVICE)),
            service.kid(),
            trusted(service, SERVICE, KeyUse.STAMP, Set.of()));
    private final TopicPolicies policies;
    private final TransactionIds ids = new TransactionIds(InstantSource.system(), new SecureRandom());

    Shop(String topic, Binding binding) {
        this.topic = topic;
        this.policies = TopicPolicies.fixed(
                Map.of(topic, TopicPolicy.signedBy(Set.of(SERVICE)).with(binding)));
        this.tokens = freshTokens();
        this.verifier = verifier(tokens);
        this.stamper = new Stamper(StampSettings.of(SERVICE, () -> service, policies));
    }

    /** One that remembers no token yet. */
    TokenVerifier freshTokens() {
        return new TokenVerifier(DOMAIN, this::find, InstantSource.system());
    }

    Verifier verifier(TokenVerifier with) {
        KeyStates active = keyId -> new KeyStates.Answer.Known(new ApiKeyState("ACTIVE", null, null, "ACTIVE"));
        return new Verifier(new VerifierSettings(with, this::find, active, policies));
    }

    /** The token of a new call. */
    String token() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        return new TokenIssuer(node)
                .issue(new TxnClaims(
                        DOMAIN,
                        now,
                        now.plusSeconds(300),
                        ids.next(),
                        "acme",
                        new LinkedHashSet<>(List.of("orders:write", "orders:read")),
                        SERVICE,
                        "gold",
                        KeyId.derive("acme", "c1"),
                        "live",
                        "10.0.0.7",
                        TxnClaims.API_KEY,
                        null));
    }

    CallContext call() {
        return call(token(), tokens);
    }

    static CallContext call(String token, TokenVerifier with) {
        TokenVerdict<TxnClaims> verdict = with.verifyTxnToken(token);
        if (verdict instanceof VerifiedToken<TxnClaims> verified) {
            return CallContext.of(verified, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        }
        throw new IllegalStateException("the benchmark's own token is refused: " + verdict);
    }

    /** A record as the broker would hand it out. */
    static ConsumerRecord<byte[], byte[]> consumed(ProducerRecord<byte[], byte[]> record) {
        return new ConsumerRecord<>(
                record.topic(),
                0,
                0,
                System.currentTimeMillis(),
                TimestampType.LOG_APPEND_TIME,
                record.key().length,
                record.value().length,
                record.key(),
                record.value(),
                new RecordHeaders(record.headers().toArray()),
                Optional.empty());
    }

    private TrustedKeys.Answer find(String kid) {
        TrustedKey key = keys.get(kid);
        return key == null ? new TrustedKeys.Answer.Unknown() : new TrustedKeys.Answer.Known(key);
    }

    private static TrustedKey trusted(SigningKey key, String owner, KeyUse use, Set<String> services) {
        return new TrustedKey(key.publicKey(), owner, use, KeyState.ACTIVE, services, null, null);
    }
}
