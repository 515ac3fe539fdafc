package dev.keyfabric.context.verify;

import static dev.keyfabric.context.verify.RefusedStampException.refuseIf;

import dev.keyfabric.context.dsse.Sha256;
import dev.keyfabric.context.stamp.Binding;
import dev.keyfabric.context.stamp.StampAttributes;
import dev.keyfabric.context.stamp.StampRefusal;
import dev.keyfabric.context.stamp.TopicPolicies;
import dev.keyfabric.context.stamp.TopicPolicy;
import dev.keyfabric.context.token.TokenVerdict;
import dev.keyfabric.context.token.TxnClaims;
import dev.keyfabric.context.token.VerifiedToken;
import dev.keyfabric.context.trust.Moment;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Judges the stamps of consumed records: docs/contract/identity.md, section 3. It never throws for what stands in a
 * record, and never changes one. Safe for use by many threads.
 *
 * <p>In this order, the cheap before the dear: form, policy, time, binding, token (its signature once, then remembered),
 * proof, evidence, the API key as it is now.
 */
public final class Verifier {
    private final VerifierSettings settings;
    private final ProofJudge proofs;
    private final KeyStateJudge keyStates;

    public Verifier(VerifierSettings settings) {
        this.settings = settings;
        this.proofs = new ProofJudge(settings.keys());
        this.keyStates = new KeyStateJudge(settings.keyStates());
    }

    /** Judges a record as it came. */
    public Stamped verify(ConsumerRecord<byte[], byte[]> record) {
        return checked(() -> judge(new RecordFacts(record, digest(record.key()), digest(record.value()))));
    }

    /**
     * Judges a record whose key and value were read by the deserialisers of {@link Verifying}, by the digests that they
     * kept. A record that they have not seen, or whose headers somebody exchanged, is {@code BYTES_UNKNOWN}.
     */
    public Stamped verifyDeserialized(ConsumerRecord<?, ?> record) {
        return checked(() -> {
            Optional<RecordFacts> facts = SeenBytes.facts(record);
            return judge(facts.orElseThrow(() -> new RefusedStampException(StampRefusal.BYTES_UNKNOWN)));
        });
    }

    private VerifiedContext judge(RecordFacts record) throws RefusedStampException {
        EventFacts event = EventFacts.of(record.headers());
        TopicPolicy policy = policy(record.topic());
        refuseIf(record.isTombstone() && !policy.stampedTombstones(), StampRefusal.TOMBSTONE);
        Moment moment = TimeJudge.moment(record, event.time().instant(), policy);
        refuseIf(!event.required(StampAttributes.TOPIC).equals(record.topic()), StampRefusal.OTHER_TOPIC);
        refuseIf(
                !event.required(StampAttributes.KEY_HASH).equals(StampAttributes.keyHashOfDigest(record.keySha256())),
                StampRefusal.OTHER_KEY);
        String proof = event.optional(StampAttributes.PROOF);
        refuseIf(proof == null && policy.binding() == Binding.SIGNED, StampRefusal.PROOF_MISSING);

        TxnClaims claims = claims(event.required(StampAttributes.TOKEN), moment);
        String producer = proof == null ? claims.bearer() : proofs.signer(record, event, proof, moment);
        refuseIf(!claims.bearer().equals(producer), StampRefusal.EVIDENCE_NOT_YOURS);
        refuseIf(!agrees(event, claims), StampRefusal.CONTEXT_DISAGREES);
        refuseIf(!policy.takesFrom(producer), StampRefusal.PRODUCER_NOT_ALLOWED);
        keyStates.judge(claims.keyId(), policy.onRevoked());
        return new VerifiedContext(claims, producer, proof == null ? Binding.EVIDENCE : Binding.SIGNED, event);
    }

    private TopicPolicy policy(String topic) throws RefusedStampException {
        TopicPolicies.Answer answer;
        try {
            answer = settings.policies().of(topic);
        } catch (RuntimeException e) {
            throw new RefusedStampException(StampRefusal.POLICIES_UNAVAILABLE);
        }
        if (answer instanceof TopicPolicies.Answer.Known known) {
            return known.policy();
        }
        throw new RefusedStampException(StampRefusal.ofPolicy(answer));
    }

    private TxnClaims claims(String token, Moment moment) throws RefusedStampException {
        TokenVerdict<TxnClaims> verdict = settings.tokens().verifyTxnToken(token, moment);
        if (verdict instanceof VerifiedToken<TxnClaims> verified) {
            return verified.claims();
        }
        throw new RefusedStampException(StampRefusal.ofToken(((TokenVerdict.Refused<TxnClaims>) verdict).reason()));
    }

    private static boolean agrees(EventFacts event, TxnClaims claims) {
        return event.required(StampAttributes.AUTH_TYPE).equals(StampAttributes.API_KEY)
                && event.required(StampAttributes.AUTH_ID).equals(claims.subject())
                && event.required(StampAttributes.AUTH_CLAIMS).equals(StampAttributes.authClaims(claims));
    }

    private static byte @Nullable [] digest(byte @Nullable [] bytes) {
        return bytes == null ? null : Sha256.of(bytes);
    }

    private static Stamped checked(Check check) {
        try {
            return new Stamped.Verified(check.run());
        } catch (RefusedStampException e) {
            return new Stamped.Refused(e.reason());
        } catch (RuntimeException e) {
            return new Stamped.Refused(StampRefusal.INTERNAL_FAULT);
        }
    }

    private interface Check {
        VerifiedContext run() throws RefusedStampException;
    }
}
