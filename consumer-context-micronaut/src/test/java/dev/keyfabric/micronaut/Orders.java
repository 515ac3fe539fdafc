package dev.keyfabric.micronaut;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** The controller of docs/embedded.md. */
@Requires(property = "app", value = "orders")
@Controller("/orders")
@RequiresScope("orders:read")
class Orders {
    private final Outbox outbox;

    Orders(Outbox outbox) {
        this.outbox = outbox;
    }

    @Get("/mine")
    String mine(VerifiedCaller caller) {
        return caller.consumerId();
    }

    @Post
    @RequiresScope("orders:write")
    @ExecuteOn(TaskExecutors.BLOCKING)
    void create() {
        outbox.tell("order.created");
    }
}
