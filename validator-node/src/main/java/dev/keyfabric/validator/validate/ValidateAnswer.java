package dev.keyfabric.validator.validate;

import dev.keyfabric.validator.reply.Reply;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The answer to the body of a question that came alone. */
@Singleton
public final class ValidateAnswer {
    private final ValidateDesk desk;

    ValidateAnswer(ValidateDesk desk) {
        this.desk = desk;
    }

    /** The answer; null = it may have to wait, and nothing was judged yet. */
    public @Nullable Reply now(byte[] body) {
        long begun = desk.begin();
        try {
            ValidateRequest request = RequestReader.read(body);
            return request.position() == null ? answer(request, begun).join() : null;
        } catch (MalformedRequestException e) {
            return ValidateAnswers.malformed(e.faults());
        }
    }

    /** The answer, when it need not wait any longer. */
    CompletableFuture<Reply> in(byte[] body) {
        long begun = desk.begin();
        try {
            return answer(RequestReader.read(body), begun);
        } catch (MalformedRequestException e) {
            return CompletableFuture.completedFuture(ValidateAnswers.malformed(e.faults()));
        }
    }

    private CompletableFuture<Reply> answer(ValidateRequest request, long begun) {
        return desk.answer(request, begun)
                .thenApply(answer -> answer.map(
                                answered -> ValidateAnswers.of(VerdictJson.bytes(answered), answered.judged()))
                        .orElseGet(() -> ValidateAnswers.malformed(List.of(ValidateAnswers.notBound("")))));
    }
}
