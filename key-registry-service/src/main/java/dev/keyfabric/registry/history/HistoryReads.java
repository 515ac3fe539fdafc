package dev.keyfabric.registry.history;

import dev.keyfabric.registry.http.Query;
import dev.keyfabric.registry.http.Reads;
import dev.keyfabric.registry.http.Roles;
import dev.keyfabric.registry.readmodel.HistoryCursor;
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
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.uri.UriBuilder;
import io.micronaut.security.annotation.Secured;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Shows the history, as JSON, or with {@code Accept: text/csv} as CSV: newest first, {@code sort=at} for the oldest first. Of
 * CSV the next page is named by a {@code Link} (RFC 8288).
 */
@Controller("/v1/history")
@Secured({Roles.ADMIN, Roles.AUDITOR})
final class HistoryReads {
    private static final MediaType CSV = MediaType.TEXT_CSV_TYPE;
    private static final int DEFAULT_LIMIT = 50;
    private static final int MOST = 5_000;
    private static final String NEWEST_FIRST = "-at";
    private static final List<String> KINDS = Arrays.stream(SubjectKind.values())
            .map(kind -> kind.name().toLowerCase(Locale.ROOT))
            .toList();
    private static final List<String> DOORS =
            Arrays.stream(Door.values()).map(Enum::name).toList();
    private static final Set<String> PARAMETERS = new TreeSet<>(Set.of(
            "subject",
            "kind",
            "actor",
            "door",
            "type",
            "command",
            "from",
            "to",
            "sort",
            "limit",
            "cursor",
            Query.POSITION));

    private final Reads reads;
    private final Lookups lookups;

    HistoryReads(Reads reads, Lookups lookups) {
        this.reads = reads;
        this.lookups = lookups;
    }

    /** A page; {@code from} is in it, {@code to} is not. */
    @Get
    @Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_CSV})
    CompletionStage<HttpResponse<Object>> list(HttpRequest<?> request) {
        Query query = new Query(request, PARAMETERS);
        HistoryListing listing = listing(query);
        boolean csv = request.accept().stream().findFirst().filter(CSV::equals).isPresent();
        return reads.read(query, () -> {
            HistoryPage page = lookups.history(listing);
            return csv ? csv(page, request) : json(page);
        });
    }

    private static HttpResponse<Object> json(HistoryPage page) {
        return HttpResponse.<Object>ok(HistoryJson.of(page))
                .contentType(MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
    }

    private static HttpResponse<Object> csv(HistoryPage page, HttpRequest<?> request) {
        MutableHttpResponse<Object> answer = HttpResponse.<Object>ok(HistoryCsv.of(page))
                .contentType(CSV)
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
        if (page.next() != null) {
            String next = UriBuilder.of(request.getUri())
                    .replaceQueryParam("cursor", page.next().toString())
                    .build()
                    .toString();
            answer.header(HttpHeaders.LINK, "<" + next + ">; rel=\"next\"");
        }
        return answer;
    }

    private static HistoryListing listing(Query query) {
        String sort = query.word("sort", List.of("at", NEWEST_FIRST));
        String kind = query.word("kind", KINDS);
        return new HistoryListing(
                        query.text("subject"),
                        sort == null || sort.equals(NEWEST_FIRST),
                        query.number("limit", 1, MOST, DEFAULT_LIMIT),
                        query.parsed("cursor", HistoryCursor::parse))
                .kind(kind == null ? null : SubjectKind.valueOf(kind.toUpperCase(Locale.ROOT)))
                .actor(query.text("actor"))
                .door(query.word("door", DOORS))
                .type(query.text("type"))
                .command(query.text("command"))
                .from(instant(query, "from"))
                .to(instant(query, "to"));
    }

    private static @Nullable Instant instant(Query query, String name) {
        return query.parsed(name, text -> {
            try {
                return Optional.of(Instant.parse(text));
            } catch (DateTimeParseException e) {
                return Optional.empty();
            }
        });
    }
}
