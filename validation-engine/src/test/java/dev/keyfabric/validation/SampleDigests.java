package dev.keyfabric.validation;

import dev.keyfabric.schemas.digest.PartitionSum;
import dev.keyfabric.schemas.event.ConsumerEvent;
import dev.keyfabric.schemas.event.ConsumerEventType;
import dev.keyfabric.schemas.event.Digest;
import dev.keyfabric.schemas.event.Door;
import dev.keyfabric.schemas.event.KeyEvent;
import dev.keyfabric.schemas.event.KeyEventType;
import dev.keyfabric.schemas.event.PlanEvent;
import dev.keyfabric.schemas.event.PlanEventType;
import dev.keyfabric.schemas.event.ServiceEvent;
import dev.keyfabric.schemas.event.ServiceEventType;
import dev.keyfabric.schemas.event.SigningKeyEvent;
import dev.keyfabric.schemas.event.SigningKeyEventType;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.wire.Wire;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;

/** Digests as the registry writes them, made by hand. */
public final class SampleDigests {
    private SampleDigests() {}

    /** What the registry says of a partition, as an answer to the command at an offset of its number. */
    public static byte[] digest(Topic topic, int partition, PartitionSum sum, long command, Instant at) {
        return digest(topic, told(sum, PartitionSum.ALGORITHM), "commands.v1-" + partition + "@" + command, at);
    }

    public static Digest told(PartitionSum sum, String algorithm) {
        return Digest.newBuilder()
                .setAlgorithm(algorithm)
                .setRecords(sum.records())
                .setCounts(Map.of())
                .setSum(ByteBuffer.wrap(sum.bytes()))
                .build();
    }

    public static byte[] digest(Topic topic, Digest digest, String cause, Instant at) {
        return Wire.encode(
                switch (topic) {
                    case KEYS ->
                        KeyEvent.newBuilder()
                                .setType(KeyEventType.DIGEST)
                                .setAt(at)
                                .setActor("registry:r1")
                                .setDoor(Door.REGISTRY)
                                .setCause(cause)
                                .setDigest(digest)
                                .build();
                    case CONSUMERS ->
                        ConsumerEvent.newBuilder()
                                .setType(ConsumerEventType.DIGEST)
                                .setAt(at)
                                .setActor("registry:r1")
                                .setDoor(Door.REGISTRY)
                                .setCause(cause)
                                .setDigest(digest)
                                .build();
                    case PLANS ->
                        PlanEvent.newBuilder()
                                .setType(PlanEventType.DIGEST)
                                .setAt(at)
                                .setActor("registry:r1")
                                .setDoor(Door.REGISTRY)
                                .setCause(cause)
                                .setDigest(digest)
                                .build();
                    case SERVICES ->
                        ServiceEvent.newBuilder()
                                .setType(ServiceEventType.DIGEST)
                                .setAt(at)
                                .setActor("registry:r1")
                                .setDoor(Door.REGISTRY)
                                .setCause(cause)
                                .setDigest(digest)
                                .build();
                    case SIGNING_KEYS ->
                        SigningKeyEvent.newBuilder()
                                .setType(SigningKeyEventType.DIGEST)
                                .setAt(at)
                                .setActor("registry:r1")
                                .setDoor(Door.REGISTRY)
                                .setCause(cause)
                                .setDigest(digest)
                                .build();
                    default -> throw new IllegalArgumentException(topic.id());
                });
    }
}
