package dev.keyfabric.registry.console.keys;

import dev.keyfabric.registry.console.page.Asked;
import dev.keyfabric.registry.console.page.Pages;
import dev.keyfabric.registry.http.Reads;
import dev.keyfabric.registry.http.Roles;
import dev.keyfabric.registry.issuer.IssuerRights;
import dev.keyfabric.registry.login.IssuerBounds;
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
import io.micronaut.security.authentication.Authentication;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The list of keys: filtered, searched, sorted and cut into pages by the read model. */
@Controller("/console/keys")
@Secured({Roles.ADMIN, Roles.AUDITOR, Roles.ISSUER})
public final class KeyListPage {
    static final int LIMIT = 50;

    private static final List<String> STATUSES = List.of("ACTIVE", "SUSPENDED", "REVOKED", Subject.UNREADABLE);
    private static final List<String> ENVIRONMENTS = List.of("LIVE", "TEST");
    private static final List<String> FILTERS = List.of("q", "consumer", "status", "environment", "scope");
    private static final Sort NEWEST = new Sort(Sort.By.CREATED_AT, true);

    private final Pages pages;
    private final Reads reads;
    private final Lookups lookups;
    private final IssuerRights rights;
    private final InstantSource clock;

    KeyListPage(Pages pages, Reads reads, Lookups lookups, IssuerRights rights, InstantSource clock) {
        this.pages = pages;
        this.reads = reads;
        this.lookups = lookups;
        this.rights = rights;
        this.clock = clock;
    }

    /**
     * A page of the list.
     *
     * @param next the address of the page after it, or null
     * @param choices for an issuer, who sees the keys of one consumer at a time: those it is bound to
     */
    public record View(
            List<KeyRow> keys,
            Asked asked,
            boolean filtered,
            @Nullable String next,
            Set<String> choices) {}

    @Get
    CompletionStage<MutableHttpResponse<String>> list(HttpRequest<?> request, Authentication who) {
        Asked asked = new Asked(request);
        String consumer = asked.text("consumer");
        if (consumer == null && !rights.seesAll(who)) {
            Set<String> bound = IssuerBounds.of(who).consumers();
            View choose = new View(List.of(), asked, false, null, bound == null ? Set.of() : new TreeSet<>(bound));
            return reads.read(() -> pages.ok(request, "keys.jte", "Keys", "keys", choose));
        }
        rights.checkList(who, consumer);
        Cursor cursor = asked.parsed("cursor", Cursor::parse);
        Sort asking = asked.parsed("sort", Sort::ofText);
        Sort sort = cursor != null ? cursor.sort() : asking != null ? asking : NEWEST;
        Listing listing = new Listing(SubjectKind.KEY, sort, LIMIT, cursor)
                .belongsTo(consumer)
                .status(asked.word("status", STATUSES))
                .environment(asked.word("environment", ENVIRONMENTS))
                .scope(asked.text("scope"))
                .containing(asked.text("q"));
        Listing shown = rights.seesAll(who) ? listing : listing.ordinary();
        return reads.read(() -> {
            Page page = lookups.page(shown);
            String next = page.next() == null
                    ? null
                    : asked.with("cursor", page.next().toString());
            View view = new View(rows(page), asked, asked.any(FILTERS), next, Set.of());
            return pages.ok(request, "keys.jte", "Keys", "keys", view);
        });
    }

    private List<KeyRow> rows(Page page) {
        Map<String, Optional<String>> plans = new HashMap<>();
        return page.items().stream()
                .map(key -> KeyRow.of(
                        key,
                        clock.instant(),
                        consumer -> plans.computeIfAbsent(consumer, this::plan).orElse(null)))
                .toList();
    }

    private Optional<String> plan(String consumer) {
        return lookups.subject(SubjectKind.CONSUMER, consumer)
                .map(Subject::consumer)
                .map(state -> state.getPlan());
    }
}
