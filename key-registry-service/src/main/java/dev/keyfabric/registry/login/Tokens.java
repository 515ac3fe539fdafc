package dev.keyfabric.registry.login;

import com.nimbusds.jwt.SignedJWT;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.token.validator.TokenValidator;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The one judge of bearer tokens. The framework's own is switched off: it takes an unsigned token where no key is
 * configured. A token is judged by the login it says it is from, and by that one alone.
 */
public final class Tokens implements TokenValidator<HttpRequest<?>> {
    private static final int LONGEST = 16_384;

    private final @Nullable DevLogin devLogin;
    private final @Nullable OidcTokens oidc;
    private final Scheduler scheduler;

    /**
     * A judge of tokens.
     *
     * @param devLogin null when there is none
     * @param oidc null when no issuer is trusted
     * @param executor what fetching keys may block
     */
    public Tokens(
            @Nullable DevLogin devLogin,
            dev.keyfabric.registry.RegistrySettings.@Nullable Oidc oidc,
            InstantSource clock,
            Executor executor) {
        this.devLogin = devLogin;
        this.oidc = oidc == null ? null : new OidcTokens(oidc, clock);
        this.scheduler = Schedulers.fromExecutor(executor);
    }

    @Override
    public Publisher<Authentication> validateToken(String token, @Nullable HttpRequest<?> request) {
        if (token.length() > LONGEST) {
            return Mono.empty();
        }
        SignedJWT jwt;
        String issuer;
        try {
            jwt = SignedJWT.parse(token);
            issuer = jwt.getJWTClaimsSet().getIssuer();
        } catch (ParseException | RuntimeException e) {
            return Mono.empty();
        }
        if (DevLogin.ISSUER.equals(issuer)) {
            return Mono.justOrEmpty(devLogin == null ? Optional.empty() : devLogin.check(jwt));
        }
        OidcTokens trusted = oidc;
        return trusted == null
                ? Mono.empty()
                : Mono.fromCallable(() -> trusted.check(jwt))
                        .subscribeOn(scheduler)
                        .flatMap(Mono::justOrEmpty);
    }
}
