package dev.keyfabric.validator.validate;

import dev.keyfabric.schemas.topics.Position;
import dev.keyfabric.validation.ValidationEngine;
import dev.keyfabric.validation.judge.Code;
import dev.keyfabric.validation.judge.Verdict;
import dev.keyfabric.validator.node.Verdicts;
import dev.keyfabric.validator.node.Verdicts.Door;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Answers questions about keys: 200 with a verdict, yes or no; 503 with a verdict when this node may not judge. */
@Controller("/v1/validate")
final class ValidateController {
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
        ValidateRequest request;
        try {
            request = RequestReader.read(body == null ? new byte[0] : body);
        } catch (MalformedRequestException e) {
            byte[] problem =
                    ProblemJson.bytes(HttpStatus.BAD_REQUEST, "MALFORMED", "The request is no question.", e.faults());
            return CompletableFuture.completedFuture(ProblemJson.response(HttpStatus.BAD_REQUEST, problem));
        }
        Position position = request.position();
        if (position == null) {
            return CompletableFuture.completedFuture(answer(engine.judge(request.question())));
        }
        // Waiting is for threads that may block.
        return CompletableFuture.supplyAsync(() -> answer(engine.judge(request.question(), position)), waiting);
    }

    private MutableHttpResponse<byte[]> answer(Verdict verdict) {
        verdicts.counted(Door.VALIDATE, verdict);
        boolean judged = verdict.code().httpStatus() != Code.UNAVAILABLE.httpStatus();
        MutableHttpResponse<byte[]> response = HttpResponse.<byte[]>status(
                        judged ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                .body(VerdictJson.bytes(verdict))
                .contentType(MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
        return judged ? response : response.header(HttpHeaders.RETRY_AFTER, "1");
    }
}
