package dev.keyfabric.validation;

import dev.keyfabric.context.keys.VerifyingKey;
import dev.keyfabric.key.ApiKey;
import dev.keyfabric.key.KeyId;
import dev.keyfabric.schemas.event.ConsumerEvent;
import dev.keyfabric.schemas.event.ConsumerEventType;
import dev.keyfabric.schemas.event.ConsumerState;
import dev.keyfabric.schemas.event.ConsumerStatus;
import dev.keyfabric.schemas.event.Door;
import dev.keyfabric.schemas.event.Environment;
import dev.keyfabric.schemas.event.KeyEvent;
import dev.keyfabric.schemas.event.KeyEventType;
import dev.keyfabric.schemas.event.KeySecret;
import dev.keyfabric.schemas.event.KeyState;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.schemas.event.OnRevoked;
import dev.keyfabric.schemas.event.PlanEvent;
import dev.keyfabric.schemas.event.PlanEventType;
import dev.keyfabric.schemas.event.PlanState;
import dev.keyfabric.schemas.event.SecretStatus;
import dev.keyfabric.schemas.event.ServiceEvent;
import dev.keyfabric.schemas.event.ServiceEventType;
import dev.keyfabric.schemas.event.ServiceState;
import dev.keyfabric.schemas.event.SigningKeyEvent;
import dev.keyfabric.schemas.event.SigningKeyEventType;
import dev.keyfabric.schemas.event.SigningKeyState;
import dev.keyfabric.schemas.event.SigningKeyStatus;
import dev.keyfabric.schemas.event.SigningUse;
import dev.keyfabric.schemas.event.StampPolicy;
import dev.keyfabric.schemas.event.StampProfile;
import dev.keyfabric.schemas.event.StampTime;
import dev.keyfabric.schemas.event.StampedTombstones;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.wire.Wire;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Values as the registry writes them, made by hand. */
public final class Events {
    public static final Instant AT = Instant.parse("2026-11-01T12:00:00Z");
    private static final Random RANDOM = new Random(7);

    private Events() {}

    public static ApiKey apiKey() {
        synchronized (RANDOM) {
            return ApiKey.generate("kf_test", RANDOM);
        }
    }

    public static String keyId(String consumer, String command) {
        return KeyId.derive(consumer, command).text();
    }

    public static KeySecret secret(ApiKey key, SecretStatus status, Instant retiresAt) {
        return KeySecret.newBuilder()
                .setHash(ByteBuffer.wrap(key.sha256()))
                .setPrefix(key.prefix())
                .setLastFour(key.lastFour())
                .setStatus(status)
                .setCreatedAt(AT)
                .setRetiresAt(retiresAt)
                .setCommand("c")
                .build();
    }

    public static KeySecret current(ApiKey key) {
        return secret(key, SecretStatus.CURRENT, null);
    }

    /** An ACTIVE key that may do {@code orders:read}, for any audience, from anywhere. */
    public static byte[] key(String id, String consumer, long version, Consumer<KeyState.Builder> change) {
        KeyState.Builder state = KeyState.newBuilder()
                .setKeyId(id)
                .setConsumerId(consumer)
                .setName("name")
                .setEnvironment(Environment.TEST)
                .setStatus(KeyStatus.ACTIVE)
                .setSecrets(List.of())
                .setScopes(List.of("orders:read"))
                .setAudiences(List.of())
                .setIpAllowlist(List.of())
                .setRateLimits(List.of())
                .setVersion(version)
                .setCreatedAt(AT)
                .setCreatedBy("admin")
                .setChangedAt(AT)
                .setChangedBy("admin");
        change.accept(state);
        return Wire.encode(KeyEvent.newBuilder()
                .setType(KeyEventType.KEY_UPDATED)
                .setAt(AT)
                .setActor("admin")
                .setDoor(Door.HTTP)
                .setState(state.build())
                .build());
    }

    public static byte[] consumer(String id, long version, Consumer<ConsumerState.Builder> change) {
        ConsumerState.Builder state = ConsumerState.newBuilder()
                .setConsumerId(id)
                .setName("Consumer " + id)
                .setPlan("gold")
                .setStatus(ConsumerStatus.ACTIVE)
                .setMetadata("{\"tier\":1}")
                .setVersion(version)
                .setCreatedAt(AT)
                .setCreatedBy("admin")
                .setChangedAt(AT)
                .setChangedBy("admin");
        change.accept(state);
        return Wire.encode(ConsumerEvent.newBuilder()
                .setType(ConsumerEventType.CONSUMER_UPDATED)
                .setAt(AT)
                .setActor("admin")
                .setDoor(Door.HTTP)
                .setState(state.build())
                .build());
    }

