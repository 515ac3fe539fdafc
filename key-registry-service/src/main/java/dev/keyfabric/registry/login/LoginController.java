package dev.keyfabric.registry.login;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.registry.body.Fault;
import dev.keyfabric.registry.body.JsonBody;
import dev.keyfabric.registry.body.Members;
import dev.keyfabric.registry.http.Answers;
import dev.keyfabric.registry.http.Bodies;
import dev.keyfabric.registry.http.Json;
import dev.keyfabric.registry.http.Query;
import dev.keyfabric.registry.problem.Problem;
import dev.keyfabric.registry.problem.ProblemException;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Gives out tokens for the development login. */
@Controller("/login")
@Secured(SecurityRule.IS_ANONYMOUS)
@Requires(property = "keyfabric.dev-login.enabled", value = "true")
final class LoginController {
    private final DevLogin login;
    private final FailedAttempts failed;

    LoginController(DevLogin login, FailedAttempts failed) {
        this.login = login;
        this.failed = failed;
    }

    @Post
    @Consumes(MediaType.APPLICATION_JSON)
    CompletionStage<HttpResponse<ObjectNode>> login(HttpRequest<byte[]> request) {
        Query.none(request);
        JsonBody body = Bodies.required(request);
        Members members = body.members().require("username").require("password");
        String user = Objects.requireNonNullElse(members.text("username"), "");
        String password = Objects.requireNonNullElse(members.text("password"), "");
        members.end();
        List<Fault> faults = body.faults();
        if (!faults.isEmpty()) {
            throw new ProblemException(Problem.invalid(faults));
        }
        failed.refuseWhenTooMany();
        Optional<String> token = login.login(user, password);
        if (token.isEmpty()) {
            return failed.slowly(new ProblemException(Problem.of(401, "UNAUTHENTICATED", "user or password is wrong")));
        }
        return CompletableFuture.completedFuture(Answers.ok(Json.object()
                .put("access_token", token.get())
                .put("token_type", "Bearer")
                .put("expires_in", DevLogin.TOKEN_LIFETIME.toSeconds())));
    }
}
