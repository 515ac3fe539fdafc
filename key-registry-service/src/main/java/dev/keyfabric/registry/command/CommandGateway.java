package dev.keyfabric.registry.command;

import dev.keyfabric.key.CommandId;
import dev.keyfabric.registry.body.Fault;
import dev.keyfabric.registry.command.Outcomes.Decided;
import dev.keyfabric.registry.decide.CommandRules;
import dev.keyfabric.registry.decide.Refusal;
import dev.keyfabric.registry.problem.Problem;
import dev.keyfabric.registry.problem.ProblemException;
import dev.keyfabric.registry.readmodel.Applied;
import dev.keyfabric.registry.readmodel.Lookups;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandResult;
import dev.keyfabric.schemas.event.Door;
import dev.keyfabric.schemas.event.FieldError;
import dev.keyfabric.schemas.topics.Position;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door from HTTP to the decider: checks a command, sends it, and waits for what becomes of it. Nothing is sent that
 * has a fault; whatever was sent and not answered in time has an unknown outcome, and says so.
 */
public final class CommandGateway {
    /** How long an answer may take. */
    public static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

    /** A repeat must find the first answer for a day, and answers are kept 10 minutes past the expiry. */
    static final Duration EXPIRY = Duration.ofHours(24).minusMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(CommandGateway.class);

    /** Whoever decides has not heard of this instance's key yet, or knows already that it is over. */
    private static final Set<String> OF_OUR_KEY =
            Set.of(Refusal.SIGNER_UNKNOWN.name(), Refusal.SIGNER_NOT_ALLOWED.name());

    private static final int MOST_IN_FLIGHT = 4096;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final CommandOutbox outbox;
    private final Lookups lookups;
    private final Outcomes outcomes;
    private final InstantSource clock;
    private final RandomGenerator random;

    public CommandGateway(
            CommandOutbox outbox, Lookups lookups, InstantSource clock, RandomGenerator random, Executor executor) {
        this.outbox = outbox;
        this.lookups = lookups;
        this.clock = clock;
        this.random = random;
        this.outcomes = new Outcomes(new CommandPositions(lookups), executor);
    }

    /** Must hear of everything the read model applies. */
    public Applied.Listener listener() {
        return outcomes;
    }

    /** What an accepted command did: its result, and the position at which it is in force. */
    public record Done(CommandResult result, Position position) {}

    /**
     * Sends a wish and waits for its outcome. May block for a moment, on the read model.
     *
     * @param wish with type, subject, routing and drafts; the rest is filled in here
     * @param faults what reading the body found already
     * @return fails with a {@link ProblemException} when the command was refused, or nobody knows
     */
    public CompletionStage<Done> submit(Asker asker, Command.Builder wish, List<Fault> faults) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Command command = wish.setId(asker.commandId())
                .setAttempt(CommandId.random(random))
                .setActor(asker.actor())
                .setDoor(Door.HTTP)
                .setIssuedAt(now)
                .setExpiresAt(now.plus(EXPIRY))
                .setExpectedVersion(asker.expectedVersion())
                .build();
        List<Fault> all = merged(faults, CommandRules.check(command, now));
        if (!all.isEmpty()) {
            return refused(Problem.invalid(all), command);
        }
        if (isReused(command)) {
            return refused(
                    Problem.of(422, "IDEMPOTENCY_KEY_REUSED", "this Idempotency-Key stands for another request"),
                    command);
        }
        if (!outbox.isOpen() || outcomes.waiting() >= MOST_IN_FLIGHT) {
            return refused(writerUnavailable(), command);
        }
        return send(command, asker.traceparent());
    }

    private CompletionStage<Done> send(Command command, @Nullable String traceparent) {
        CompletableFuture<Decided> decided = outcomes.expect(command.getAttempt());
        CompletionStage<?> sending;
        try {
            sending = outbox.send(command, traceparent);
        } catch (RuntimeException e) {
            outcomes.forget(command.getAttempt());
            throw e;
        }
        sending.whenComplete((sent, failure) -> {
            if (failure != null) {
                LOG.warn("msg=command not sent command={} error={}", command.getId(), failure.toString());
                decided.completeExceptionally(new ProblemException(notSent(failure)));
            }
        });
        return decided.orTimeout(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                .handle((answer, failure) -> {
                    outcomes.forget(command.getAttempt());
                    if (failure != null) {
                        throw new ProblemException(unanswered(failure).ofCommand(command.getId()));
                    }
                    return done(answer, command);
                });
    }

    private static Done done(Decided decided, Command command) {
        CommandResult result = decided.answer().result();
        dev.keyfabric.schemas.event.Problem refusal = result.getProblem();
        if (refusal != null) {
            if (OF_OUR_KEY.contains(refusal.getCode())) {
                LOG.warn(
                        "msg=command not taken from this instance command={} code={}",
                        command.getId(),
                        refusal.getCode());
                throw new ProblemException(writerUnavailable().ofCommand(command.getId()));
            }
            List<Fault> faults =
                    refusal.getErrors().stream().map(CommandGateway::fault).toList();
            throw new ProblemException(new Problem(
                    refusal.getStatus(), refusal.getCode(), refusal.getDetail(), faults, null, command.getId()));
        }
        return new Done(result, decided.position());
    }

    /** Most failures leave open whether the bus has the command; of a few it is certain that it has not. */
    private static Problem notSent(Throwable failure) {
        if (failure instanceof RecordTooLargeException) {
            return Problem.of(413, "TOO_LARGE", "the change is longer than a record on the bus may be");
        }
        boolean refused = failure instanceof AuthorizationException || failure instanceof AuthenticationException;
        return refused ? writerUnavailable() : outcomeUnknown();
    }

    private static Problem unanswered(Throwable failure) {
        if (failure instanceof ProblemException known) {
            return known.problem();
        }
        if (!(failure instanceof TimeoutException)) {
            LOG.error("msg=waiting for an outcome failed", failure);
        }
        return outcomeUnknown();
    }

    private static Problem outcomeUnknown() {
        return Problem.unavailable(
                "OUTCOME_UNKNOWN",
                "the command was sent and not answered in time; ask for it by its id, or repeat the request"
                        + " with the same Idempotency-Key",
                RETRY_AFTER);
    }

    private static Problem writerUnavailable() {
        return Problem.unavailable("WRITER_UNAVAILABLE", "no writer takes commands now; try again", RETRY_AFTER);
    }

    private static CompletionStage<Done> refused(Problem problem, Command command) {
        return CompletableFuture.failedFuture(new ProblemException(problem.ofCommand(command.getId())));
    }

    /** Best effort: the decider of one partition knows the ids used there, the read model knows all it has applied. */
    private boolean isReused(Command command) {
        return lookups.answer(command.getId())
                .filter(first -> first.result().getType() != command.getType()
                        || !first.result().getSubject().equals(command.getSubject()))
                .isPresent();
    }

    /** What the rules find wrong with a value that could not be read at all is no news. */
    private static List<Fault> merged(List<Fault> reading, List<FieldError> rules) {
        List<Fault> all = new ArrayList<>(reading);
        for (FieldError rule : rules) {
            boolean known = reading.stream()
                    .anyMatch(f -> f.field().equals(rule.getField())
                            || f.field().startsWith(rule.getField() + "/")
                            || rule.getField().startsWith(f.field() + "/"));
            if (!known) {
                all.add(fault(rule));
            }
        }
        return all;
    }

    private static Fault fault(FieldError error) {
        return new Fault(error.getField(), error.getCode(), error.getDetail());
    }
}
