package dev.keyfabric.context.token;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The claims of a service JWT (docs/contract/identity.md, section 4): one service calls another, for a user or for none.
 *
 * @param issuer the trust domain
 * @param caller the id of the calling service; {@code sub} is {@code service:<caller>}
 * @param callee the id of the called service; {@code aud} is {@code service:<callee>}
 * @param userId {@code user_id}; null where no user is behind the call
 * @param userRoles {@code user_roles}
 * @param traceId {@code trace_id}; null where there is none
 * @param actor {@code act}: who acts for the caller; null for nobody
 */
public record ServiceClaims(
        String issuer,
        String caller,
        String callee,
        Instant issuedAt,
        Instant expiresAt,
        Set<String> scopes,
        @Nullable String userId,
        List<String> userRoles,
        @Nullable String traceId,
        @Nullable Actor actor)
        implements TokenClaims {
    private static final int MAX_ROLES = 64;

    public ServiceClaims {
        Claims.text("iss", issuer);
        Claims.id("sub", caller);
        Claims.id("aud", callee);
        Claims.life(issuedAt, expiresAt);
        scopes = Claims.scopes(scopes);
        Claims.optionalText("user_id", userId);
        userRoles = List.copyOf(userRoles);
        Claims.require(userRoles.size() <= MAX_ROLES, "user_roles", "");
        userRoles.forEach(role -> Claims.text("user_roles", role));
        Claims.optionalText("trace_id", traceId);
    }

    @Override
    public String audience() {
        return Claims.serviceName(callee);
    }

    @Override
    public String subject() {
        return Claims.serviceName(caller);
    }
}
