package dev.keyfabric.registry.console.fleet;

import dev.keyfabric.registry.console.page.Pages;
import dev.keyfabric.registry.console.page.Places;
import dev.keyfabric.registry.console.page.Streams;
import dev.keyfabric.registry.console.page.Viewer;
import dev.keyfabric.registry.http.Roles;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.sse.Event;
import io.micronaut.security.annotation.Secured;
import java.net.URI;
import org.reactivestreams.Publisher;

/** The page of the validators, live. */
@Controller("/console")
@Secured({Roles.ADMIN, Roles.AUDITOR})
final class FleetPages {
    private final Pages pages;
    private final Streams streams;
    private final FleetView.Looking fleet;

    FleetPages(Pages pages, Streams streams, FleetView.Looking fleet) {
        this.pages = pages;
        this.streams = streams;
        this.fleet = fleet;
    }

    /** The first page is the first that the one who asks may see. */
    @Get
    @Secured({Roles.ADMIN, Roles.AUDITOR, Roles.ISSUER})
    MutableHttpResponse<String> home(HttpRequest<?> request) {
        boolean all = Viewer.of(request).filter(Viewer::seesAll).isPresent();
        return HttpResponse.seeOther(URI.create(Places.HOME + (all ? "/fleet" : "/keys")));
    }

    @Get("/fleet")
    MutableHttpResponse<String> show(HttpRequest<?> request) {
        return pages.ok(request, "fleet.jte", "Fleet", "fleet", fleet.now());
    }

    @Get("/fleet/live")
    @Produces(MediaType.TEXT_EVENT_STREAM)
    Publisher<Event<String>> live(HttpRequest<?> request) {
        return streams.of(request, () -> new Streams.Part(pages.part("parts/fleet.jte", fleet.now()), false));
    }
}
