package dev.keyfabric.registry.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.registry.http.Answers;
import dev.keyfabric.registry.http.Json;
import dev.keyfabric.registry.http.Query;
import dev.keyfabric.registry.http.Reads;
import dev.keyfabric.registry.http.Roles;
import dev.keyfabric.registry.problem.Problem;
import dev.keyfabric.registry.problem.ProblemException;
import dev.keyfabric.registry.readmodel.Answer;
import dev.keyfabric.registry.readmodel.Lookups;
import dev.keyfabric.schemas.event.CommandResult;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Shows what became of commands: what to ask after an unknown outcome. */
@Controller("/v1/commands")
@Secured({Roles.ADMIN, Roles.AUDITOR})
final class CommandReads {
    private final Reads reads;
    private final Lookups lookups;
    private final CommandPositions positions;

    CommandReads(Reads reads, Lookups lookups, CommandPositions positions) {
        this.reads = reads;
        this.lookups = lookups;
        this.positions = positions;
    }

    @Get("/{id}")
    CompletionStage<HttpResponse<ObjectNode>> show(HttpRequest<?> request, String id) {
        Query query = new Query(request, Set.of(Query.POSITION));
        return reads.read(
                query,
                () -> Answers.ok(lookups.answer(id)
                        .map(this::json)
                        .orElseThrow(() -> new ProblemException(Problem.notFound(
                                "no answer to such a command is known: not decided yet, or too long ago")))));
    }

    private ObjectNode json(Answer answer) {
        CommandResult result = answer.result();
        ObjectNode json = Json.object();
        json.put("commandId", result.getCommandId());
        json.put("type", Json.lower(result.getType()));
        json.put("outcome", Json.lower(result.getOutcome()));
        json.put("subject", result.getSubject());
        json.put("version", result.getVersion());
        json.put("position", positions.ofStored(answer).map(Object::toString).orElse(null));
        json.put("firstAt", Json.time(result.getFirstAt()));
        json.put("at", Json.time(result.getAt()));
        json.put("keepUntil", Json.time(result.getKeepUntil()));
        json.set("problem", problem(result.getProblem()));
        return json;
    }

    private static @Nullable ObjectNode problem(dev.keyfabric.schemas.event.@Nullable Problem problem) {
        if (problem == null) {
            return null;
        }
        ObjectNode json = Json.object();
        json.put("code", problem.getCode());
        json.put("status", problem.getStatus());
        json.put("detail", problem.getDetail());
        ArrayNode errors = json.putArray("errors");
        problem.getErrors()
                .forEach(error -> errors.addObject()
                        .put("field", error.getField())
                        .put("code", error.getCode())
                        .put("detail", error.getDetail()));
        return json;
    }
}
