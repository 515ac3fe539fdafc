package dev.keyfabric.registry.command;

import dev.keyfabric.schemas.event.Command;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The way of commands to the bus. */
public interface CommandOutbox {
    /** Whether commands can be decided now, as far as this instance can know. */
    boolean isOpen();

    /**
     * Ends once the bus holds the command, or fails when it does not, or may not.
     *
     * @param traceparent of the request that brought it, or null
     */
    CompletionStage<?> send(Command command, @Nullable String traceparent);
}
