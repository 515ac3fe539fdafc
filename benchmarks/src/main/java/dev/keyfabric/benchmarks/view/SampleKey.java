package dev.keyfabric.benchmarks.view;

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
import dev.keyfabric.schemas.event.SecretStatus;
import dev.keyfabric.schemas.wire.Wire;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * The n-th key of the benchmarks, which any process can make again: an active one with one secret, two scopes and no other
 * restriction, as the registry writes it. All values are equally long.
 */
public record SampleKey(int number) {
    static final long VERSION = 1_790_000_000_000L;
    private static final int CONSUMERS = 1_000;
    private static final Instant AT = Instant.ofEpochMilli(VERSION);

    /** Where the secret's hash lies in every value. */
    static final int HASH_AT = hashAt();

    /** A consumer that holds sample keys. */
    static String consumerId(int consumer) {
        return String.format(Locale.ROOT, "consumer-%04d", consumer % CONSUMERS);
    }

    static int consumers() {
        return CONSUMERS;
    }

    public String consumerId() {
        return consumerId(number);
    }

    /** What its holder sends. */
    public ApiKey secret() {
        return ApiKey.generate("kf_live", new SplittableRandom(number));
    }

    public KeyId id() {
        return KeyId.derive(consumerId(), "command-" + number);
    }

    public byte[] value() {
        return value(id(), consumerId(), number, secret());
    }

    /** The record of such a key, whoever holds it and whatever its secret is. */
    public static byte[] value(KeyId id, String consumerId, int number, ApiKey secret) {
        KeyState state = KeyState.newBuilder()
                .setKeyId(id.text())
                .setConsumerId(consumerId)
                .setName(String.format(Locale.ROOT, "Key number %07d", number))
                .setEnvironment(Environment.LIVE)
                .setStatus(KeyStatus.ACTIVE)
                .setSecrets(List.of(KeySecret.newBuilder()
                        .setHash(ByteBuffer.wrap(secret.sha256()))
                        .setPrefix(secret.prefix())
                        .setLastFour(secret.lastFour())
                        .setStatus(SecretStatus.CURRENT)
                        .setCreatedAt(AT)
                        .setCommand(String.format(Locale.ROOT, "cmd-%022d", number))
                        .build()))
                .setScopes(List.of("orders:read", "orders:write"))
                .setAudiences(List.of())
                .setIpAllowlist(List.of())
                .setRateLimits(List.of())
                .setVersion(VERSION)
                .setCreatedAt(AT)
                .setCreatedBy("admin")
                .setChangedAt(AT)
                .setChangedBy("admin")
                .build();
        return Wire.encode(KeyEvent.newBuilder()
                .setType(KeyEventType.KEY_ISSUED)
                .setAt(AT)
                .setActor("admin")
                .setDoor(Door.HTTP)
                .setState(state)
                .build());
    }

    static byte[] consumer(String id) {
        ConsumerState state = ConsumerState.newBuilder()
                .setConsumerId(id)
                .setName("Consumer " + id)
                .setStatus(ConsumerStatus.ACTIVE)
                .setVersion(VERSION)
                .setCreatedAt(AT)
                .setCreatedBy("admin")
                .setChangedAt(AT)
                .setChangedBy("admin")
                .build();
        return Wire.encode(ConsumerEvent.newBuilder()
                .setType(ConsumerEventType.CONSUMER_REGISTERED)
                .setAt(AT)
                .setActor("admin")
                .setDoor(Door.HTTP)
                .setState(state)
                .build());
    }

    private static int hashAt() {
        SampleKey sample = new SampleKey(0);
        ByteBuffer value = ByteBuffer.wrap(sample.value());
        ByteBuffer hash = ByteBuffer.wrap(sample.secret().sha256());
        for (int at = 0; at + hash.remaining() <= value.limit(); at++) {
            if (value.slice(at, hash.remaining()).equals(hash)) {
                return at;
            }
        }
        throw new IllegalStateException("a value without its secret's hash");
    }
}
