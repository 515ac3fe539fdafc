package dev.keyfabric.context.token;

import dev.keyfabric.context.Refusal;
import dev.keyfabric.context.text.JsonObject;
import dev.keyfabric.context.text.MalformedTextException;
import dev.keyfabric.context.text.StrictJson;
import dev.keyfabric.key.KeyId;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The payload of a token as claims, or the reason why it is none. Claims that we do not know are ignored. */
final class ClaimsReader {
    private ClaimsReader() {}

    static TokenClaims read(TokenKind kind, byte[] payload) throws RefusedTokenException {
        JsonObject claims;
        try {
            claims = StrictJson.read(payload);
        } catch (MalformedTextException e) {
            throw new RefusedTokenException(Refusal.MALFORMED);
        }
        try {
            return kind == TokenKind.TXN ? txn(claims) : service(claims);
        } catch (MalformedTextException | IllegalArgumentException | DateTimeException e) {
            throw new RefusedTokenException(Refusal.CLAIM_MALFORMED);
        }
    }

    private static TxnClaims txn(JsonObject claims) throws MalformedTextException, RefusedTokenException {
        String issuer = needed(claims.string("iss"));
        if (!needed(claims.string("aud")).equals(issuer)) {
            throw new RefusedTokenException(Refusal.WRONG_AUDIENCE);
        }
        Instant issuedAt = time(claims, "iat");
        JsonObject transaction = needed(claims.object("tctx"));
        JsonObject request = needed(claims.object("rctx"));
        return new TxnClaims(
                issuer,
                issuedAt,
                end(claims, issuedAt),
                uuid(needed(claims.string("txn"))),
                needed(claims.string("sub")),
                scopes(claims),
                needed(claims.string("req_wl")),
                transaction.string("plan").orElse(null),
                KeyId.parse(needed(transaction.string("key_id")))
                        .orElseThrow(() -> new MalformedTextException("not a key id")),
                needed(transaction.string("env")),
                request.string("req_ip").orElse(null),
                needed(request.string("authn")),
                actor(claims));
    }

    private static ServiceClaims service(JsonObject claims) throws MalformedTextException, RefusedTokenException {
        Instant issuedAt = time(claims, "iat");
        if (!claims.has("user_roles")) {
            throw new RefusedTokenException(Refusal.CLAIM_MISSING);
        }
        List<String> roles = claims.strings("user_roles");
        return new ServiceClaims(
                needed(claims.string("iss")),
                Claims.serviceId("sub", needed(claims.string("sub"))),
                Claims.serviceId("aud", needed(claims.string("aud"))),
                issuedAt,
                end(claims, issuedAt),
                scopes(claims),
                claims.string("user_id").orElse(null),
                roles,
                claims.string("trace_id").orElse(null),
                actor(claims));
    }

    private static Instant time(JsonObject claims, String name) throws MalformedTextException, RefusedTokenException {
        return Instant.ofEpochSecond(needed(claims.integer(name)));
    }

    private static Instant end(JsonObject claims, Instant issuedAt)
            throws MalformedTextException, RefusedTokenException {
        Instant end = time(claims, "exp");
        if (Duration.between(issuedAt, end).compareTo(TokenClaims.MAX_LIFETIME) > 0) {
            throw new RefusedTokenException(Refusal.LIFETIME_TOO_LONG);
        }
        return end;
    }

    private static Set<String> scopes(JsonObject claims) throws MalformedTextException, RefusedTokenException {
        return Claims.scopes(needed(claims.string("scope")));
    }

    /** A UUID in its one canonical text; {@link UUID#fromString} takes others too. */
    private static UUID uuid(String text) throws MalformedTextException {
        UUID uuid = UUID.fromString(text);
        if (!uuid.toString().equals(text)) {
            throw new MalformedTextException("a UUID in another form");
        }
        return uuid;
    }

    private static @Nullable Actor actor(JsonObject holder) throws MalformedTextException, RefusedTokenException {
        Optional<JsonObject> act = holder.object("act");
        return act.isEmpty()
                ? null
                : new Actor(Claims.serviceId("act", needed(act.get().string("sub"))), actor(act.get()));
    }

    private static <T> T needed(Optional<T> claim) throws RefusedTokenException {
        return claim.orElseThrow(() -> new RefusedTokenException(Refusal.CLAIM_MISSING));
    }
}
