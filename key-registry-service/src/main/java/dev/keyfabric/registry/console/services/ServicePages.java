package dev.keyfabric.registry.console.services;

import dev.keyfabric.registry.console.form.Actions;
import dev.keyfabric.registry.console.form.Filled;
import dev.keyfabric.registry.console.form.Form;
import dev.keyfabric.registry.console.form.Wish;
import dev.keyfabric.registry.console.page.Asked;
import dev.keyfabric.registry.console.page.Pages;
import dev.keyfabric.registry.console.receipts.ReceiptLook;
import dev.keyfabric.registry.console.receipts.ReceiptView;
import dev.keyfabric.registry.http.Reads;
import dev.keyfabric.registry.http.Roles;
import dev.keyfabric.registry.problem.Problem;
import dev.keyfabric.registry.problem.ProblemException;
import dev.keyfabric.registry.readmodel.Listing;
import dev.keyfabric.registry.readmodel.Lookups;
import dev.keyfabric.registry.readmodel.Sort;
import dev.keyfabric.registry.readmodel.Subject;
import dev.keyfabric.registry.readmodel.SubjectKind;
import dev.keyfabric.registry.services.DefineServices;
import dev.keyfabric.schemas.event.ServiceState;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.uri.UriBuilder;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The pages of services, and the list of signing keys beside them. */
@Controller("/console/services")
@Secured({Roles.ADMIN, Roles.AUDITOR})
@ExecuteOn(TaskExecutors.BLOCKING)
public final class ServicePages {
    /** A fabric has a few services; who has more looks for them by name. */
    private static final int MOST = 200;

    private final Pages pages;
    private final Reads reads;
    private final Lookups lookups;
    private final Actions actions;
    private final DefineServices services;
    private final ReceiptLook receipts;

    ServicePages(
            Pages pages, Reads reads, Lookups lookups, Actions actions, DefineServices services, ReceiptLook receipts) {
        this.pages = pages;
        this.reads = reads;
        this.lookups = lookups;
        this.actions = actions;
        this.services = services;
        this.receipts = receipts;
    }

    /** A service in the list. */
    public record Row(String id, String name, List<String> scopes, List<String> audiences) {
        static Row of(Subject subject) {
            ServiceState state = subject.service();
            return state == null
                    ? new Row(subject.id(), subject.status(), List.of(), List.of())
                    : new Row(subject.id(), state.getName(), state.getScopes(), state.getAudiences());
        }
    }

    /** The list of services, and that of the signing keys. */
    public record ListView(List<Row> services, List<SigningKeyPages.Row> keys, Asked asked) {}

    /**
     * The page of a service, and of one that is not there yet.
     *
     * @param id null for a new one
     */
    public record View(
            @Nullable String id,
            Filled form,
            @Nullable String did,
            @Nullable ReceiptView receipt) {}

    @Get
    CompletionStage<MutableHttpResponse<String>> list(HttpRequest<?> request) {
        Asked asked = new Asked(request);
        Listing services =
                new Listing(SubjectKind.SERVICE, new Sort(Sort.By.ID, false), MOST, null).containing(asked.text("q"));
        Listing keys = new Listing(SubjectKind.SIGNING_KEY, new Sort(Sort.By.NAME, false), MOST, null)
                .containing(asked.text("q"))
                .status(asked.word("status", SigningKeyPages.STATUSES))
                .use(asked.word("use", SigningKeyPages.USES));
        return reads.read(() -> {
            ListView view = new ListView(
                    lookups.page(services).items().stream().map(Row::of).toList(),
                    lookups.page(keys).items().stream()
                            .map(SigningKeyPages.Row::of)
                            .toList(),
                    asked);
            return pages.ok(request, "services.jte", "Services and signing keys", "services", view);
        });
    }

    @Get("/new")
    @Secured(Roles.ADMIN)
    MutableHttpResponse<String> newOne(HttpRequest<?> request) {
        return page(
                request, 200, "Define a service", new View(null, Filled.fresh(Map.of(), actions.once()), null, null));
    }

    @Get("/{id}")
    CompletionStage<MutableHttpResponse<String>> show(HttpRequest<?> request, String id) {
        return reads.read(() -> {
            Subject service = lookups.subject(SubjectKind.SERVICE, id)
                    .orElseThrow(() -> new ProblemException(Problem.notFound("there is no such service")));
            Filled form = Filled.fresh(ServiceForm.values(service), actions.once());
            Asked asked = new Asked(request);
            return page(
                    request,
                    200,
                    id,
                    new View(id, form, asked.word("did", List.of("DEFINED")), receipts.orNull(asked)));
        });
    }

    @Post
    @Secured(Roles.ADMIN)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    CompletionStage<MutableHttpResponse<String>> defineNew(
            HttpRequest<?> request, Authentication who, @Body @Nullable String body) {
        Form form = Form.of(request, body);
        String id = form.text("id").strip();
        Wish wish = ServiceForm.wish(form);
        if (lookups.subject(SubjectKind.SERVICE, id).isPresent()) {
            wish.refuse("id", "is the id of a service that is there; open it to change it");
        }
        return run(form, who, null, id, wish);
    }

    @Post("/{id}")
    @Secured(Roles.ADMIN)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    CompletionStage<MutableHttpResponse<String>> define(
            HttpRequest<?> request, Authentication who, String id, @Body @Nullable String body) {
        Form form = Form.of(request, body);
        return run(form, who, id, id, ServiceForm.wish(form));
    }

    private CompletionStage<MutableHttpResponse<String>> run(
            Form form, Authentication who, @Nullable String known, String id, Wish wish) {
        return actions.run(
                form,
                who,
                asker -> services.define(asker, who, id, wish.body()),
                done -> HttpResponse.seeOther(UriBuilder.of("/console/services/" + id)
                        .queryParam("did", "defined")
                        .queryParam("command", done.command())
                        .build()),
                (status, refused) -> page(
                        form.request(),
                        status,
                        known == null ? "Define a service" : known,
                        new View(known, refused, null, null)));
    }

    private MutableHttpResponse<String> page(HttpRequest<?> request, int status, String title, View view) {
        return pages.answer(status, request, "service.jte", title, "services", view);
    }
}
