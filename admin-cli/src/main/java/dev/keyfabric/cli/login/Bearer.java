package dev.keyfabric.cli.login;

import dev.keyfabric.context.text.JsonObject;
import dev.keyfabric.context.text.MalformedTextException;
import dev.keyfabric.context.token.UnverifiedToken;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a bearer token says of itself, where it is a JWT. It is not checked here: the registry does that. */
record Bearer(@Nullable String who, @Nullable Instant ends) {
    static Bearer read(String token) {
        Optional<JsonObject> claims =
                UnverifiedToken.readWithoutVerification(token).map(UnverifiedToken::unverifiedClaims);
        try {
            if (claims.isEmpty()) {
                return new Bearer(null, null);
            }
            String subject = claims.get().string("sub").orElse(null);
            return new Bearer(
                    subject == null
                            ? null
                            : subject + "@" + claims.get().string("iss").orElse(""),
                    claims.get().integer("exp").map(Instant::ofEpochSecond).orElse(null));
        } catch (MalformedTextException e) {
            return new Bearer(null, null);
        }
    }

    /** Whether two tokens are of one person, as far as they say. */
    boolean isSamePersonAs(@Nullable String other) {
        return who != null && other != null && who.equals(read(other).who());
    }
}
