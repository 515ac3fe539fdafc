package dev.keyfabric.registry.nodes;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.record.RecordContent;
import dev.keyfabric.context.record.RecordSignature;
import dev.keyfabric.context.trust.KeyState;
import dev.keyfabric.context.trust.KeyUse;
import dev.keyfabric.context.trust.TrustedKey;
import dev.keyfabric.context.trust.TrustedKeys;
import dev.keyfabric.follower.FollowedRecord;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Signing keys of nodes, each enrolled and ACTIVE unless a test says otherwise. */
public final class NodeKeys implements TrustedKeys {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Map<String, SigningKey> byNode = new HashMap<>();
    private final Map<String, TrustedKey> trusted = new HashMap<>();

    SigningKey of(String node) {
        return byNode.computeIfAbsent(node, n -> {
            SigningKey key = SigningKey.generate(RANDOM);
            trust(key, n, KeyUse.TXN, KeyState.ACTIVE, null);
            return key;
        });
    }

    void trust(SigningKey key, String owner, KeyUse use, KeyState state, Instant notAfter) {
        trusted.put(key.kid(), new TrustedKey(key.publicKey(), owner, use, state, Set.of("orders"), null, notAfter));
    }

    void forget(SigningKey key) {
        trusted.remove(key.kid());
    }

    @Override
    public Answer find(String kid) {
        TrustedKey key = trusted.get(kid);
        return key == null ? new Answer.Unknown() : new Answer.Known(key);
    }

    /** A record of positions.v1 that its node signed. */
    public FollowedRecord signed(String node, byte[] value, Instant appended) {
        return signed(of(node), node, value, appended);
    }

    FollowedRecord signed(SigningKey by, String node, byte[] value, Instant appended) {
        FollowedRecord record = unsigned(node, value, appended);
        RecordContent content =
                RecordContent.of(TopicNames.DEFAULT.nameOf(Topic.POSITIONS), node.getBytes(UTF_8), value);
        record.headers().add(RecordSignature.HEADER, RecordSignature.sign(by, content));
        return record;
    }

    FollowedRecord unsigned(String node, byte[] value, Instant appended) {
        return new FollowedRecord(
                Topic.POSITIONS, 0, 0, appended.toEpochMilli(), node.getBytes(UTF_8), value, new RecordHeaders());
    }
}
