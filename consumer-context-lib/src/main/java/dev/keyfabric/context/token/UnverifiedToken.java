package dev.keyfabric.context.token;

import dev.keyfabric.context.jws.Jws;
import dev.keyfabric.context.text.Base64Url;
import dev.keyfabric.context.text.JsonObject;
import dev.keyfabric.context.text.MalformedTextException;
import dev.keyfabric.context.text.StrictJson;
import java.util.Optional;

/** What a token says of itself, for a person to look at. Nothing of it is known to be true. */
public final class UnverifiedToken {
    private final JsonObject header;
    private final JsonObject claims;

    private UnverifiedToken(JsonObject header, JsonObject claims) {
        this.header = header;
        this.claims = claims;
    }

    /** The token's parts, or empty where it is too long or malformed. The signature is not looked at. */
    public static Optional<UnverifiedToken> readWithoutVerification(String compact) {
        if (compact.length() > Jws.MAX_LENGTH) {
            return Optional.empty();
        }
        String[] parts = compact.split("\\.", -1);
        try {
            return parts.length != 3
                    ? Optional.empty()
                    : Optional.of(new UnverifiedToken(
                            StrictJson.read(Base64Url.decode(parts[0])), StrictJson.read(Base64Url.decode(parts[1]))));
        } catch (MalformedTextException e) {
            return Optional.empty();
        }
    }

    public JsonObject unverifiedHeader() {
        return header;
    }

    public JsonObject unverifiedClaims() {
        return claims;
    }
}
