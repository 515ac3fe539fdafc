package dev.keyfabric.context.stamp;

import dev.keyfabric.context.Refusal;
import dev.keyfabric.context.cloudevent.EventHeaderException;

/** Why a record is not stamped, or its stamp not believed. The names are stable: they appear in metrics and documents. */
public enum StampRefusal {
    // ---- the record's form
    /** No stamp at all: neither token nor proof. */
    UNSTAMPED,
    ATTRIBUTE_MISSING,
    ATTRIBUTE_DOUBLED,
    /** Empty, badly named, with control characters, or not what the attribute must be. */
    ATTRIBUTE_MALFORMED,
    ATTRIBUTE_NOT_UTF8,
    /** More than 16 KiB in one attribute or 32 KiB in all. */
    ATTRIBUTES_TOO_LARGE,
    /** A record without value where the topic's policy does not allow it a stamp. */
    TOMBSTONE,
    /** A typed record whose bytes no wrapper of ours has seen. */
    BYTES_UNKNOWN,

    // ---- the topic's policy
    TOPIC_WITHOUT_POLICY,
    /** What is known of policies is too old to rely on, could not be asked or not be understood. */
    POLICIES_UNAVAILABLE,
    /** Two services each say what the topic demands. */
    POLICIES_CONFLICT,
    PRODUCER_NOT_ALLOWED,

    // ---- the time
    NO_TIMESTAMP,
    CREATE_TIME_NOT_ALLOWED,
    /** More than the topic's delay between stamp and append. */
    STAMPED_TOO_EARLY,
    /** The stamp is from after the append, the skew allowed. */
    STAMPED_TOO_LATE,

    // ---- the binding
    OTHER_TOPIC,
    OTHER_KEY,

    // ---- the token
    TOKEN_MALFORMED,
    TOKEN_OF_ANOTHER_KIND,
    TOKEN_OF_ANOTHER_DOMAIN,
    TOKEN_SIGNATURE_INVALID,
    TOKEN_KEY_UNKNOWN,
    TOKEN_KEY_WRONG_USE,
    /** The node that signed it may not speak for its service. */
    TOKEN_KEY_NOT_BOUND,
    /** Issued after its key was retired. */
    TOKEN_KEY_RETIRED,
    TOKEN_KEY_TAINTED,
    TOKEN_KEY_REVOKED,
    /** Expired before the time of the event. */
    TOKEN_EXPIRED,
    /** Issued after the time of the event. */
    TOKEN_NOT_YET_VALID,
    /** authtype, authid or authclaims say something else than the token. */
    CONTEXT_DISAGREES,

    // ---- the proof
    PROOF_MISSING,
    PROOF_MALFORMED,
    PROOF_WITHOUT_SIGNATURE,
    PROOF_WITH_SEVERAL_SIGNATURES,
    PROOF_KEY_UNKNOWN,
    PROOF_KEY_WRONG_USE,
    PROOF_KEY_RETIRED,
    PROOF_KEY_TAINTED,
    PROOF_KEY_REVOKED,
    PROOF_SIGNATURE_INVALID,
    /** A context attribute or the value is not what was signed. */
    EVENT_CHANGED,
    /** An extension attribute is not what was signed. */
    EXTENSIONS_CHANGED,
    /** Not exactly the attributes of a stamp and the event's own extensions are signed. */
    EXTENSIONS_NOT_SIGNED,
    /** The time has more to it than is signed, and {@code kftime} does not hold it. */
    TIME_NOT_SIGNED,
    /** The token was issued for another service than the one that stamped. */
    EVIDENCE_NOT_YOURS,
    /** What is known of signing keys is too old to rely on, or could not be asked. */
    KEYS_UNAVAILABLE,

    // ---- the API key now
    KEY_NOT_ACTIVE,
    KEY_COMPROMISED,
    KEY_STATE_UNKNOWN,
    KEY_STATE_UNAVAILABLE,

    // ---- at the producer
    /** Nobody's request is being served on this thread. */
    NO_CONTEXT,
    /** A raw API key stands in the record. */
    KEY_IN_RECORD,
    /** The record was sent before, with other contents than now. */
    HEADERS_READ_ONLY,
    /** The service has no key to sign with, or it failed. */
    CANNOT_SIGN,

    /** A fault of this library or of a port. */
    INTERNAL_FAULT;

