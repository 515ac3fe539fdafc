package dev.keyfabric.registry.console.receipts;

import dev.keyfabric.registry.console.page.Pages;
import dev.keyfabric.registry.console.page.Streams;
import dev.keyfabric.registry.http.Roles;
import dev.keyfabric.schemas.topics.Position;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.sse.Event;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import org.reactivestreams.Publisher;

/** Sends a receipt again with each node that confirms, until it is final. */
@Controller("/console/receipts")
@Secured({Roles.ADMIN, Roles.AUDITOR, Roles.ISSUER})
@ExecuteOn(TaskExecutors.BLOCKING)
final class ReceiptStream {
    private final Pages pages;
    private final Streams streams;
    private final ReceiptLook receipts;

    ReceiptStream(Pages pages, Streams streams, ReceiptLook receipts) {
        this.pages = pages;
        this.streams = streams;
        this.receipts = receipts;
    }

    @Get("/{command}/live")
    @Produces(MediaType.TEXT_EVENT_STREAM)
    Publisher<Event<String>> live(HttpRequest<?> request, Authentication who, String command) {
        Position position = receipts.inForce(who, command);
        return streams.of(request, () -> {
            ReceiptView receipt = receipts.at(command, position);
            return new Streams.Part(pages.part("parts/receipt.jte", receipt), receipt.isFinal());
        });
    }
}
