package dev.keyfabric.registry.decide;

import dev.keyfabric.schemas.event.ConsumerEvent;
import dev.keyfabric.schemas.event.ConsumerEventType;
import dev.keyfabric.schemas.event.Digest;
import dev.keyfabric.schemas.event.KeyEvent;
import dev.keyfabric.schemas.event.KeyEventType;
import dev.keyfabric.schemas.event.PlanEvent;
import dev.keyfabric.schemas.event.PlanEventType;
import dev.keyfabric.schemas.event.ServiceEvent;
import dev.keyfabric.schemas.event.ServiceEventType;
import dev.keyfabric.schemas.event.SigningKeyEvent;
import dev.keyfabric.schemas.event.SigningKeyEventType;
import dev.keyfabric.schemas.topics.RecordHeaders;
import dev.keyfabric.schemas.topics.Topic;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecordBase;

/** The command to say what a partition holds: one digest on each of its lifecycle topics; docs/decisions/0019. */
final class DigestDecisions {
    private DigestDecisions() {}

    static Ruling answer(Case c) {
        List<Change> digests = Topic.lifecycle().stream()
                .map(topic -> new Change(
                        topic,
                        RecordHeaders.DIGEST_KEY,
                        event(c, topic, c.state().digest(topic)),
                        Change.Effect.DIGEST))
                .toList();
        return new Ruling.Applied(digests, 0, Optional.empty(), List.of());
    }

    private static SpecificRecordBase event(Case c, Topic topic, Digest digest) {
        String actor = c.command().getActor();
        String cause = c.origin().cause();
        return switch (topic) {
            case KEYS ->
                KeyEvent.newBuilder()
                        .setType(KeyEventType.DIGEST)
                        .setAt(c.origin().at())
                        .setActor(actor)
                        .setDoor(c.command().getDoor())
                        .setCause(cause)
                        .setDigest(digest)
                        .build();
            case CONSUMERS ->
                ConsumerEvent.newBuilder()
                        .setType(ConsumerEventType.DIGEST)
                        .setAt(c.origin().at())
                        .setActor(actor)
                        .setDoor(c.command().getDoor())
                        .setCause(cause)
                        .setDigest(digest)
                        .build();
            case PLANS ->
                PlanEvent.newBuilder()
                        .setType(PlanEventType.DIGEST)
                        .setAt(c.origin().at())
                        .setActor(actor)
                        .setDoor(c.command().getDoor())
                        .setCause(cause)
                        .setDigest(digest)
                        .build();
            case SERVICES ->
                ServiceEvent.newBuilder()
                        .setType(ServiceEventType.DIGEST)
                        .setAt(c.origin().at())
                        .setActor(actor)
                        .setDoor(c.command().getDoor())
                        .setCause(cause)
                        .setDigest(digest)
                        .build();
            case SIGNING_KEYS ->
                SigningKeyEvent.newBuilder()
                        .setType(SigningKeyEventType.DIGEST)
                        .setAt(c.origin().at())
                        .setActor(actor)
                        .setDoor(c.command().getDoor())
                        .setCause(cause)
                        .setDigest(digest)
                        .build();
            default -> throw new IllegalArgumentException(topic.id() + " has no digests");
        };
    }
}
