package dev.keyfabric.registry.signingkeys;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.registry.body.JsonBody;
import dev.keyfabric.registry.http.Answers;
import dev.keyfabric.registry.http.Bodies;
import dev.keyfabric.registry.http.Json;
import dev.keyfabric.registry.http.Query;
import dev.keyfabric.registry.http.Reads;
import dev.keyfabric.registry.login.FailedAttempts;
import dev.keyfabric.registry.problem.Problem;
import dev.keyfabric.registry.problem.ProblemException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.authentication.AuthorizationException;
import io.micronaut.security.rules.SecurityRule;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Enrols signing keys: a challenge, and its answer signed with the new key. Open to the framework, because an enrolment
 * key is no token: who asks is judged here, and whoever is not known gets one and the same 401, slowly.
 */
@Controller("/v1/signing-keys")
@Secured(SecurityRule.IS_ANONYMOUS)
final class Enrolments {
    private final Reads reads;
    private final Applicants applicants;
    private final Nonces nonces;
    private final Enrolling enrolling;
    private final FailedAttempts failed = new FailedAttempts(System::nanoTime);

    Enrolments(Reads reads, Applicants applicants, Nonces nonces, Enrolling enrolling) {
        this.reads = reads;
        this.applicants = applicants;
        this.nonces = nonces;
        this.enrolling = enrolling;
    }

    @Post("/challenge")
    @Consumes(MediaType.APPLICATION_JSON)
    CompletionStage<HttpResponse<ObjectNode>> challenge(HttpRequest<byte[]> request, @Nullable Authentication who) {
        return asked(request, who, applicant -> {
            JsonBody body = Bodies.empty(request);
            if (!body.faults().isEmpty()) {
                throw new ProblemException(Problem.invalid(body.faults()));
            }
            Nonces.Nonce nonce = nonces.issue(applicant.credential());
            ObjectNode json = Json.object();
            json.put("nonce", nonce.text());
            json.put("expiresAt", Json.time(nonce.expiresAt()));
            return CompletableFuture.completedFuture(Answers.ok(json));
        });
    }

    @Post
    @Consumes(MediaType.APPLICATION_JSON)
    CompletionStage<HttpResponse<ObjectNode>> enrol(HttpRequest<byte[]> request, @Nullable Authentication who) {
        return asked(request, who, applicant -> {
            JsonBody body = Bodies.required(request);
            EnrolmentBody enrolment = EnrolmentBody.read(body, nonces, applicant.credential());
            if (enrolment.key() == null || !body.faults().isEmpty()) {
                throw new ProblemException(Problem.invalid(body.faults()));
            }
            return enrolling.enrol(applicant, request, enrolment.key(), enrolment.status(), body);
        });
    }

    /** What is asked is read only once it is known who asks. */
    private CompletionStage<HttpResponse<ObjectNode>> asked(
            HttpRequest<byte[]> request,
            @Nullable Authentication who,
            Function<Applicant, CompletionStage<HttpResponse<ObjectNode>>> then) {
        Query query = new Query(request, Set.of());
        return reads.read(query, () -> applicants.of(request, who)).thenCompose(applicant -> answer(applicant, then));
    }

    private CompletionStage<HttpResponse<ObjectNode>> answer(
            Optional<Applicant> applicant, Function<Applicant, CompletionStage<HttpResponse<ObjectNode>>> then) {
        if (applicant.isPresent()) {
            return then.apply(applicant.get());
        }
        failed.refuseWhenTooMany();
        return failed.slowly(new AuthorizationException(null));
    }
}
