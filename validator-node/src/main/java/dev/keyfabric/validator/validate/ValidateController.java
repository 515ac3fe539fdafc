package dev.keyfabric.validator.validate;

import dev.keyfabric.validator.reply.Reply;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Answers questions about keys, one or many: 200 with a verdict for each, yes or no; 503 with the verdicts when this node
 * may not judge. Every question of a batch is judged and counted as if it had come alone; none is, when one is malformed.
 */
@Controller("/v1/validate")
final class ValidateController {
    private final ValidateAnswer answer;
    private final ValidateDesk desk;

    ValidateController(ValidateAnswer answer, ValidateDesk desk) {
        this.answer = answer;
        this.desk = desk;
    }

    @Post
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.ALL)
    CompletableFuture<MutableHttpResponse<byte[]>> validate(@Body byte @Nullable [] body) {
        return answer.in(body == null ? Reply.NO_BODY : body).thenApply(Reply::response);
    }

    @Post("/batch")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.ALL)
    CompletableFuture<MutableHttpResponse<byte[]>> batch(@Body byte @Nullable [] body) {
        List<ValidateRequest> requests;
        try {
            requests = BatchReader.read(body == null ? Reply.NO_BODY : body, desk::mayName);
        } catch (MalformedRequestException e) {
            return CompletableFuture.completedFuture(
                    ValidateAnswers.malformed(e.faults()).response());
        }
        List<CompletableFuture<Answered>> answers = new ArrayList<>(requests.size());
        for (ValidateRequest request : requests) {
            // A key that was bound to other services meanwhile makes no token, and a failure of one question is no
            // other's.
            answers.add(desk.answer(request)
                    .handle((answer, failure) ->
                            answer == null || answer.isEmpty() ? desk.lost(request) : answer.get()));
        }
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(all -> answers.stream().map(CompletableFuture::join).toList())
                .thenApply(all -> ValidateAnswers.of(
                                VerdictJson.bytes(all), all.stream().anyMatch(Answered::judged))
                        .response());
    }
}