    /**
     * Whether the record may be good and only cannot be judged now: whoever consumes it should wait and ask again, for as
     * long as it takes.
     */
    public boolean isRetryable() {
        return switch (this) {
            case POLICIES_UNAVAILABLE, POLICIES_CONFLICT, KEYS_UNAVAILABLE, KEY_STATE_UNAVAILABLE -> true;
            default -> false;
        };
    }

    /**
     * Whether a validator that is a moment behind the producer's gives this answer for a good record too: it has not
     * heard of the key, the policy or the binding yet. Worth asking again while the record is young.
     */
    public boolean isOfOneBehind() {
        return switch (this) {
            case TOPIC_WITHOUT_POLICY, TOKEN_KEY_UNKNOWN, PROOF_KEY_UNKNOWN, KEY_STATE_UNKNOWN -> true;
            // The policy may just have become wider: producers, profile, time, delay, tombstones, onRevoked.
            case PRODUCER_NOT_ALLOWED,
                    PROOF_MISSING,
                    CREATE_TIME_NOT_ALLOWED,
                    STAMPED_TOO_EARLY,
                    TOMBSTONE,
                    KEY_NOT_ACTIVE,
                    KEY_COMPROMISED -> true;
            case TOKEN_KEY_NOT_BOUND -> true;
            default -> false;
        };
    }

    /** The refusal of a record for what is known of its topic's policy. */
    public static StampRefusal ofPolicy(TopicPolicies.Answer answer) {
        if (answer instanceof TopicPolicies.Answer.Unlisted) {
            return TOPIC_WITHOUT_POLICY;
        }
        return answer instanceof TopicPolicies.Answer.Conflicting ? POLICIES_CONFLICT : POLICIES_UNAVAILABLE;
    }

    /** The refusal of a record for the refusal of its token. */
    public static StampRefusal ofToken(Refusal refusal) {
        return switch (refusal) {
            case TOO_LONG,
                    MALFORMED,
                    HEADER_FORBIDDEN,
                    WRONG_ALGORITHM,
                    CLAIM_MISSING,
                    CLAIM_MALFORMED,
                    LIFETIME_TOO_LONG -> TOKEN_MALFORMED;
            case WRONG_TYPE -> TOKEN_OF_ANOTHER_KIND;
            case SIGNATURE_INVALID -> TOKEN_SIGNATURE_INVALID;
            case KEY_UNKNOWN -> TOKEN_KEY_UNKNOWN;
            case KEYS_UNAVAILABLE -> KEYS_UNAVAILABLE;
            case KEY_WRONG_USE -> TOKEN_KEY_WRONG_USE;
            case KEY_NOT_BOUND -> TOKEN_KEY_NOT_BOUND;
            case KEY_EXPIRED -> TOKEN_KEY_RETIRED;
            case KEY_TAINTED -> TOKEN_KEY_TAINTED;
            case KEY_REVOKED -> TOKEN_KEY_REVOKED;
            case WRONG_ISSUER, WRONG_AUDIENCE -> TOKEN_OF_ANOTHER_DOMAIN;
            case TOKEN_EXPIRED -> TOKEN_EXPIRED;
            case TOKEN_NOT_YET_VALID -> TOKEN_NOT_YET_VALID;
            default -> INTERNAL_FAULT;
        };
    }

    /** The refusal of a record for what the key of its proof may not do. */
    public static StampRefusal ofProofKey(Refusal refusal) {
        return switch (refusal) {
            case KEY_UNKNOWN -> PROOF_KEY_UNKNOWN;
            case KEYS_UNAVAILABLE -> KEYS_UNAVAILABLE;
            case KEY_WRONG_USE -> PROOF_KEY_WRONG_USE;
            case KEY_EXPIRED -> PROOF_KEY_RETIRED;
            case KEY_TAINTED -> PROOF_KEY_TAINTED;
            case KEY_REVOKED -> PROOF_KEY_REVOKED;
            default -> INTERNAL_FAULT;
        };
    }

    /** The refusal of a record for the form of its headers. */
    public static StampRefusal ofHeaders(EventHeaderException.Fault fault) {
        return switch (fault) {
            case DOUBLED -> ATTRIBUTE_DOUBLED;
            case MALFORMED -> ATTRIBUTE_MALFORMED;
            case NOT_UTF8 -> ATTRIBUTE_NOT_UTF8;
            case TOO_LARGE -> ATTRIBUTES_TOO_LARGE;
        };
    }
}
