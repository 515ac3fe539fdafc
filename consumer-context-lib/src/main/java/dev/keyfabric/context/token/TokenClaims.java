package dev.keyfabric.context.token;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** What every token of ours says. Instances hold well-formed values only; whether they are true is another matter. */
public sealed interface TokenClaims permits TxnClaims, ServiceClaims {
    /** The longest that any token of ours lives. */
    Duration MAX_LIFETIME = Duration.ofMinutes(5);

    /** The trust domain: {@code iss}. */
    String issuer();

    /** {@code aud}. */
    String audience();

    /** {@code sub}. */
    String subject();

    /** {@code iat}, whole seconds. */
    Instant issuedAt();

    /** {@code exp}, whole seconds, at most {@link #MAX_LIFETIME} later. */
    Instant expiresAt();

    /** {@code scope}, in the order given. */
    Set<String> scopes();
}
