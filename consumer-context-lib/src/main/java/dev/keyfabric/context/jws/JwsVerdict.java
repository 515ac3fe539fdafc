package dev.keyfabric.context.jws;

import dev.keyfabric.context.Refusal;

/** What came of the check of a JWS. Hostile input is a {@link Refused}, never an exception. */
public sealed interface JwsVerdict permits VerifiedJws, JwsVerdict.Refused {
    record Refused(Refusal reason) implements JwsVerdict {}
}
