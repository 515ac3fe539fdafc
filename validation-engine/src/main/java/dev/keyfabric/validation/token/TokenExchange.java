package dev.keyfabric.validation.token;

import dev.keyfabric.context.Refusal;
import dev.keyfabric.context.token.Actor;
import dev.keyfabric.context.token.TokenClaims;
import dev.keyfabric.context.token.TokenVerdict;
import dev.keyfabric.context.token.TokenVerifier;
import dev.keyfabric.context.token.TxnClaims;
import dev.keyfabric.context.token.VerifiedToken;
import dev.keyfabric.context.trust.ApiKeyState;
import dev.keyfabric.context.trust.KeyStates;
import dev.keyfabric.context.trust.TrustedKeys;
import dev.keyfabric.validation.judge.Scopes;
import dev.keyfabric.validation.time.TimeSource;
import dev.keyfabric.validation.token.Exchange.Fault;
import dev.keyfabric.validation.token.Exchange.Granted;
import dev.keyfabric.validation.token.Exchange.Refused;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Txn-Token for Txn-Token (RFC 8693; docs/contract/identity.md, section 4): what the new one says is what the old one
 * said, but that the asking service acts, and that scopes and life may be less. The API key behind it must be good still.
 * Never throws; a failure is a refusal.
 */
public final class TokenExchange {
    private static final Logger LOG = LoggerFactory.getLogger(TokenExchange.class);
    private static final String GOOD = "ACTIVE";

    private final TokenVerifier verifier;
    private final KeyStates keyStates;
    private final NodeKey nodeKey;
    private final TokenMint.Services services;
    private final TokenMint mint;
    private final TimeSource time;

    /** An exchange of tokens of one trust domain. */
    public TokenExchange(
            String trustDomain,
            TrustedKeys trustedKeys,
            KeyStates keyStates,
            NodeKey nodeKey,
            TokenMint.Services services,
            TokenMint mint,
            TimeSource time) {
        this.verifier = new TokenVerifier(trustDomain, trustedKeys, time.wall());
        this.keyStates = keyStates;
        this.nodeKey = nodeKey;
        this.services = services;
        this.mint = mint;
        this.time = time;
    }

    /**
     * Exchanges a Txn-Token.
     *
     * @param subject the token
     * @param service who asks: one of the services that this node's key is bound to
     * @param scopes wished for; null = all that the subject token has
     */
    public Exchange exchange(String subject, String service, @Nullable List<String> scopes) {
        try {
            NodeKey.Usable key = nodeKey.usable().orElse(null);
            if (key == null) {
                return unavailable();
            }
            if (!key.services().contains(service)) {
                return new Refused(Fault.UNKNOWN_SERVICE, "This node does not speak for that service.");
            }
            if (!services.mayHaveTokens(service)) {
                return unavailable();
            }
            TokenVerdict<TxnClaims> verdict = verifier.verifyTxnToken(subject);
            return verdict instanceof VerifiedToken<TxnClaims> verified
                    ? narrowed(verified.claims(), key, service, scopes)
                    : refused(((TokenVerdict.Refused<TxnClaims>) verdict).reason());
        } catch (RuntimeException e) {
            LOG.error("token failure={}", e.getClass().getName(), e);
            return unavailable();
        }
    }

    private Exchange narrowed(TxnClaims old, NodeKey.Usable key, String service, @Nullable List<String> scopes) {
        Refused keyFault = keyFault(old);
        if (keyFault != null) {
            return keyFault;
        }
        Instant now = time.wall().instant().truncatedTo(ChronoUnit.SECONDS);
        if (!now.isBefore(old.expiresAt())) {
            return refused(Refusal.TOKEN_EXPIRED);
        }
        Set<String> granted = old.scopes();
        if (scopes != null && !scopes.stream().allMatch(wish -> granted(wish, granted))) {
            return new Refused(Fault.INVALID_SCOPE, "The subject token does not grant every scope that is asked for.");
        }
        Actor actor;
        try {
            actor = new Actor(service, old.actor());
        } catch (IllegalArgumentException e) {
            return new Refused(Fault.INVALID_SUBJECT, "The chain of services in the subject token is at its longest.");
        }
        return new Granted(mint.sign(key, claims(old, now, scopes == null ? granted : new TreeSet<>(scopes), actor)));
    }

    private static TxnClaims claims(TxnClaims old, Instant now, Set<String> scopes, Actor actor) {
        Instant longest = now.plus(TokenClaims.MAX_LIFETIME);
        return new TxnClaims(
                old.trustDomain(),
                now,
                old.expiresAt().isBefore(longest) ? old.expiresAt() : longest,
                old.txn(),
                old.subject(),
                new LinkedHashSet<>(scopes),
                old.workload(),
                old.plan(),
                old.keyId(),
                old.environment(),
                old.clientAddress(),
                old.authentication(),
                actor);
    }

    /** A scope of the subject token as it stands there, or one that a grant in it covers. */
    private static boolean granted(String wish, Set<String> granted) {
        return granted.contains(wish) || (Scopes.isScope(wish) && Scopes.cover(List.copyOf(granted), List.of(wish)));
    }

    private @Nullable Refused keyFault(TxnClaims claims) {
        KeyStates.Answer answer = keyStates.of(claims.keyId());
        if (answer instanceof KeyStates.Answer.Unavailable) {
            return unavailable();
        }
        ApiKeyState state = answer instanceof KeyStates.Answer.Known known ? known.state() : null;
        return state != null && state.status().equals(GOOD) && GOOD.equals(state.consumerStatus())
                ? null
                : new Refused(Fault.INVALID_SUBJECT, "The API key behind the subject token is not good any more.");
    }

    private static Refused refused(Refusal reason) {
        return reason == Refusal.KEYS_UNAVAILABLE || reason == Refusal.CHECK_FAILED
                ? unavailable()
                : new Refused(Fault.INVALID_SUBJECT, "The subject token is refused: " + reason + ".");
    }

    private static Refused unavailable() {
        return new Refused(Fault.UNAVAILABLE, "This node cannot answer now.");
    }
}
