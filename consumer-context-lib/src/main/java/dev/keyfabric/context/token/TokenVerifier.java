package dev.keyfabric.context.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.keyfabric.context.Refusal;
import dev.keyfabric.context.jws.Jws;
import dev.keyfabric.context.jws.JwsVerdict;
import dev.keyfabric.context.jws.KeyRing;
import dev.keyfabric.context.jws.VerifiedJws;
import dev.keyfabric.context.trust.KeyUse;
import dev.keyfabric.context.trust.Moment;
import dev.keyfabric.context.trust.TrustedKey;
import dev.keyfabric.context.trust.TrustedKeys;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.LongAdder;

/**
 * Checks Txn-Tokens and service JWTs of one trust domain: docs/contract/identity.md, sections 1, 2 and 4. Safe for use
 * by many threads.
 *
 * <p>A token's signature is checked once and remembered under its digest. Everything that can change is asked at every
 * check: the signer's key and its state, the times, the audience.
 */
public final class TokenVerifier {
    private static final long REMEMBERED = 10_000;
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);

    private final String trustDomain;
    private final TrustedKeys keys;
    private final InstantSource clock;
    private final Cache<TokenDigest, Checked> remembered = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterAccess(FORGOTTEN_AFTER)
            .build();

    private final LongAdder signaturesChecked = new LongAdder();

    /** A token whose signature held, with what does not change; a kid is a thumbprint, so it names one key for ever. */
    private record Checked(TokenKind kind, String kid, TokenClaims claims) {}

    public TokenVerifier(String trustDomain, TrustedKeys keys, InstantSource clock) {
        this.trustDomain = trustDomain;
        this.keys = keys;
        this.clock = clock;
    }

    /** Checks a Txn-Token that comes with a call now. */
    public TokenVerdict<TxnClaims> verifyTxnToken(String token) {
        return verifyTxnToken(token, Moment.of(clock.instant()));
    }

    /** Checks a Txn-Token that came with a record: it must cover the moment that the record claims. */
    public TokenVerdict<TxnClaims> verifyTxnToken(byte[] token, Moment moment) {
        return token.length > Jws.MAX_LENGTH
                ? new TokenVerdict.Refused<>(Refusal.TOO_LONG)
                : verifyTxnToken(new String(token, StandardCharsets.ISO_8859_1), moment);
    }

    /** Checks a Txn-Token for a moment. */
    public TokenVerdict<TxnClaims> verifyTxnToken(String token, Moment moment) {
        return verify(TokenKind.TXN, TxnClaims.class, token, trustDomain, moment);
    }

    /**
     * Checks a service JWT that comes with a call now.
     *
     * @param callee the id of the service that is called, which asks
     */
    public TokenVerdict<ServiceClaims> verifyServiceToken(String token, String callee) {
        return verify(
                TokenKind.SERVICE, ServiceClaims.class, token, Claims.serviceName(callee), Moment.of(clock.instant()));
    }

    /** How many tokens were not remembered and had their signature checked. */
    public long signaturesChecked() {
        return signaturesChecked.sum();
    }

    private <C extends TokenClaims> TokenVerdict<C> verify(
            TokenKind kind, Class<C> type, String token, String audience, Moment moment) {
        try {
            if (token.length() > Jws.MAX_LENGTH) {
                throw new RefusedTokenException(Refusal.TOO_LONG);
            }
            TokenDigest digest = TokenDigest.of(token);
            Checked checked = remembered.getIfPresent(digest);
            if (checked == null) {
                checked = checkSignature(kind, token);
                remembered.put(digest, checked);
            }
            TrustedKey signer = stillTrusted(digest, checked, moment);
            judge(kind, checked, signer, audience, moment);
            return new VerifiedToken<>(type.cast(checked.claims()), signer, token);
        } catch (RefusedTokenException e) {
            return new TokenVerdict.Refused<>(e.reason());
        } catch (RuntimeException e) {
            return new TokenVerdict.Refused<>(Refusal.CHECK_FAILED);
        }
    }

    private Checked checkSignature(TokenKind kind, String token) throws RefusedTokenException {
        KeyRing ring = kid -> {
            try {
                TrustedKey key = find(kid);
                return key.use() == KeyUse.TXN
                        ? new KeyRing.Answer.Use(key.key())
                        : new KeyRing.Answer.Refuse(Refusal.KEY_WRONG_USE);
            } catch (RefusedTokenException e) {
                return new KeyRing.Answer.Refuse(e.reason());
            }
        };
        signaturesChecked.increment();
        JwsVerdict verdict = Jws.verify(token, kind.typ(), ring);
        if (verdict instanceof VerifiedJws verified) {
            return new Checked(kind, verified.kid(), ClaimsReader.read(kind, verified.payload()));
        }
        throw new RefusedTokenException(((JwsVerdict.Refused) verdict).reason());
    }

    /** The signer's key as it is now; one that no longer vouches takes the remembered token with it. */
    private TrustedKey stillTrusted(TokenDigest digest, Checked checked, Moment moment) throws RefusedTokenException {
        try {
            TrustedKey signer = find(checked.kid());
            var refusal = signer.refusal(KeyUse.TXN, checked.claims().issuedAt(), moment);
            if (refusal.isPresent()) {
                throw new RefusedTokenException(refusal.get());
            }
            return signer;
        } catch (RefusedTokenException e) {
            remembered.invalidate(digest);
            throw e;
        }
    }

    private TrustedKey find(String kid) throws RefusedTokenException {
        TrustedKeys.Answer answer;
        try {
            answer = keys.find(kid);
        } catch (RuntimeException e) {
            throw new RefusedTokenException(Refusal.KEYS_UNAVAILABLE);
        }
        if (answer instanceof TrustedKeys.Answer.Known known
                && known.key().kid().equals(kid)) {
            return known.key();
        }
        throw new RefusedTokenException(
                answer instanceof TrustedKeys.Answer.Unavailable ? Refusal.KEYS_UNAVAILABLE : Refusal.KEY_UNKNOWN);
    }

    private void judge(TokenKind kind, Checked checked, TrustedKey signer, String audience, Moment moment)
            throws RefusedTokenException {
        TokenClaims claims = checked.claims();
        refuseIf(checked.kind() != kind, Refusal.WRONG_TYPE);
        refuseIf(!claims.issuer().equals(trustDomain), Refusal.WRONG_ISSUER);
        refuseIf(!claims.audience().equals(audience), Refusal.WRONG_AUDIENCE);
        refuseIf(!bound(claims, signer), Refusal.KEY_NOT_BOUND);
        Instant claimed = moment.claimed();
        refuseIf(claimed.isBefore(claims.issuedAt().minus(TrustedKey.CLOCK_SKEW)), Refusal.TOKEN_NOT_YET_VALID);
        refuseIf(!claimed.isBefore(claims.expiresAt().plus(TrustedKey.CLOCK_SKEW)), Refusal.TOKEN_EXPIRED);
    }

    /** A validator speaks only for the services of its host: the bearer of a Txn-Token, or the caller. */
    private static boolean bound(TokenClaims claims, TrustedKey signer) {
        return signer.services()
                .contains(claims instanceof TxnClaims txn ? txn.bearer() : ((ServiceClaims) claims).caller());
    }

    private static void refuseIf(boolean fault, Refusal reason) throws RefusedTokenException {
        if (fault) {
            throw new RefusedTokenException(reason);
        }
    }
}
