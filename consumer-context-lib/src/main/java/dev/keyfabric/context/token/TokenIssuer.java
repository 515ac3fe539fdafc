package dev.keyfabric.context.token;

import dev.keyfabric.context.jws.Jws;
import dev.keyfabric.context.keys.SigningKey;

/** Signs claims with a key of use {@code txn}. What the claims may say is the caller's decision. */
public final class TokenIssuer {
    private final SigningKey key;

    public TokenIssuer(SigningKey key) {
        this.key = key;
    }

    /** The compact JWS of the claims; it is a credential: never logged. */
    public String issue(TokenClaims claims) {
        TokenKind kind = claims instanceof TxnClaims ? TokenKind.TXN : TokenKind.SERVICE;
        String token = Jws.sign(key, kind.typ(), ClaimsWriter.payload(claims));
        if (token.length() > Jws.MAX_LENGTH) {
            throw new IllegalArgumentException("claims of " + token.length() + " characters: nobody would read them");
        }
        return token;
    }
}
