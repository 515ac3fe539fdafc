package dev.keyfabric.registry.command;

import dev.keyfabric.registry.readmodel.Answer;
import dev.keyfabric.registry.readmodel.Applied;
import dev.keyfabric.schemas.topics.Position;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who waits here for which attempt of a command. An attempt is answered when the read model holds its result and every
 * record it wrote, so that whoever reads after the answer sees what was done.
 */
final class Outcomes implements Applied.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Outcomes.class);

    private final CommandPositions positions;
    private final Executor executor;
    private final Map<String, Waiter> byAttempt = new ConcurrentHashMap<>();

    private static final class Waiter {
        final CompletableFuture<Decided> decided = new CompletableFuture<>();
        volatile @Nullable Answer answer;
    }

    /** What became of an attempt, and where in the history of the fabric. */
    record Decided(Answer answer, Position position) {}

    Outcomes(CommandPositions positions, Executor executor) {
        this.positions = positions;
        this.executor = executor;
    }

    /** Waits for an attempt that is not sent yet; {@link #forget} it when nobody waits any more. */
    CompletableFuture<Decided> expect(String attempt) {
        Waiter waiter = new Waiter();
        byAttempt.put(attempt, waiter);
        return waiter.decided;
    }

    void forget(String attempt) {
        byAttempt.remove(attempt);
    }

    int waiting() {
        return byAttempt.size();
    }

    @Override
    public void applied(Applied applied) {
        for (Answer answer : applied.answers()) {
            Waiter waiter = byAttempt.get(answer.result().getAttempt());
            if (waiter != null) {
                waiter.answer = answer;
            }
        }
        byAttempt.values().forEach(this::answerIfComplete);
    }

    private void answerIfComplete(Waiter waiter) {
        Answer answer = waiter.answer;
        if (answer == null || waiter.decided.isDone()) {
            return;
        }
        try {
            positions
                    .ofFresh(answer)
                    .ifPresent(at -> waiter.decided.completeAsync(() -> new Decided(answer, at), executor));
        } catch (RuntimeException e) {
            LOG.warn("msg=outcome cannot be read command={}", answer.result().getCommandId(), e);
        }
    }
}
