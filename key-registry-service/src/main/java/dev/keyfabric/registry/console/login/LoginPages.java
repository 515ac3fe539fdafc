package dev.keyfabric.registry.console.login;

import dev.keyfabric.registry.RegistrySettings;
import dev.keyfabric.registry.console.form.Form;
import dev.keyfabric.registry.console.page.Pages;
import dev.keyfabric.registry.console.page.Places;
import dev.keyfabric.registry.console.session.SessionCookie;
import dev.keyfabric.registry.console.session.Sessions;
import dev.keyfabric.registry.http.Roles;
import dev.keyfabric.registry.login.DevLogin;
import dev.keyfabric.registry.login.FailedAttempts;
import dev.keyfabric.registry.login.Tokens;
import dev.keyfabric.registry.problem.Problem;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The login: by what the API takes too, the development login's password or a token of the OIDC issuer. */
@Controller("/console")
@Secured(SecurityRule.IS_ANONYMOUS)
public final class LoginPages {
    private final Pages pages;
    private final Sessions sessions;
    private final SessionCookie cookie;
    private final Tokens tokens;
    private final @Nullable DevLogin devLogin;
    private final FailedAttempts failed;
    private final boolean oidc;

    LoginPages(
            Pages pages,
            Sessions sessions,
            SessionCookie cookie,
            Tokens tokens,
            @Nullable DevLogin devLogin,
            FailedAttempts failed,
            RegistrySettings settings) {
        this.pages = pages;
        this.sessions = sessions;
        this.cookie = cookie;
        this.tokens = tokens;
        this.devLogin = devLogin;
        this.failed = failed;
        this.oidc = settings.oidc() != null;
    }

    /**
     * The page of the login.
     *
     * @param password whether a user and a password are taken
     * @param token whether a token is taken
     * @param next where to go from there
     * @param problem why the last try failed, or null
     */
    public record View(
            boolean password,
            boolean token,
            String next,
            @Nullable String problem) {}

    @Get("/login")
    MutableHttpResponse<String> show(HttpRequest<?> request, @QueryValue @Nullable String next) {
        return page(request, 200, next, null);
    }

    @Post("/login")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    CompletionStage<MutableHttpResponse<String>> login(HttpRequest<?> request, @Body @Nullable String body) {
        Form form = Form.ofStranger(request, body);
        failed.refuseWhenTooMany();
        String token =
                form.isBlank("token") ? tokenFor(form) : form.text("token").strip();
        Mono<Authentication> judged = token.isEmpty() ? Mono.empty() : Mono.from(tokens.validateToken(token, request));
        return judged.map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .toFuture()
                .thenCompose(who -> who.map(known -> enter(form, known, token)).orElseGet(() -> refused(form)));
    }

    private String tokenFor(Form form) {
        return devLogin == null
                ? ""
                : devLogin.login(form.text("username"), form.text("password")).orElse("");
    }

    private CompletionStage<MutableHttpResponse<String>> enter(Form form, Authentication who, String token) {
        if (!Roles.hasAny(who, Roles.ADMIN, Roles.AUDITOR, Roles.ISSUER)) {
            return CompletableFuture.completedFuture(page(
                    form.request(),
                    403,
                    form.text("next"),
                    "The token is good, and names no role that this console knows."));
        }
        SessionCookie.session(form.request()).ifPresent(sessions::end);
        MutableHttpResponse<String> in = HttpResponse.seeOther(URI.create(Places.inside(form.text("next"))));
        return CompletableFuture.completedFuture(cookie.give(in, sessions.start(token)));
    }

    /** Told slowly, as at every door. */
    private CompletionStage<MutableHttpResponse<String>> refused(Form form) {
        return failed.<MutableHttpResponse<String>>slowly(new IllegalStateException("not logged in"))
                .exceptionally(slow -> {
                    String why = form.isBlank("token")
                            ? "User or password is wrong."
                            : "This token is not good: not of the issuer that this registry trusts, or over.";
                    MutableHttpResponse<String> page = page(form.request(), 401, form.text("next"), why);
                    page.setAttribute(Problem.CODE, "UNAUTHENTICATED");
                    return page;
                });
    }

    @Post("/logout")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    MutableHttpResponse<String> logout(HttpRequest<?> request, @Body @Nullable String body) {
        if (SessionCookie.session(request).isPresent()) {
            Form.of(request, body);
            SessionCookie.session(request).ifPresent(sessions::end);
        }
        return cookie.take(HttpResponse.seeOther(URI.create("/console/login")));
    }

    private MutableHttpResponse<String> page(
            HttpRequest<?> request, int status, @Nullable String next, @Nullable String problem) {
        View view = new View(devLogin != null, oidc, Places.inside(next), problem);
        return pages.answer(status, request, "login.jte", "Log in", "login", view);
    }
}
