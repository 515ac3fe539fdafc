package dev.keyfabric.validator.validate;

import dev.keyfabric.schemas.topics.Position;
import dev.keyfabric.validation.ValidationEngine;
import dev.keyfabric.validation.judge.Code;
import dev.keyfabric.validation.judge.Verdict;
import dev.keyfabric.validation.judge.Verdict.Valid;
import dev.keyfabric.validation.token.Minting;
import dev.keyfabric.validation.token.TxnToken;
import dev.keyfabric.validator.node.Verdicts;
import dev.keyfabric.validator.node.Verdicts.Door;
import dev.keyfabric.validator.problem.FieldFault;
import dev.keyfabric.validator.problem.ProblemJson;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Answers questions about keys: 200 with a verdict, yes or no; 503 with a verdict when this node may not judge. */
@Controller("/v1/validate")
final class ValidateController {
    private static final FieldFault NOT_BOUND = new FieldFault(
            "/audience", "NOT_BOUND", "Must be a service that this node's signing key may name in a token.");

    private final ValidationEngine engine;
    private final Verdicts verdicts;
    private final Executor waiting;

    ValidateController(ValidationEngine engine, Verdicts verdicts, @Named(TaskExecutors.BLOCKING) Executor waiting) {
        this.engine = engine;
        this.verdicts = verdicts;
        this.waiting = waiting;
    }

    @Post
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.ALL)
    CompletableFuture<MutableHttpResponse<byte[]>> validate(@Body byte @Nullable [] body) {
        long begun = verdicts.begin();
        ValidateRequest request;
        try {
            request = RequestReader.read(body == null ? new byte[0] : body);
        } catch (MalformedRequestException e) {
            return CompletableFuture.completedFuture(malformed(e.faults()));
        }
        Position position = request.position();
        if (position == null) {
            return CompletableFuture.completedFuture(answer(engine.judge(request.question()), request, begun));
        }
        // Waiting is for threads that may block.
        return CompletableFuture.supplyAsync(
                () -> answer(engine.judge(request.question(), position), request, begun), waiting);
    }

    private MutableHttpResponse<byte[]> answer(Verdict verdict, ValidateRequest request, long begun) {
        return request.token() && verdict instanceof Valid valid
                ? withToken(valid, request, begun)
                : answer(verdict, null, request, begun);
    }

    /** A yes with the token that was asked for, or no yes. */
    private MutableHttpResponse<byte[]> withToken(Valid valid, ValidateRequest request, long begun) {
        Minting minting = engine.identity().token(valid, request.question());
        if (minting instanceof TxnToken token) {
            return answer(valid, token, request, begun);
        }
        return minting == Minting.Refused.NOT_BOUND
                ? malformed(List.of(NOT_BOUND))
                : answer(engine.refuse(Code.UNAVAILABLE), null, request, begun);
    }

    private static MutableHttpResponse<byte[]> malformed(List<FieldFault> faults) {
        return ProblemJson.response(
                HttpStatus.BAD_REQUEST,
                ProblemJson.bytes(HttpStatus.BAD_REQUEST, "MALFORMED", "The request is no question.", faults));
    }

    private MutableHttpResponse<byte[]> answer(
            Verdict verdict, @Nullable TxnToken token, ValidateRequest request, long begun) {
        verdicts.counted(Door.VALIDATE, verdict, request.question().clientIp(), begun);
        boolean judged = verdict.code().httpStatus() != Code.UNAVAILABLE.httpStatus();
        MutableHttpResponse<byte[]> response = HttpResponse.<byte[]>status(
                        judged ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                .body(VerdictJson.bytes(verdict, token))
                .contentType(MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
        return judged ? response : response.header(HttpHeaders.RETRY_AFTER, "1");
    }
}
