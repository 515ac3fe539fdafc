package dev.keyfabric.registry.console.consumers;

import dev.keyfabric.registry.console.page.Asked;
import dev.keyfabric.registry.console.page.Pages;
import dev.keyfabric.registry.http.Reads;
import dev.keyfabric.registry.http.Roles;
import dev.keyfabric.registry.readmodel.Cursor;
import dev.keyfabric.registry.readmodel.Listing;
import dev.keyfabric.registry.readmodel.Lookups;
import dev.keyfabric.registry.readmodel.Page;
import dev.keyfabric.registry.readmodel.Sort;
import dev.keyfabric.registry.readmodel.Subject;
import dev.keyfabric.registry.readmodel.SubjectKind;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The list of consumers. */
@Controller("/console/consumers")
@Secured({Roles.ADMIN, Roles.AUDITOR})
public final class ConsumerListPage {
    private static final int LIMIT = 50;
    private static final List<String> STATUSES = List.of("ACTIVE", "SUSPENDED", "DELETED", Subject.UNREADABLE);
    private static final List<String> FILTERS = List.of("q", "status", "plan");
    private static final Sort NEWEST = new Sort(Sort.By.CREATED_AT, true);

    private final Pages pages;
    private final Reads reads;
    private final Lookups lookups;

    ConsumerListPage(Pages pages, Reads reads, Lookups lookups) {
        this.pages = pages;
        this.reads = reads;
        this.lookups = lookups;
    }

    /** A page of the list; {@code next} is the address of the page after it, or null. */
    public record View(
            List<ConsumerRow> consumers,
            Asked asked,
            boolean filtered,
            @Nullable String next) {}

    @Get
    CompletionStage<MutableHttpResponse<String>> list(HttpRequest<?> request) {
        Asked asked = new Asked(request);
        Cursor cursor = asked.parsed("cursor", Cursor::parse);
        Sort asking = asked.parsed("sort", Sort::ofText);
        Sort sort = cursor != null ? cursor.sort() : asking != null ? asking : NEWEST;
        Listing listing = new Listing(SubjectKind.CONSUMER, sort, LIMIT, cursor)
                .status(asked.word("status", STATUSES))
                .belongsTo(asked.text("plan"))
                .containing(asked.text("q"));
        return reads.read(() -> {
            Page page = lookups.page(listing);
            String next = page.next() == null
                    ? null
                    : asked.with("cursor", page.next().toString());
            List<ConsumerRow> rows = page.items().stream().map(ConsumerRow::of).toList();
            View view = new View(rows, asked, asked.any(FILTERS), next);
            return pages.ok(request, "consumers.jte", "Consumers", "consumers", view);
        });
    }
}