    public static byte[] plan(String id, long version, Consumer<PlanState.Builder> change) {
        PlanState.Builder state = PlanState.newBuilder()
                .setPlanId(id)
                .setName("Plan " + id)
                .setRateLimits(List.of())
                .setQuotas(List.of())
                .setVersion(version)
                .setCreatedAt(AT)
                .setCreatedBy("admin")
                .setChangedAt(AT)
                .setChangedBy("admin");
        change.accept(state);
        return Wire.encode(PlanEvent.newBuilder()
                .setType(PlanEventType.PLAN_DEFINED)
                .setAt(AT)
                .setActor("admin")
                .setDoor(Door.HTTP)
                .setState(state.build())
                .build());
    }

    public static byte[] service(String id, long version, Consumer<ServiceState.Builder> change) {
        ServiceState.Builder state = ServiceState.newBuilder()
                .setServiceId(id)
                .setName("Service " + id)
                .setAudiences(List.of())
                .setScopes(List.of())
                .setRoutes(List.of())
                .setStampPolicies(List.of())
                .setVersion(version)
                .setCreatedAt(AT)
                .setCreatedBy("admin")
                .setChangedAt(AT)
                .setChangedBy("admin");
        change.accept(state);
        return Wire.encode(ServiceEvent.newBuilder()
                .setType(ServiceEventType.SERVICE_DEFINED)
                .setAt(AT)
                .setActor("admin")
                .setDoor(Door.HTTP)
                .setState(state.build())
                .build());
    }

    /** An ACTIVE signing key of a node for the services named. */
    public static byte[] signingKey(
            VerifyingKey key, String owner, long version, Consumer<SigningKeyState.Builder> change) {
        SigningKeyState.Builder state = SigningKeyState.newBuilder()
                .setKid(key.kid())
                .setOwner(owner)
                .setUse(SigningUse.TXN)
                .setStatus(SigningKeyStatus.ACTIVE)
                .setAlgorithm(key.algorithm().joseName())
                .setPublicJwk(key.toJwkText())
                .setServices(List.of("orders"))
                .setRoles(List.of())
                .setVersion(version)
                .setCreatedAt(AT)
                .setCreatedBy("admin")
                .setChangedAt(AT)
                .setChangedBy("admin");
        change.accept(state);
        return Wire.encode(SigningKeyEvent.newBuilder()
                .setType(SigningKeyEventType.SIGNING_KEY_ENROLLED)
                .setAt(AT)
                .setActor("admin")
                .setDoor(Door.HTTP)
                .setState(state.build())
                .build());
    }

    /** A signed topic that the service named alone may write. */
    public static StampPolicy stamps(String topic) {
        return StampPolicy.newBuilder()
                .setTopic(topic)
                .setProfile(StampProfile.SIGNED)
                .setTime(StampTime.APPEND)
                .setAllowedProducers(List.of())
                .setOnRevoked(OnRevoked.REJECT_COMPROMISED)
                .setTombstones(StampedTombstones.REFUSED)
                .build();
    }

    /** A tick for one of the lifecycle topics. */
    public static byte[] tick(Topic topic, String topicId) {
        return switch (topic) {
            case KEYS ->
                Wire.encode(KeyEvent.newBuilder()
                        .setType(KeyEventType.TICK)
                        .setAt(AT)
                        .setActor("r")
                        .setDoor(Door.REGISTRY)
                        .setTopicId(topicId)
                        .build());
            case CONSUMERS ->
                Wire.encode(ConsumerEvent.newBuilder()
                        .setType(ConsumerEventType.TICK)
                        .setAt(AT)
                        .setActor("r")
                        .setDoor(Door.REGISTRY)
                        .setTopicId(topicId)
                        .build());
            case PLANS ->
                Wire.encode(PlanEvent.newBuilder()
                        .setType(PlanEventType.TICK)
                        .setAt(AT)
                        .setActor("r")
                        .setDoor(Door.REGISTRY)
                        .setTopicId(topicId)
                        .build());
            case SERVICES ->
                Wire.encode(ServiceEvent.newBuilder()
                        .setType(ServiceEventType.TICK)
                        .setAt(AT)
                        .setActor("r")
                        .setDoor(Door.REGISTRY)
                        .setTopicId(topicId)
                        .build());
            case SIGNING_KEYS ->
                Wire.encode(SigningKeyEvent.newBuilder()
                        .setType(SigningKeyEventType.TICK)
                        .setAt(AT)
                        .setActor("r")
                        .setDoor(Door.REGISTRY)
                        .setTopicId(topicId)
                        .build());
            default -> throw new IllegalArgumentException(topic.id());
        };
    }
}
