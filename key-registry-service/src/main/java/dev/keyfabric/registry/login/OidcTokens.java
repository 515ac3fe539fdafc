package dev.keyfabric.registry.login;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.keyfabric.registry.RegistrySettings.Oidc;
import io.micronaut.security.authentication.Authentication;
import java.net.MalformedURLException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tokens of one OIDC issuer: signed by a key of its JWKS with an asymmetric algorithm, from this issuer, for this
 * audience, not expired. The keys are fetched when first needed and kept for a while; fetching blocks.
 */
final class OidcTokens {
    private static final Logger LOG = LoggerFactory.getLogger(OidcTokens.class);
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);
    /** What can stand in an actor's name: printable, and short enough to leave room for the issuer. */
    private static final Pattern SUBJECT = Pattern.compile("[\\x21-\\x7e]{1,100}");

    private final Oidc oidc;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    OidcTokens(Oidc oidc, InstantSource clock) {
        this.oidc = oidc;
        JWKSource<SecurityContext> keys;
        try {
            keys = JWKSourceBuilder.<SecurityContext>create(oidc.jwksUrl().toURL())
                    .retrying(true)
                    .build();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("keyfabric.oidc.jwks-url is no URL", e);
        }
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
        processor.setJWTClaimsSetVerifier(
                new DefaultJWTClaimsVerifier<>(
                        oidc.audience(),
                        new JWTClaimsSet.Builder().issuer(oidc.issuer()).build(),
                        Set.of("sub", "exp")) {
                    @Override
                    protected Date currentTime() {
                        return Date.from(clock.instant());
                    }
                });
    }

    /** Who a token stands for; empty when it must not be trusted. */
    Optional<Authentication> check(SignedJWT jwt) {
        try {
            JWTClaimsSet claims = processor.process(jwt, null);
            String subject = claims.getSubject();
            if (subject == null || !SUBJECT.matcher(subject).matches()) {
                return Optional.empty();
            }
            return Optional.of(Authentication.build(
                    subject + "@" + oidc.issuer(),
                    words(at(claims.getClaims(), oidc.rolesClaim())),
                    IssuerBounds.attributes(
                            bound(claims.getClaims(), oidc.consumersClaim()),
                            bound(claims.getClaims(), oidc.audiencesClaim()))));
        } catch (BadJOSEException e) {
            LOG.debug("msg=token refused why={}", e.getMessage());
            return Optional.empty();
        } catch (JOSEException | RuntimeException e) {
            LOG.warn("msg=token cannot be checked issuer={} error={}", oidc.issuer(), e.toString());
            return Optional.empty();
        }
    }

    /** Null only where there is no such claim; one that is null, or no list of names, names nobody. */
    static @Nullable List<String> bound(Map<String, Object> claims, String claim) {
        @Nullable Object at = claims;
        for (String step : claim.split("\\.", -1)) {
            if (!(at instanceof Map<?, ?> object)) {
                return List.of();
            }
            if (!object.containsKey(step)) {
                return null;
            }
            at = object.get(step);
        }
        return words(at);
    }

    private static @Nullable Object at(Map<String, Object> claims, String claim) {
        @Nullable Object at = claims;
        for (String step : claim.split("\\.", -1)) {
            at = at instanceof Map<?, ?> object ? object.get(step) : null;
        }
        return at;
    }

    private static List<String> words(@Nullable Object at) {
        if (at instanceof Collection<?> names) {
            return names.stream().map(String::valueOf).toList();
        }
        return at instanceof String names ? List.of(names.trim().split("\\s+")) : List.of();
    }
}
