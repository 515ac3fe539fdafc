package dev.keyfabric.micronaut;

import dev.keyfabric.context.stamp.CallContext;
import dev.keyfabric.context.stamp.CurrentContext;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import org.jspecify.annotations.Nullable;

/** Routes of all kinds, each with its reason in its path. */
@Requires(property = "app", value = "routes")
@Controller("/routes")
class Routes implements Inherits {
    @Get("/open")
    String open(@Nullable VerifiedCaller caller) {
        return caller == null ? "nobody" : caller.consumerId();
    }

    @Get("/wrong")
    String wrong(VerifiedCaller caller) {
        return caller.consumerId();
    }

    @Get("/key")
    @RequiresScope
    String key(VerifiedCaller caller) {
        return caller + " " + caller.scopes() + " " + caller.plan().orElse("-") + " " + caller.environment();
    }

    @Get("/fails")
    @RequiresScope("orders:read")
    String fails() {
        throw new IllegalStateException("as the test wants it");
    }

    @Get("/own-limit")
    @RequiresScope("orders:read")
    HttpResponse<String> ownLimit() {
        return HttpResponse.ok("in").header("RateLimit", "\"own\";r=1;t=1");
    }

    @Get("/no-scope")
    @RequiresScope("Not A Scope")
    String noScope() {
        return "in";
    }

    @Get("/current")
    @RequiresScope("orders:read")
    String current() {
        return subject();
    }

    @Get("/current-elsewhere")
    @RequiresScope("orders:read")
    @ExecuteOn(TaskExecutors.BLOCKING)
    String currentElsewhere() {
        return subject();
    }

    @Get("/current-open")
    @ExecuteOn(TaskExecutors.BLOCKING)
    String currentOpen() {
        return subject();
    }

    @Override
    public String inherited() {
        return "in";
    }

    private static String subject() {
        return CurrentContext.get()
                .map(CallContext::token)
                .map(token -> token.claims().subject() + " " + token.claims().scopes())
                .orElse("nobody");
    }
}
