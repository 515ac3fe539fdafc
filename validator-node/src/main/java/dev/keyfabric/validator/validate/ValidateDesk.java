package dev.keyfabric.validator.validate;

import dev.keyfabric.schemas.topics.Position;
import dev.keyfabric.validation.ValidationEngine;
import dev.keyfabric.validation.judge.Code;
import dev.keyfabric.validation.judge.Verdict;
import dev.keyfabric.validation.judge.Verdict.Valid;
import dev.keyfabric.validation.settings.NodeSettings;
import dev.keyfabric.validation.token.Minting;
import dev.keyfabric.validation.token.TxnToken;
import dev.keyfabric.validator.node.Verdicts;
import dev.keyfabric.validator.node.Verdicts.Door;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Answers questions, each alone, whether they came alone or in a batch; counts the verdicts. */
@Singleton
final class ValidateDesk {
    private final ValidationEngine engine;
    private final Verdicts verdicts;
    private final @Nullable String service;
    private final Executor waiting;

    ValidateDesk(
            ValidationEngine engine,
            Verdicts verdicts,
            NodeSettings settings,
            @Named(TaskExecutors.BLOCKING) Executor waiting) {
        this.engine = engine;
        this.verdicts = verdicts;
        this.service = settings.service();
        this.waiting = waiting;
    }

    /** The beginning of a request. */
    long begin() {
        return verdicts.begin();
    }

    /**
     * The answer to a question that came alone; empty when a yes was to bring a token for a service that this node's key may
     * not name.
     *
     * @param begun what {@link #begin()} said
     */
    CompletableFuture<Optional<Answered>> answer(ValidateRequest request, long begun) {
        return answer(
                request,
                verdict -> verdicts.counted(
                        Door.VALIDATE, verdict, request.question().clientIp(), begun));
    }

    /** The same for a question of a batch. */
    CompletableFuture<Optional<Answered>> answer(ValidateRequest request) {
        return answer(request, verdict -> ofBatch(verdict, request));
    }

    /** The refusal of a question of a batch whose answer was lost on its way. */
    Answered lost(ValidateRequest request) {
        return new Answered(ofBatch(engine.refuse(Code.UNAVAILABLE), request), null);
    }

    private Verdict ofBatch(Verdict verdict, ValidateRequest request) {
        return verdicts.counted(Door.BATCH, verdict, request.question().clientIp());
    }

    private CompletableFuture<Optional<Answered>> answer(ValidateRequest request, UnaryOperator<Verdict> counting) {
        Position position = request.position();
        if (position == null) {
            return CompletableFuture.completedFuture(answered(request, engine.judge(request.question()), counting));
        }
        // Waiting is for threads that may block.
        return CompletableFuture.supplyAsync(
                () -> answered(request, engine.judge(request.question(), position), counting), waiting);
    }

    /** Whether a token may name the request's audience, as far as that can be told before it is judged. */
    boolean mayName(ValidateRequest request) {
        String audience = request.question().audience() == null
                ? service
                : request.question().audience();
        return !request.token()
                || engine.identity()
                        .services()
                        .map(services -> audience != null && services.contains(audience))
                        .orElse(true);
    }

    private Optional<Answered> answered(ValidateRequest request, Verdict verdict, UnaryOperator<Verdict> counting) {
        if (!request.token() || !(verdict instanceof Valid valid)) {
            return Optional.of(new Answered(counting.apply(verdict), null));
        }
        Minting minting = engine.identity().token(valid, request.question());
        if (minting instanceof TxnToken token) {
            return Optional.of(new Answered(counting.apply(valid), token));
        }
        return minting == Minting.Refused.NOT_BOUND
                ? Optional.empty()
                : Optional.of(new Answered(counting.apply(engine.refuse(Code.UNAVAILABLE)), null));
    }
}
