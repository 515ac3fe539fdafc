package dev.keyfabric.validation.token;

/** What came of the wish for a token. */
public sealed interface Minting permits TxnToken, Minting.Refused {

    /** No token. */
    enum Refused implements Minting {
        /** This node has no key that may sign now, or may not answer. Trying again may work. */
        NO_KEY,
        /** The token would name a service that this node's key is not bound to, or none. */
        NOT_BOUND
    }
}
