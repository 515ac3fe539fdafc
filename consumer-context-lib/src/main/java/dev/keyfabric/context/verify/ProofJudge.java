package dev.keyfabric.context.verify;

import static dev.keyfabric.context.verify.RefusedStampException.refuseIf;

import dev.keyfabric.context.Refusal;
import dev.keyfabric.context.dsse.Envelope;
import dev.keyfabric.context.dsse.VerificationMaterial;
import dev.keyfabric.context.stamp.StampAttributes;
import dev.keyfabric.context.stamp.StampRefusal;
import dev.keyfabric.context.text.MalformedTextException;
import dev.keyfabric.context.trust.KeyUse;
import dev.keyfabric.context.trust.Moment;
import dev.keyfabric.context.trust.TrustedKey;
import dev.keyfabric.context.trust.TrustedKeys;
import java.util.List;
import java.util.Optional;

/** Whether the proof of a stamp is a service's signature over this very event. */
final class ProofJudge {
    private final TrustedKeys keys;

    ProofJudge(TrustedKeys keys) {
        this.keys = keys;
    }

    /** The service that signed. */
    String signer(RecordFacts record, EventFacts facts, String proof, Moment moment) throws RefusedStampException {
        Envelope envelope = envelope(proof);
        List<Envelope.Signature> signatures = envelope.signatures();
        refuseIf(signatures.isEmpty(), StampRefusal.PROOF_WITHOUT_SIGNATURE);
        refuseIf(signatures.size() > 1, StampRefusal.PROOF_WITH_SEVERAL_SIGNATURES);
        // The key id is anyone's claim. It only picks a key; whose that is, and for what, the enrolment says.
        TrustedKey key = key(signatures.get(0).keyId());
        Optional<Refusal> refusal = key.refusal(KeyUse.STAMP, moment.claimed(), moment);
        if (refusal.isPresent()) {
            throw new RefusedStampException(StampRefusal.ofProofKey(refusal.get()));
        }
        byte[] payload = envelope.payload();
        refuseIf(
                !key.key()
                        .verifies(
                                Envelope.preAuthEncoding(payload),
                                signatures.get(0).bytes()),
                StampRefusal.PROOF_SIGNATURE_INVALID);
        compare(record, facts, payload);
        return key.owner();
    }

    private static void compare(RecordFacts record, EventFacts facts, byte[] payload) throws RefusedStampException {
        try {
            VerificationMaterial signed = VerificationMaterial.parse(payload);
            List<String> names = StampAttributes.signedNames(facts.event().extensions());
            refuseIf(!signed.signed().equals(names), StampRefusal.EXTENSIONS_NOT_SIGNED);
            VerificationMaterial actual = VerificationMaterial.of(facts.event(), record.dataSha256(), names);
            refuseIf(!signed.sameCore(actual), StampRefusal.EVENT_CHANGED);
            refuseIf(!signed.sameExtensions(actual), StampRefusal.EXTENSIONS_CHANGED);
        } catch (MalformedTextException e) {
            throw new RefusedStampException(StampRefusal.PROOF_MALFORMED);
        }
        refuseIf(
                !facts.time().isSignedForm() && !facts.time().text().equals(facts.optional(StampAttributes.EXACT_TIME)),
                StampRefusal.TIME_NOT_SIGNED);
    }

    private static Envelope envelope(String proof) throws RefusedStampException {
        try {
            return Envelope.parse(proof);
        } catch (MalformedTextException e) {
            throw new RefusedStampException(StampRefusal.PROOF_MALFORMED);
        }
    }

    private TrustedKey key(String keyId) throws RefusedStampException {
        TrustedKeys.Answer answer;
        try {
            answer = keys.find(keyId);
        } catch (RuntimeException e) {
            throw new RefusedStampException(StampRefusal.KEYS_UNAVAILABLE);
        }
        if (answer instanceof TrustedKeys.Answer.Known known
                && known.key().kid().equals(keyId)) {
            return known.key();
        }
        throw new RefusedStampException(
                answer instanceof TrustedKeys.Answer.Unavailable
                        ? StampRefusal.KEYS_UNAVAILABLE
                        : StampRefusal.PROOF_KEY_UNKNOWN);
    }
}
