package dev.keyfabric.context;

/** Why something signed is refused. The names are stable: they appear in events, metrics and documents. */
public enum Refusal {
    // ---- the form of a JWS
    /** Nothing is there to check. */
    UNSIGNED,
    /** More than 8 KiB; nothing of it was read. */
    TOO_LONG,
    /** Not three parts, base64url that is not canonical, JSON that is not strict. */
    MALFORMED,
    /** A header member that could steer the check: jwk, jku, x5u, x5c, crit, b64, zip. */
    HEADER_FORBIDDEN,
    /** The header's typ is not the expected one: a token of another kind. */
    WRONG_TYPE,
    /** The header's alg is not the algorithm of the key that kid names. */
    WRONG_ALGORITHM,
    SIGNATURE_INVALID,

    // ---- the key
    /** No kid, or one that nobody is known to own. */
    KEY_UNKNOWN,
    /** What is known of keys is too old to rely on, or could not be asked. Trying again may work. */
    KEYS_UNAVAILABLE,
    /** The key may sign other things than this. */
    KEY_WRONG_USE,
    /** The key is not bound to the service that the token names. */
    KEY_NOT_BOUND,
    /** Signed after the key was retired or its enrolment had ended. */
    KEY_EXPIRED,
    KEY_TAINTED,
    KEY_REVOKED,

    // ---- the claims
    CLAIM_MISSING,
    CLAIM_MALFORMED,
    WRONG_ISSUER,
    WRONG_AUDIENCE,
    /** It claims to live longer than its kind may. */
    LIFETIME_TOO_LONG,
    TOKEN_EXPIRED,
    /** Issued after the moment it is used for. */
    TOKEN_NOT_YET_VALID,

    // ---- ourselves
    /** The check failed for a reason that is ours. */
    CHECK_FAILED
}
