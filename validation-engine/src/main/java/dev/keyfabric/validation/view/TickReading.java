package dev.keyfabric.validation.view;

import dev.keyfabric.follower.FollowedRecord;
import dev.keyfabric.schemas.event.ConsumerEvent;
import dev.keyfabric.schemas.event.ConsumerEventType;
import dev.keyfabric.schemas.event.KeyEvent;
import dev.keyfabric.schemas.event.KeyEventType;
import dev.keyfabric.schemas.event.PlanEvent;
import dev.keyfabric.schemas.event.PlanEventType;
import dev.keyfabric.schemas.event.ServiceEvent;
import dev.keyfabric.schemas.event.ServiceEventType;
import dev.keyfabric.schemas.event.SigningKeyEvent;
import dev.keyfabric.schemas.event.SigningKeyEventType;
import dev.keyfabric.schemas.wire.UnreadableValueException;
import dev.keyfabric.schemas.wire.Wire;
import org.jspecify.annotations.Nullable;

/** Reads ticks, which are values of each topic's own schema. */
final class TickReading {
    private TickReading() {}

    /** The id of the topic a tick was written to, or null when it does not say. */
    static @Nullable String topicId(FollowedRecord record) {
        byte[] value = record.value();
        return switch (record.topic()) {
            case KEYS -> {
                KeyEvent event = Wire.decode(value, KeyEvent.class);
                yield checked(event.getType() == KeyEventType.TICK, event.getTopicId());
            }
            case CONSUMERS -> {
                ConsumerEvent event = Wire.decode(value, ConsumerEvent.class);
                yield checked(event.getType() == ConsumerEventType.TICK, event.getTopicId());
            }
            case PLANS -> {
                PlanEvent event = Wire.decode(value, PlanEvent.class);
                yield checked(event.getType() == PlanEventType.TICK, event.getTopicId());
            }
            case SERVICES -> {
                ServiceEvent event = Wire.decode(value, ServiceEvent.class);
                yield checked(event.getType() == ServiceEventType.TICK, event.getTopicId());
            }
            case SIGNING_KEYS -> {
                SigningKeyEvent event = Wire.decode(value, SigningKeyEvent.class);
                yield checked(event.getType() == SigningKeyEventType.TICK, event.getTopicId());
            }
            default -> throw new UnreadableValueException("no topic for ticks");
        };
    }

    private static @Nullable String checked(boolean isTick, @Nullable String topicId) {
        if (!isTick) {
            throw new UnreadableValueException("not a tick");
        }
        return topicId;
    }
}
