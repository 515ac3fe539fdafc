package dev.keyfabric.registry.console.consumers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.registry.command.Asker;
import dev.keyfabric.registry.console.consumers.ConsumerView.Forms;
import dev.keyfabric.registry.console.form.Actions;
import dev.keyfabric.registry.console.form.Actions.Done;
import dev.keyfabric.registry.console.form.Filled;
import dev.keyfabric.registry.console.form.Form;
import dev.keyfabric.registry.console.form.Wish;
import dev.keyfabric.registry.console.page.Asked;
import dev.keyfabric.registry.console.page.Pages;
import dev.keyfabric.registry.consumers.ChangeConsumers;
import dev.keyfabric.registry.http.Reads;
import dev.keyfabric.registry.http.Roles;
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
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The page of one consumer, with its forms, and the form of a new one. */
@Controller("/console/consumers")
@Secured(Roles.ADMIN)
@ExecuteOn(TaskExecutors.BLOCKING)
final class ConsumerPages {
    private final Pages pages;
    private final Reads reads;
    private final Actions actions;
    private final ChangeConsumers consumers;
    private final ConsumerLook look;

    ConsumerPages(Pages pages, Reads reads, Actions actions, ChangeConsumers consumers, ConsumerLook look) {
        this.pages = pages;
        this.reads = reads;
        this.actions = actions;
        this.consumers = consumers;
        this.look = look;
    }

    @Get("/new")
    MutableHttpResponse<String> form(HttpRequest<?> request) {
        return newOne(request, 200, Filled.fresh(Map.of(), actions.once()));
    }

    @Get("/{id}")
    @Secured({Roles.ADMIN, Roles.AUDITOR})
    CompletionStage<MutableHttpResponse<String>> show(HttpRequest<?> request, String id) {
        return reads.read(() -> page(request, 200, id, UnaryOperator.identity()));
    }

    @Post
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    CompletionStage<MutableHttpResponse<String>> register(
            HttpRequest<?> request, Authentication who, @Body @Nullable String body) {
        Form form = Form.of(request, body);
        Wish wish = new Wish(form).text("id").text("name").text("plan").json("metadata");
        return actions.run(
                form,
                who,
                asker -> consumers.register(asker, who, wish.body()),
                done -> led(done.json().path("consumerId").asText(), "registered", done),
                (status, refused) -> newOne(request, status, refused));
    }

    @Post("/{id}/change")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    CompletionStage<MutableHttpResponse<String>> change(
            HttpRequest<?> request, Authentication who, String id, @Body @Nullable String body) {
        Form form = Form.of(request, body);
        Wish wish = new Wish(form).text("name").clearable("plan").json("metadata");
        return run(
                form,
                who,
                id,
                "changed",
                asker -> consumers.update(asker, who, id, wish.body()),
                refused -> f -> new Forms(refused, f.suspend(), f.reinstate(), f.delete()));
    }

    @Post("/{id}/suspend")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    CompletionStage<MutableHttpResponse<String>> suspend(
            HttpRequest<?> request, Authentication who, String id, @Body @Nullable String body) {
        Form form = Form.of(request, body);
        return run(
                form,
                who,
                id,
                "suspended",
                asker -> consumers.suspend(asker, who, id, new Wish(form).body()),
                refused -> f -> new Forms(f.change(), refused, f.reinstate(), f.delete()));
    }

    @Post("/{id}/reinstate")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    CompletionStage<MutableHttpResponse<String>> reinstate(
            HttpRequest<?> request, Authentication who, String id, @Body @Nullable String body) {
        Form form = Form.of(request, body);
        return run(
                form,
                who,
                id,
                "reinstated",
                asker -> consumers.reinstate(asker, who, id, new Wish(form).body()),
                refused -> f -> new Forms(f.change(), f.suspend(), refused, f.delete()));
    }

    /** What is for ever is confirmed by its name. */
    @Post("/{id}/delete")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    CompletionStage<MutableHttpResponse<String>> delete(
            HttpRequest<?> request, Authentication who, String id, @Body @Nullable String body) {
        Form form = Form.of(request, body);
        Wish wish = new Wish(form);
        if (!form.text("confirm").strip().equals(id)) {
            wish.refuse("confirm", "must be the consumer's id, " + id);
        }
        return run(
                form,
                who,
                id,
                "deleted",
                asker -> consumers.delete(asker, who, id, wish.body()),
                refused -> f -> new Forms(f.change(), f.suspend(), f.reinstate(), refused));
    }

    private CompletionStage<MutableHttpResponse<String>> run(
            Form form,
            Authentication who,
            String id,
            String did,
            Function<Asker, CompletionStage<HttpResponse<ObjectNode>>> work,
            Function<Filled, UnaryOperator<Forms>> again) {
        return actions.run(
                form,
                who,
                work,
                done -> led(id, did, done),
                (status, refused) -> page(form.request(), status, id, again.apply(refused)));
    }

    private static MutableHttpResponse<String> led(String id, String did, Done done) {
        return HttpResponse.seeOther(UriBuilder.of("/console/consumers/" + id)
                .queryParam("did", did)
                .queryParam("command", done.command())
                .build());
    }

    private MutableHttpResponse<String> page(
            HttpRequest<?> request, int status, String id, UnaryOperator<Forms> forms) {
        return pages.answer(status, request, "consumer.jte", id, "consumers", look.at(id, new Asked(request), forms));
    }

    private MutableHttpResponse<String> newOne(HttpRequest<?> request, int status, Filled form) {
        return pages.answer(status, request, "consumernew.jte", "Register a consumer", "consumers", form);
    }
}
