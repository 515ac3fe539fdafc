package dev.keyfabric.context.token;

import dev.keyfabric.context.trust.TrustedKey;

/**
 * A token whose signature, kind, claims and times held for the moment asked about. You only receive one from a
 * {@link TokenVerifier}.
 */
public final class VerifiedToken<C extends TokenClaims> implements TokenVerdict<C> {
    private final C claims;
    private final TrustedKey signer;
    private final String compact;

    VerifiedToken(C claims, TrustedKey signer, String compact) {
        this.claims = claims;
        this.signer = signer;
        this.compact = compact;
    }

    public C claims() {
        return claims;
    }

    /** The key that signed, as it was known at the check. */
    public TrustedKey signer() {
        return signer;
    }

    /** The token itself, to be passed on unmodified; it is a credential: never logged. */
    public String compact() {
        return compact;
    }

    @Override
    public String toString() {
        return "VerifiedToken[" + claims.subject() + ", kid=" + signer.kid() + ", token not shown]";
    }
}
