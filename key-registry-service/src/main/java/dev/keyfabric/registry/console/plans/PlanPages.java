package dev.keyfabric.registry.console.plans;

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
import dev.keyfabric.registry.plans.DefinePlans;
import dev.keyfabric.registry.problem.Problem;
import dev.keyfabric.registry.problem.ProblemException;
import dev.keyfabric.registry.readmodel.Cursor;
import dev.keyfabric.registry.readmodel.Listing;
import dev.keyfabric.registry.readmodel.Lookups;
import dev.keyfabric.registry.readmodel.Page;
import dev.keyfabric.registry.readmodel.Sort;
import dev.keyfabric.registry.readmodel.Subject;
import dev.keyfabric.registry.readmodel.SubjectKind;
import dev.keyfabric.schemas.event.PlanState;
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

/** The pages of plans. */
@Controller("/console/plans")
@Secured({Roles.ADMIN, Roles.AUDITOR})
@ExecuteOn(TaskExecutors.BLOCKING)
public final class PlanPages {
    private static final int LIMIT = 50;

    private final Pages pages;
    private final Reads reads;
    private final Lookups lookups;
    private final Actions actions;
    private final DefinePlans plans;
    private final ReceiptLook receipts;

    PlanPages(Pages pages, Reads reads, Lookups lookups, Actions actions, DefinePlans plans, ReceiptLook receipts) {
        this.pages = pages;
        this.reads = reads;
        this.lookups = lookups;
        this.actions = actions;
        this.plans = plans;
        this.receipts = receipts;
    }

    /** A plan in the list; its limits as lines. */
    public record Row(String id, String name, List<String> rateLimits, List<String> quotas, String lifetime) {
        static Row of(Subject subject) {
            PlanState state = subject.plan();
            if (state == null) {
                return new Row(subject.id(), subject.status(), List.of(), List.of(), "");
            }
            return new Row(
                    subject.id(),
                    state.getName(),
                    state.getRateLimits().stream().map(PlanForm::line).toList(),
                    state.getQuotas().stream().map(PlanForm::line).toList(),
                    PlanForm.values(state).getOrDefault("maxLifetime", ""));
        }
    }

    /** The list; {@code next} is the address of the page after it, or null. */
    public record ListView(
            List<Row> plans, Asked asked, @Nullable String next) {}

    /**
     * The page of a plan, and of one that is not there yet.
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
        Cursor cursor = asked.parsed("cursor", Cursor::parse);
        Sort sort = cursor != null ? cursor.sort() : new Sort(Sort.By.ID, false);
        Listing listing = new Listing(SubjectKind.PLAN, sort, LIMIT, cursor).containing(asked.text("q"));
        return reads.read(() -> {
            Page page = lookups.page(listing);
            String next = page.next() == null
                    ? null
                    : asked.with("cursor", page.next().toString());
            ListView view = new ListView(page.items().stream().map(Row::of).toList(), asked, next);
            return pages.ok(request, "plans.jte", "Plans", "plans", view);
        });
    }

    @Get("/new")
    @Secured(Roles.ADMIN)
    MutableHttpResponse<String> newOne(HttpRequest<?> request) {
        return page(request, 200, "Define a plan", new View(null, Filled.fresh(Map.of(), actions.once()), null, null));
    }

    @Get("/{id}")
    CompletionStage<MutableHttpResponse<String>> show(HttpRequest<?> request, String id) {
        return reads.read(() -> {
            Subject plan = lookups.subject(SubjectKind.PLAN, id)
                    .orElseThrow(() -> new ProblemException(Problem.notFound("there is no such plan")));
            PlanState state = plan.plan();
            Filled form = Filled.fresh(state == null ? Map.of() : PlanForm.values(state), actions.once());
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
        Wish wish = PlanForm.wish(form);
        if (lookups.subject(SubjectKind.PLAN, id).isPresent()) {
            wish.refuse("id", "is the id of a plan that is there; open it to change it");
        }
        return run(form, who, null, id, wish);
    }

    @Post("/{id}")
    @Secured(Roles.ADMIN)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    CompletionStage<MutableHttpResponse<String>> define(
            HttpRequest<?> request, Authentication who, String id, @Body @Nullable String body) {
        Form form = Form.of(request, body);
        return run(form, who, id, id, PlanForm.wish(form));
    }

    private CompletionStage<MutableHttpResponse<String>> run(
            Form form, Authentication who, @Nullable String known, String id, Wish wish) {
        return actions.run(
                form,
                who,
                asker -> plans.define(asker, who, id, wish.body()),
                done -> HttpResponse.seeOther(UriBuilder.of("/console/plans/" + id)
                        .queryParam("did", "defined")
                        .queryParam("command", done.command())
                        .build()),
                (status, refused) -> page(
                        form.request(),
                        status,
                        known == null ? "Define a plan" : known,
                        new View(known, refused, null, null)));
    }

    private MutableHttpResponse<String> page(HttpRequest<?> request, int status, String title, View view) {
        return pages.answer(status, request, "plan.jte", title, "plans", view);
    }
}
