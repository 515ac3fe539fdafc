package dev.keyfabric.validation.token;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * A Txn-Token that this node has signed.
 *
 * @param compact the token itself: a credential, never logged
 * @param scopes in the order of its claim
 */
public record TxnToken(String compact, Instant issuedAt, Instant expiresAt, List<String> scopes) implements Minting {

    TxnToken(String compact, Instant issuedAt, Instant expiresAt, Set<String> scopes) {
        this(compact, issuedAt, expiresAt, List.copyOf(scopes));
    }

    /** How long it lives from its beginning. */
    public Duration life() {
        return Duration.between(issuedAt, expiresAt);
    }

    @Override
    public String toString() {
        return "TxnToken[until " + expiresAt + ", not shown]";
    }
}
