package dev.keyfabric.validation.token;

/** What came of the wish to exchange a token. */
public sealed interface Exchange permits Exchange.Granted, Exchange.Refused {

    /** A token for the asking service. */
    record Granted(TxnToken token) implements Exchange {}

    /**
     * No token.
     *
     * @param detail fit for the answer: nothing of a token is in it
     */
    record Refused(Fault fault, String detail) implements Exchange {}

    /** Why there is none. */
    enum Fault {
        /** The subject token is none of ours, of another kind, over, or its API key is not good any more. */
        INVALID_SUBJECT,
        /** A scope that the subject token does not grant. */
        INVALID_SCOPE,
        /** The asking service is none that this node speaks for. */
        UNKNOWN_SERVICE,
        /** This node cannot answer now. */
        UNAVAILABLE
    }
}
