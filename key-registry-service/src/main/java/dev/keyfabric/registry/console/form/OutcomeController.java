package dev.keyfabric.registry.console.form;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.key.CommandId;
import dev.keyfabric.registry.http.Answers;
import dev.keyfabric.registry.http.Json;
import dev.keyfabric.registry.http.Reads;
import dev.keyfabric.registry.http.Roles;
import dev.keyfabric.registry.readmodel.Lookups;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import java.util.concurrent.CompletionStage;

/** Tells whether a form of the one who asks was decided: what a page asks when the connection was lost after it was sent. */
@Controller("/console/outcome")
@Secured({Roles.ADMIN, Roles.ISSUER})
final class OutcomeController {
    private final Reads reads;
    private final Lookups lookups;

    OutcomeController(Reads reads, Lookups lookups) {
        this.reads = reads;
        this.lookups = lookups;
    }

    @Get("/{once}")
    CompletionStage<HttpResponse<ObjectNode>> show(Authentication who, String once) {
        String command = CommandId.derive(who.getName(), once);
        return reads.read(() -> Answers.ok(Json.object()
                .put(
                        "outcome",
                        lookups.answer(command)
                                .map(answer -> Json.lower(answer.result().getOutcome()))
                                .orElse("unknown"))));
    }
}
