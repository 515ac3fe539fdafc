package dev.keyfabric.registry.console.form;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.registry.command.Asker;
import dev.keyfabric.registry.mutation.Askers;
import dev.keyfabric.registry.problem.Problem;
import dev.keyfabric.registry.problem.ProblemException;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.security.authentication.Authentication;
import jakarta.inject.Singleton;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Carries out what a form asks for, by the same code as the same wish over HTTP, and leads on: to what was done, or back to the form. */
@Singleton
public final class Actions {
    /** Told on a page of their own: there is no form to go back to. */
    private static final Set<Integer> FINAL = Set.of(401, 403, 404);

    private static final int BYTES = 18;

    private final Askers askers;
    private final RandomGenerator random;

    Actions(Askers askers, RandomGenerator random) {
        this.askers = askers;
        this.random = random;
    }

    /** What was done. Its JSON may hold a new secret: it is not printed. */
    public record Done(ObjectNode json, String command) {
        @Override
        public String toString() {
            return "Done[" + command + "]";
        }
    }

    /** A name for a wish that nobody has had yet. */
    public String once() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * Carries out a form.
     *
     * @param work the use case, asked in this person's name
     * @param done the answer when it is done
     * @param again the page with the form once more, and the status of the answer
     */
    public CompletionStage<MutableHttpResponse<String>> run(
            Form form,
            Authentication who,
            Function<Asker, CompletionStage<HttpResponse<ObjectNode>>> work,
            Function<Done, MutableHttpResponse<String>> done,
            BiFunction<Integer, Filled, MutableHttpResponse<String>> again) {
        CompletionStage<HttpResponse<ObjectNode>> running;
        try {
            running = work.apply(askers.of(form.request(), who.getName(), form.once(), form.version()));
        } catch (ProblemException e) {
            running = CompletableFuture.failedFuture(e);
        }
        return running.handle((answer, failure) -> {
            if (failure == null) {
                return done.apply(done(answer));
            }
            Problem problem = problem(failure);
            if (FINAL.contains(problem.status())) {
                throw new ProblemException(problem);
            }
            return again.apply(problem.status(), Filled.refused(form, problem, once()));
        });
    }

    private static Done done(HttpResponse<ObjectNode> answer) {
        ObjectNode json = answer.getBody().orElseThrow();
        return new Done(json, String.valueOf(answer.getHeaders().get(Problem.COMMAND_HEADER)));
    }

    private static Problem problem(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof ProblemException known) {
            return known.problem();
        }
        throw failure instanceof RuntimeException unforeseen ? unforeseen : new CompletionException(cause);
    }
}
