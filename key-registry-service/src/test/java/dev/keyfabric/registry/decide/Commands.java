package dev.keyfabric.registry.decide;

import dev.keyfabric.context.keys.VerifyingKey;
import dev.keyfabric.key.CommandId;
import dev.keyfabric.key.KeyId;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.ConsumerDraft;
import dev.keyfabric.schemas.event.Door;
import dev.keyfabric.schemas.event.Environment;
import dev.keyfabric.schemas.event.KeyDraft;
import dev.keyfabric.schemas.event.OnRevoked;
import dev.keyfabric.schemas.event.PlanDraft;
import dev.keyfabric.schemas.event.Quota;
import dev.keyfabric.schemas.event.QuotaPeriod;
import dev.keyfabric.schemas.event.RateLimit;
import dev.keyfabric.schemas.event.Route;
import dev.keyfabric.schemas.event.SecretDraft;
import dev.keyfabric.schemas.event.ServiceDraft;
import dev.keyfabric.schemas.event.SigningKeyDraft;
import dev.keyfabric.schemas.event.SigningKeyStatus;
import dev.keyfabric.schemas.event.SigningUse;
import dev.keyfabric.schemas.event.StampPolicy;
import dev.keyfabric.schemas.event.StampProfile;
import dev.keyfabric.schemas.event.StampTime;
import dev.keyfabric.schemas.event.StampedTombstones;
import dev.keyfabric.schemas.wire.ShippedSchemas;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Commands for tests, each well formed and with an id of its own. */
public final class Commands {
    private static final AtomicInteger NEXT = new AtomicInteger();

    static {
        ShippedSchemas.all(); // makes Avro trust our classes
    }

    private Commands() {}

    public static String freshId() {
        return CommandId.derive("test", "command " + NEXT.incrementAndGet());
    }

    public static Command.Builder about(String subject, String routing, CommandType type, Instant now) {
        return Command.newBuilder()
                .setType(type)
                .setId(freshId())
                .setAttempt("attempt-" + NEXT.incrementAndGet())
                .setSubject(subject)
                .setRouting(routing)
                .setActor("ada")
                .setDoor(Door.HTTP)
                .setIssuedAt(now)
                .setExpiresAt(now.plus(Duration.ofHours(1)));
    }

    public static Command.Builder consumer(String id, CommandType type, Instant now) {
        return about(id, id, type, now);
    }

    public static Command.Builder register(String id, Instant now) {
        return consumer(id, CommandType.REGISTER_CONSUMER, now)
                .setConsumer(
                        ConsumerDraft.newBuilder().setName("Consumer " + id).build());
    }

    public static Command.Builder issue(String consumerId, String secret, Instant now) {
        Command.Builder command = about("", consumerId, CommandType.ISSUE_KEY, now);
        return command.setSubject(KeyId.derive(consumerId, command.getId()).text())
                .setKey(KeyDraft.newBuilder()
                        .setName("a key")
                        .setEnvironment(Environment.LIVE)
                        .setScopes(List.of("orders:read"))
                        .build())
                .setSecret(secret(secret));
    }

    public static Command.Builder key(String keyId, CommandType type, Instant now) {
        Command.Builder command = about(keyId, keyId, type, now);
        if (type == CommandType.UPDATE_KEY) {
            command.setKey(KeyDraft.newBuilder().setName("another name").build());
        } else if (type == CommandType.ROTATE_KEY) {
            command.setSecret(secret("rotated " + command.getId())).setGraceSeconds(60L);
        }
        return command;
    }

    /** Enrols a key that is ACTIVE at once. */
    public static Command.Builder enrol(VerifyingKey key, SigningUse use, String owner, Instant now) {
        return about(key.kid(), key.kid(), CommandType.ENROL_SIGNING_KEY, now)
                .setSigningKeyStatus(SigningKeyStatus.ACTIVE)
                .setSigningKey(SigningKeyDraft.newBuilder()
                        .setUse(use)
                        .setOwner(owner)
                        .setAlgorithm(key.algorithm().joseName())
                        .setPublicJwk(key.toJwkText())
                        .setServices(use == SigningUse.TXN || use == SigningUse.STAMP ? List.of(owner) : List.of())
                        .setRoles(use == SigningUse.ADMIN ? List.of("admin") : List.of())
                        .setNotAfter(use == SigningUse.ADMIN ? now.plus(Duration.ofHours(12)) : null)
                        .build());
    }

    public static Command.Builder advance(String kid, SigningKeyStatus to, Instant now) {
        return about(kid, kid, CommandType.ADVANCE_SIGNING_KEY, now).setSigningKeyStatus(to);
    }

    /** Defines a plan with one window and one quota. */
    public static Command.Builder plan(String planId, Instant now) {
        return about(planId, planId, CommandType.DEFINE_PLAN, now)
                .setPlan(PlanDraft.newBuilder()
                        .setName("Plan " + planId)
                        .setRateLimits(List.of(new RateLimit("burst", 20L, 1L)))
                        .setQuotas(List.of(new Quota("monthly", 1_000_000L, QuotaPeriod.MONTH)))
                        .build());
    }

    /** Defines a service with one route and one stamped topic. */
    public static Command.Builder define(String serviceId, Instant now) {
        return about(serviceId, serviceId, CommandType.DEFINE_SERVICE, now)
                .setService(ServiceDraft.newBuilder()
                        .setName("Service " + serviceId)
                        .setAudiences(List.of("payments"))
                        .setScopes(List.of("orders:*"))
                        .setRoutes(List.of(Route.newBuilder()
                                .setId("place")
                                .setScopes(List.of("orders:write"))
                                .build()))
                        .setStampPolicies(List.of(StampPolicy.newBuilder()
                                .setTopic("orders.created.v1")
                                .setProfile(StampProfile.SIGNED)
                                .setTime(StampTime.APPEND)
                                .setAllowedProducers(List.of())
                                .setOnRevoked(OnRevoked.REJECT_COMPROMISED)
                                .setTombstones(StampedTombstones.REFUSED)
                                .build()))
                        .build());
    }

    public static SecretDraft secret(String text) {
        return SecretDraft.newBuilder()
                .setHash(hash(text))
                .setPrefix("kf_live")
                .setLastFour("aB3z")
                .build();
    }

    public static ByteBuffer hash(String text) {
        return ByteBuffer.wrap(Sha256.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The same wish, tried once more. */
    public static Command.Builder again(Command command) {
        return Command.newBuilder(command).setAttempt("attempt-" + NEXT.incrementAndGet());
    }
}
