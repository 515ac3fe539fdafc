package dev.keyfabric.validation.token;

import dev.keyfabric.context.token.TokenClaims;
import dev.keyfabric.context.token.TokenIssuer;
import dev.keyfabric.context.token.TransactionIds;
import dev.keyfabric.context.token.TxnClaims;
import dev.keyfabric.key.KeyId;
import dev.keyfabric.validation.address.IpAddress;
import dev.keyfabric.validation.judge.Question;
import dev.keyfabric.validation.judge.Verdict.Valid;
import dev.keyfabric.validation.time.TimeSource;
import dev.keyfabric.validation.view.KeyRecord;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes Txn-Tokens for verdicts that said yes: claims exactly as docs/contract/identity.md, section 2, has them. Never
 * throws; a failure is a refusal. Safe for many threads.
 */
public final class TokenMint {
    private static final Logger LOG = LoggerFactory.getLogger(TokenMint.class);

    private final TokenSettings settings;
    private final NodeKey nodeKey;
    private final Services services;
    private final TimeSource time;
    private final TransactionIds transactions;
    private final Reuse reuse;

    /** A mint. */
    public TokenMint(TokenSettings settings, NodeKey nodeKey, Services services, TimeSource time, SecureRandom random) {
        this.settings = settings;
        this.nodeKey = nodeKey;
        this.services = services;
        this.time = time;
        this.transactions = new TransactionIds(time.wall(), random);
        this.reuse = new Reuse(settings.reuse(), time.nanos());
    }

    /** Whether nothing speaks against tokens for a service: not while its record cannot be read. */
    @FunctionalInterface
    public interface Services {
        boolean mayHaveTokens(String service);
    }

    /** The token for a question that was answered with yes. */
    public Minting mint(Valid verdict, Question question) {
        try {
            NodeKey.Usable key = nodeKey.usable().orElse(null);
            if (key == null) {
                return Minting.Refused.NO_KEY;
            }
            String audience = question.audience() == null ? settings.service() : question.audience();
            if (audience == null || !key.services().contains(audience)) {
                return Minting.Refused.NOT_BOUND;
            }
            if (!services.mayHaveTokens(audience)) {
                return Minting.Refused.NO_KEY;
            }
            return reuse.of(kept(key, verdict, audience, question), () -> sign(key, verdict, audience, question));
        } catch (RuntimeException e) {
            LOG.error("token failure={}", e.getClass().getName(), e);
            return Minting.Refused.NO_KEY;
        }
    }

    /** The token of claims that somebody else has decided on. */
    TxnToken sign(NodeKey.Usable key, TxnClaims claims) {
        String compact = new TokenIssuer(key.key()).issue(claims);
        return new TxnToken(compact, claims.issuedAt(), claims.expiresAt(), claims.scopes());
    }

    private TxnToken sign(NodeKey.Usable key, Valid verdict, String audience, Question question) {
        Instant now = time.wall().instant().truncatedTo(ChronoUnit.SECONDS);
        return sign(
                key,
                new TxnClaims(
                        settings.trustDomain(),
                        now,
                        end(now, verdict.key()),
                        transactions.next(),
                        verdict.consumer().id(),
                        scopes(verdict.key(), question.scopes()),
                        audience,
                        verdict.consumer().plan(),
                        new KeyId(verdict.key().id()),
                        verdict.key().environment().name().toLowerCase(Locale.ROOT),
                        address(question.clientIp()),
                        TxnClaims.API_KEY,
                        null));
    }

    /** No token outlives its key by more than the second that it ends in. */
    private static Instant end(Instant now, KeyRecord key) {
        Instant longest = now.plus(TokenClaims.MAX_LIFETIME);
        Instant keyEnds = key.expiresAt();
        if (keyEnds == null || !keyEnds.isBefore(longest)) {
            return longest;
        }
        Instant soonest = now.plusSeconds(1);
        Instant rounded = keyEnds.truncatedTo(ChronoUnit.SECONDS);
        return rounded.isBefore(soonest) ? soonest : rounded;
    }

    /** What was required, since all of it was granted; what is granted, when nothing was required. */
    private static Set<String> scopes(KeyRecord key, List<String> required) {
        return new TreeSet<>(required.isEmpty() ? key.scopes() : required);
    }

    /** What is no address is hearsay, and is left out. */
    private static @Nullable String address(@Nullable String clientIp) {
        return clientIp == null || IpAddress.parse(clientIp).isEmpty() ? null : clientIp;
    }

    private static Reuse.Same kept(NodeKey.Usable key, Valid verdict, String audience, Question question) {
        return new Reuse.Same(
                key.key().kid(),
                verdict.key().id(),
                verdict.key().version(),
                verdict.consumer().version(),
                audience,
                scopes(verdict.key(), question.scopes()),
                address(question.clientIp()));
    }
}
