package dev.keyfabric.context.token;

import dev.keyfabric.context.Refusal;

/** What came of the check of a token. Hostile input is a {@link Refused}, never an exception. */
public sealed interface TokenVerdict<C extends TokenClaims> permits VerifiedToken, TokenVerdict.Refused {
    record Refused<C extends TokenClaims>(Refusal reason) implements TokenVerdict<C> {}
}
