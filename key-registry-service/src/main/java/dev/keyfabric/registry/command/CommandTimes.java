package dev.keyfabric.registry.command;

import dev.keyfabric.registry.readmodel.Answer;
import dev.keyfabric.registry.readmodel.Applied;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.Outcome;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/**
 * What becomes of commands, whichever door they came in by and whichever instance decides them, and how long it takes: from
 * the broker's taking the command to its committed result being in this instance's read model. What was decided before
 * this instance had caught up is no news and is left out. Heard of on the read model's thread.
 */
public final class CommandTimes implements Applied.Listener {
    private final BooleanSupplier caughtUp;
    private final InstantSource clock;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /** Hears of each command once; must be quick and must not throw. */
    public interface Listener {
        void decided(CommandType type, Outcome outcome, Duration took);
    }

    public CommandTimes(BooleanSupplier caughtUp, InstantSource clock) {
        this.caughtUp = caughtUp;
        this.clock = clock;
    }

    public void onCommand(Listener listener) {
        listeners.add(listener);
    }

    @Override
    public void applied(Applied applied) {
        if (applied.answers().isEmpty() || !caughtUp.getAsBoolean()) {
            return;
        }
        for (Answer answer : applied.answers()) {
            Duration took = Duration.between(answer.result().getAt(), clock.instant());
            Duration time = took.isNegative() ? Duration.ZERO : took;
            listeners.forEach(listener ->
                    listener.decided(answer.result().getType(), answer.result().getOutcome(), time));
        }
    }
}
