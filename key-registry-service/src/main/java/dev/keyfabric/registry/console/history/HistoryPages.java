package dev.keyfabric.registry.console.history;

import dev.keyfabric.registry.console.page.Asked;
import dev.keyfabric.registry.console.page.Pages;
import dev.keyfabric.registry.history.HistoryCsv;
import dev.keyfabric.registry.http.Reads;
import dev.keyfabric.registry.http.Roles;
import dev.keyfabric.registry.readmodel.HistoryCursor;
import dev.keyfabric.registry.readmodel.HistoryEntry;
import dev.keyfabric.registry.readmodel.HistoryListing;
import dev.keyfabric.registry.readmodel.HistoryPage;
import dev.keyfabric.registry.readmodel.Lookups;
import dev.keyfabric.registry.readmodel.SubjectKind;
import dev.keyfabric.schemas.event.Door;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What happened, newest first: on a page, or as a table to take away. */
@Controller("/console/history")
@Secured({Roles.ADMIN, Roles.AUDITOR})
public final class HistoryPages {
    private static final int LIMIT = 50;
    private static final int MOST = 5_000;
    private static final List<String> FILTERS = List.of("subject", "kind", "actor", "type", "door", "from", "to");
    private static final List<String> KINDS =
            Arrays.stream(SubjectKind.values()).map(Enum::name).toList();
    private static final List<String> DOORS =
            Arrays.stream(Door.values()).map(Enum::name).toList();

    private final Pages pages;
    private final Reads reads;
    private final Lookups lookups;

    HistoryPages(Pages pages, Reads reads, Lookups lookups) {
        this.pages = pages;
        this.reads = reads;
        this.lookups = lookups;
    }

    /** A page of it; {@code next} is the address of the page after it, or null. */
    public record View(
            List<HistoryEntry> entries,
            Asked asked,
            boolean filtered,
            @Nullable String next) {}

    @Get
    CompletionStage<MutableHttpResponse<String>> list(HttpRequest<?> request) {
        Asked asked = new Asked(request);
        HistoryListing listing = listing(asked, LIMIT);
        return reads.read(() -> {
            HistoryPage page = lookups.history(listing);
            String next = page.next() == null
                    ? null
                    : asked.with("cursor", page.next().toString());
            View view = new View(page.items(), asked, asked.any(FILTERS), next);
            return pages.ok(request, "history.jte", "History", "history", view);
        });
    }

    @Get("/export")
    CompletionStage<MutableHttpResponse<String>> export(HttpRequest<?> request) {
        HistoryListing listing = listing(new Asked(request), MOST);
        return reads.read(() -> HttpResponse.ok(HistoryCsv.of(lookups.history(listing)))
                .contentType(MediaType.of("text/csv; charset=utf-8"))
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"keyfabric-history.csv\""));
    }

    private static HistoryListing listing(Asked asked, int limit) {
        String kind = asked.word("kind", KINDS);
        String type = asked.text("type");
        return new HistoryListing(asked.text("subject"), true, limit, asked.parsed("cursor", HistoryCursor::parse))
                .kind(kind == null ? null : SubjectKind.valueOf(kind))
                .actor(asked.text("actor"))
                .type(type == null ? null : type.toUpperCase(Locale.ROOT))
                .door(asked.word("door", DOORS))
                .from(asked.parsed("from", text -> day(text, 0)))
                .to(asked.parsed("to", text -> day(text, 1)));
    }

    /** The beginning of a day in UTC, or of one so many days later. */
    private static Optional<Instant> day(String text, int later) {
        try {
            return Optional.of(LocalDate.parse(text)
                    .plusDays(later)
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
