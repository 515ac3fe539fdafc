package dev.keyfabric.registry.console.consumers;

import dev.keyfabric.registry.readmodel.Subject;
import dev.keyfabric.schemas.event.ConsumerState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A consumer in a list. */
public record ConsumerRow(
        String id,
        String name,
        @Nullable String plan,
        String status,
        @Nullable Instant createdAt) {

    static ConsumerRow of(Subject subject) {
        ConsumerState state = subject.consumer();
        return state == null
                ? new ConsumerRow(subject.id(), "", null, subject.status(), null)
                : new ConsumerRow(
                        subject.id(), state.getName(), state.getPlan(), subject.status(), state.getCreatedAt());
    }
}
