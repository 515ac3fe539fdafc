package dev.keyfabric.registry.readmodel;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.keys.VerifyingKey;
import dev.keyfabric.context.record.RecordContent;
import dev.keyfabric.context.record.RecordSignature;
import dev.keyfabric.context.record.RootPin;
import dev.keyfabric.follower.Batch;
import dev.keyfabric.follower.BusIdentity;
import dev.keyfabric.follower.FollowedRecord;
import dev.keyfabric.schemas.event.Door;
import dev.keyfabric.schemas.event.Environment;
import dev.keyfabric.schemas.event.KeyEvent;
import dev.keyfabric.schemas.event.KeyEventType;
import dev.keyfabric.schemas.event.KeySecret;
import dev.keyfabric.schemas.event.KeyState;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.schemas.event.SecretStatus;
import dev.keyfabric.schemas.event.SigningKeyEvent;
import dev.keyfabric.schemas.event.SigningKeyEventType;
import dev.keyfabric.schemas.event.SigningKeyState;
import dev.keyfabric.schemas.event.SigningKeyStatus;
import dev.keyfabric.schemas.event.SigningUse;
import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.RecordHeaders;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import dev.keyfabric.schemas.wire.Wire;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Records as a follower brings them, one offset after the other. */
public final class Records {
    public static final Instant TIME = Instant.parse("2027-01-01T00:00:00Z");
    static final BusIdentity BUS = new BusIdentity("cluster", Map.of(Topic.KEYS, "id-of-keys"));

    private final Map<PartitionId, Long> ends = new HashMap<>();
    private final List<FollowedRecord> records = new ArrayList<>();

    public static KeyState.Builder key(String id, long version) {
        return KeyState.newBuilder()
                .setKeyId(id)
                .setConsumerId("acme")
                .setName("name of " + id)
                .setEnvironment(Environment.LIVE)
                .setStatus(KeyStatus.ACTIVE)
                .setSecrets(List.of(secret(id + "-secret")))
                .setScopes(List.of("orders:read"))
                .setAudiences(List.of())
                .setIpAllowlist(List.of())
                .setRateLimits(List.of())
                .setVersion(version)
                .setCreatedAt(TIME)
                .setCreatedBy("tester")
                .setChangedAt(TIME)
                .setChangedBy("tester");
    }

    public static KeySecret secret(String text) {
        return KeySecret.newBuilder()
                .setHash(ByteBuffer.wrap(text.getBytes(UTF_8)))
                .setPrefix("kf_live")
                .setLastFour("1234")
                .setStatus(SecretStatus.CURRENT)
                .setCreatedAt(TIME)
                .setCommand("c")
                .build();
    }

    static byte[] event(KeyState state) {
        return Wire.encode(KeyEvent.newBuilder()
                .setType(KeyEventType.KEY_UPDATED)
                .setAt(TIME)
                .setActor("tester")
                .setDoor(Door.HTTP)
                .setState(state)
                .build());
    }

    static final SigningKey ROOT = SigningKey.generate(new SecureRandom());

    /** What a read model of these records believes. */
    public static Admission root() {
        return new Admission(TopicNames.DEFAULT, 1, new RootPin(ROOT.kid()));
    }

    public static SigningKeyState.Builder signingKey(VerifyingKey key, long version) {
        return SigningKeyState.newBuilder()
                .setKid(key.kid())
                .setOwner("node-a")
                .setUse(SigningUse.TXN)
                .setStatus(SigningKeyStatus.ACTIVE)
                .setAlgorithm(key.algorithm().joseName())
                .setPublicJwk(key.toJwkText())
                .setServices(List.of("orders"))
                .setRoles(List.of())
                .setVersion(version)
                .setCreatedAt(TIME)
                .setCreatedBy("tester")
                .setChangedAt(TIME)
                .setChangedBy("tester");
    }

    static byte[] event(SigningKeyState state) {
        return Wire.encode(SigningKeyEvent.newBuilder()
                .setType(SigningKeyEventType.SIGNING_KEY_ENROLLED)
                .setAt(TIME)
                .setActor("tester")
                .setDoor(Door.HTTP)
                .setState(state)
                .build());
    }

    /** A record that a root signed, be it the right one or not. */
    public Records signed(SigningKey root, Topic topic, String key, byte[] value, String cause) {
        add(topic, key, value, cause);
        FollowedRecord last = records.get(records.size() - 1);
        RecordContent content = RecordContent.of(TopicNames.DEFAULT.nameOf(topic), last.key(), value);
        last.headers().add(RecordSignature.HEADER, RecordSignature.sign(root, content));
        last.headers().add(RootPin.HEADER, RootPin.header(root.publicKey()));
        return this;
    }

    public Records signed(SigningKeyState.Builder state) {
        SigningKeyState built = state.build();
        return signed(ROOT, Topic.SIGNING_KEYS, built.getKid(), event(built), null);
    }

    public Records put(KeyState.Builder state) {
        KeyState built = state.build();
        return add(Topic.KEYS, built.getKeyId(), event(built), null);
    }

    public Records add(Topic topic, String key, byte[] value, String cause) {
        PartitionId partition = new PartitionId(topic, 0);
        long offset = ends.getOrDefault(partition, 0L);
        ends.put(partition, offset + 1);
        org.apache.kafka.common.header.internals.RecordHeaders headers =
                new org.apache.kafka.common.header.internals.RecordHeaders();
        if (cause != null) {
            headers.add(RecordHeaders.CAUSE, cause.getBytes(UTF_8));
            headers.add(RecordHeaders.COMMAND, "command".getBytes(UTF_8));
        }
        records.add(new FollowedRecord(
                topic, 0, offset, TIME.toEpochMilli(), key == null ? null : key.getBytes(UTF_8), value, headers));
        return this;
    }

    /** Everything added since the last batch. */
    public Batch batch() {
        Batch batch = new Batch(BUS, List.copyOf(records), Map.copyOf(ends));
        records.clear();
        return batch;
    }
}
