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
import dev.keyfabric.registry.readmodel.HistoryEntry;
import dev.keyfabric.registry.readmodel.HistoryListing;
import dev.keyfabric.registry.readmodel.Lookups;
import dev.keyfabric.registry.readmodel.Subject;
import dev.keyfabric.registry.readmodel.SubjectKind;
import dev.keyfabric.registry.signingkeys.AdvanceSigningKeys;
import dev.keyfabric.schemas.event.SigningKeyState;
import dev.keyfabric.schemas.event.SigningKeyStatus;
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

/** The page of one signing key, where it is led through its life. */
@Controller("/console/signing-keys/{kid}")
@Secured({Roles.ADMIN, Roles.AUDITOR})
@ExecuteOn(TaskExecutors.BLOCKING)
public final class SigningKeyPages {
    static final List<String> STATUSES =
            List.of("PREPARED", "ACTIVE", "RETIRED", "TAINTED", "REVOKED", Subject.UNREADABLE);
    static final List<String> USES = List.of("TXN", "STAMP", "REGISTRY", "ADMIN");
    private static final List<String> DONE = List.of("ACTIVE", "RETIRED", "TAINTED", "REVOKED");
    private static final int HISTORY = 50;

    private final Pages pages;
    private final Reads reads;
    private final Lookups lookups;
    private final Actions actions;
    private final AdvanceSigningKeys keys;
    private final ReceiptLook receipts;

    SigningKeyPages(
            Pages pages, Reads reads, Lookups lookups, Actions actions, AdvanceSigningKeys keys, ReceiptLook receipts) {
        this.pages = pages;
        this.reads = reads;
        this.lookups = lookups;
        this.actions = actions;
        this.keys = keys;
        this.receipts = receipts;
    }

    /** A signing key in a list. */
    public record Row(
            String kid,
            String owner,
            String use,
            String status,
            @Nullable SigningKeyState state) {
        static Row of(Subject subject) {
            SigningKeyState state = subject.signingKey();
            return new Row(
                    subject.id(),
                    state == null ? "" : state.getOwner(),
                    state == null ? "" : state.getUse().name(),
                    subject.status(),
                    state);
        }
    }

    /** The page; its one form has a choice of all that can be done. */
    public record View(
            Row key,
            Filled form,
            @Nullable String did,
            @Nullable ReceiptView receipt,
            List<HistoryEntry> history) {}

    @Get
    CompletionStage<MutableHttpResponse<String>> show(HttpRequest<?> request, String kid) {
        return reads.read(() -> page(request, 200, kid, Filled.fresh(Map.of(), actions.once())));
    }

    @Post
    @Secured(Roles.ADMIN)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    CompletionStage<MutableHttpResponse<String>> advance(
            HttpRequest<?> request, Authentication who, String kid, @Body @Nullable String body) {
        Form form = Form.of(request, body);
        Wish wish = new Wish(form).text("comment");
        boolean chosen = DONE.contains(form.text("to"));
        SigningKeyStatus to = chosen ? SigningKeyStatus.valueOf(form.text("to")) : SigningKeyStatus.UNKNOWN;
        if (!chosen) {
            wish.refuse("to", "must be chosen");
        }
        return actions.run(
                form,
                who,
                asker -> keys.advance(asker, who, kid, to, wish.body()),
                done -> HttpResponse.seeOther(UriBuilder.of("/console/signing-keys/" + kid)
                        .queryParam("did", form.text("to"))
                        .queryParam("command", done.command())
                        .build()),
                (status, refused) -> page(request, status, kid, refused));
    }

    private MutableHttpResponse<String> page(HttpRequest<?> request, int status, String kid, Filled form) {
        Subject key = lookups.subject(SubjectKind.SIGNING_KEY, kid)
                .orElseThrow(() -> new ProblemException(Problem.notFound("there is no such signing key")));
        Asked asked = new Asked(request);
        View view = new View(
                Row.of(key),
                form,
                asked.word("did", DONE),
                receipts.orNull(asked),
                lookups.history(new HistoryListing(kid, true, HISTORY, null)).items());
        return pages.answer(status, request, "signingkey.jte", "Signing key", "services", view);
    }
}
