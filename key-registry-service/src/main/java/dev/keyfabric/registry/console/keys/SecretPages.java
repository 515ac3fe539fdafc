package dev.keyfabric.registry.console.keys;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.registry.console.form.Actions;
import dev.keyfabric.registry.console.form.Actions.Done;
import dev.keyfabric.registry.console.form.Filled;
import dev.keyfabric.registry.console.form.Form;
import dev.keyfabric.registry.console.form.Wish;
import dev.keyfabric.registry.console.page.Asked;
import dev.keyfabric.registry.console.page.Pages;
import dev.keyfabric.registry.console.receipts.ReceiptLook;
import dev.keyfabric.registry.console.receipts.ReceiptView;
import dev.keyfabric.registry.http.Roles;
import dev.keyfabric.registry.keys.MakeSecrets;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import java.net.URI;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The forms that make a secret. It is shown in the one answer to the form: no address, no session and no cache ever holds it. Sent again,
 * the form makes another secret in its place.
 */
@Controller("/console/keys")
@Secured({Roles.ADMIN, Roles.ISSUER})
@ExecuteOn(TaskExecutors.BLOCKING)
public final class SecretPages {
    private final Pages pages;
    private final Actions actions;
    private final MakeSecrets secrets;
    private final KeyLook look;
    private final ReceiptLook receipts;
    private final InstantSource clock;

    SecretPages(
            Pages pages,
            Actions actions,
            MakeSecrets secrets,
            KeyLook look,
            ReceiptLook receipts,
            InstantSource clock) {
        this.pages = pages;
        this.actions = actions;
        this.secrets = secrets;
        this.look = look;
        this.receipts = receipts;
        this.clock = clock;
    }

    /**
     * A secret that is shown this once.
     *
     * @param rotated whether it stands in the place of another
     * @param receipt of the command that made it; null when it is not known here
     */
    public record Shown(
            String keyId,
            String name,
            String consumer,
            String secret,
            boolean rotated,
            @Nullable ReceiptView receipt) {
        @Override
        public String toString() {
            return "Shown[" + keyId + "]";
        }
    }

    @Get("/new")
    MutableHttpResponse<String> form(HttpRequest<?> request) {
        Map<String, String> values = new HashMap<>();
        values.put("consumerId", new Asked(request).field("consumer"));
        values.put("environment", "live");
        values.put("expires", "P90D");
        values.put("_opened", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        return page(request, 200, Filled.fresh(values, actions.once()));
    }

    @Post
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    CompletionStage<MutableHttpResponse<String>> issue(
            HttpRequest<?> request, Authentication who, @Body @Nullable String body) {
        Form form = Form.of(request, body);
        Wish wish = new Wish(form)
                .text("consumerId")
                .text("name")
                .text("environment")
                .words("scopes")
                .words("audiences")
                .words("ipAllowlist")
                .json("metadata");
        Expiry.choose(form, wish);
        return actions.run(
                form,
                who,
                asker -> secrets.issue(asker, who, wish.body()),
                done -> shown(request, who, done, false),
                (status, refused) -> page(request, status, refused));
    }

    @Post("/{id}/rotate")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    CompletionStage<MutableHttpResponse<String>> rotate(
            HttpRequest<?> request, Authentication who, String id, @Body @Nullable String body) {
        Form form = Form.of(request, body);
        Wish wish = new Wish(form).text("gracePeriod");
        return actions.run(
                form,
                who,
                asker -> secrets.rotate(asker, who, id, wish.body()),
                done -> shown(request, who, done, true),
                (status, refused) -> pages.answer(
                        status,
                        request,
                        "key.jte",
                        "Key",
                        "keys",
                        look.at(id, who, new Asked(request), forms -> forms.with(KeyAction.ROTATE, refused))));
    }

    private MutableHttpResponse<String> shown(HttpRequest<?> request, Authentication who, Done done, boolean rotated) {
        JsonNode json = done.json();
        String keyId = json.path("keyId").asText();
        if (!json.hasNonNull("key")) {
            return HttpResponse.seeOther(URI.create("/console/keys/" + keyId));
        }
        Shown view = new Shown(
                keyId,
                json.path("name").asText(),
                json.path("consumerId").asText(),
                json.path("key").asText(),
                rotated,
                receipts.orNull(who, done.command()));
        return pages.ok(request, "secret.jte", rotated ? "Key rotated" : "Key issued", "keys", view)
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
    }

    private MutableHttpResponse<String> page(HttpRequest<?> request, int status, Filled form) {
        return pages.answer(status, request, "keynew.jte", "Issue a key", "keys", form);
    }
}
