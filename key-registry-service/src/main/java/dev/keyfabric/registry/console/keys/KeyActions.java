package dev.keyfabric.registry.console.keys;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.registry.body.JsonBody;
import dev.keyfabric.registry.command.Asker;
import dev.keyfabric.registry.console.form.Actions;
import dev.keyfabric.registry.console.form.Form;
import dev.keyfabric.registry.console.form.Wish;
import dev.keyfabric.registry.console.page.Asked;
import dev.keyfabric.registry.console.page.Pages;
import dev.keyfabric.registry.http.Roles;
import dev.keyfabric.registry.keys.ChangeKeys;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.uri.UriBuilder;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The forms of a key that make no secret. What was done is shown on the key's page, with its receipt. */
@Controller("/console/keys/{id}")
@Secured({Roles.ADMIN, Roles.ISSUER})
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
@ExecuteOn(TaskExecutors.BLOCKING)
final class KeyActions {
    private final Pages pages;
    private final Actions actions;
    private final ChangeKeys keys;
    private final KeyLook look;

    KeyActions(Pages pages, Actions actions, ChangeKeys keys, KeyLook look) {
        this.pages = pages;
        this.actions = actions;
        this.keys = keys;
        this.look = look;
    }

    private interface Work {
        CompletionStage<HttpResponse<ObjectNode>> of(Asker asker, Authentication who, String id, JsonBody body);
    }

    @Post("/change")
    CompletionStage<MutableHttpResponse<String>> change(
            HttpRequest<?> request, Authentication who, String id, @Body @Nullable String body) {
        Form form = Form.of(request, body);
        Wish wish = new Wish(form)
                .text("name")
                .words("scopes")
                .words("audiences")
                .words("ipAllowlist")
                .json("metadata");
        Expiry.change(form, wish);
        return run(form, who, id, KeyAction.CHANGE, wish, keys::update);
    }

    @Post("/suspend")
    CompletionStage<MutableHttpResponse<String>> suspend(
            HttpRequest<?> request, Authentication who, String id, @Body @Nullable String body) {
        Form form = Form.of(request, body);
        return run(form, who, id, KeyAction.SUSPEND, new Wish(form), keys::suspend);
    }

    @Post("/reinstate")
    CompletionStage<MutableHttpResponse<String>> reinstate(
            HttpRequest<?> request, Authentication who, String id, @Body @Nullable String body) {
        Form form = Form.of(request, body);
        return run(form, who, id, KeyAction.REINSTATE, new Wish(form), keys::reinstate);
    }

    @Post("/revoke")
    CompletionStage<MutableHttpResponse<String>> revoke(
            HttpRequest<?> request, Authentication who, String id, @Body @Nullable String body) {
        Form form = Form.of(request, body);
        return run(
                form, who, id, KeyAction.REVOKE, new Wish(form).text("reason").text("comment"), keys::revoke);
    }

    private CompletionStage<MutableHttpResponse<String>> run(
            Form form, Authentication who, String id, KeyAction action, Wish wish, Work work) {
        return actions.run(
                form,
                who,
                asker -> work.of(asker, who, id, wish.body()),
                done -> HttpResponse.seeOther(UriBuilder.of("/console/keys/" + id)
                        .queryParam("did", action.did())
                        .queryParam("command", done.command())
                        .build()),
                (status, refused) -> pages.answer(
                        status,
                        form.request(),
                        "key.jte",
                        "Key",
                        "keys",
                        look.at(id, who, new Asked(form.request()), forms -> forms.with(action, refused))));
    }
}
