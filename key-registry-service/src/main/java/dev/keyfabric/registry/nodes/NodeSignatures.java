package dev.keyfabric.registry.nodes;

import dev.keyfabric.context.Refusal;
import dev.keyfabric.context.jws.JwsVerdict;
import dev.keyfabric.context.jws.KeyRing;
import dev.keyfabric.context.jws.VerifiedJws;
import dev.keyfabric.context.record.RecordContent;
import dev.keyfabric.context.record.RecordSignature;
import dev.keyfabric.context.trust.KeyUse;
import dev.keyfabric.context.trust.Moment;
import dev.keyfabric.context.trust.TrustedKey;
import dev.keyfabric.context.trust.TrustedKeys;
import dev.keyfabric.follower.FollowedRecord;
import dev.keyfabric.schemas.topics.TopicNames;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.header.Header;

/** Whether a validator itself said what stands on positions.v1 in its name: signed with its own {@code txn} key. */
public final class NodeSignatures {
    private final TopicNames names;
    private final TrustedKeys keys;

    public NodeSignatures(TopicNames names, TrustedKeys keys) {
        this.names = names;
        this.keys = keys;
    }

    /** What the signature of one record is worth. */
    sealed interface Verdict {
        /** It is a good one by a key of this name; whether that key speaks for the node is another question. */
        record By(String kid) implements Verdict {}

        /** It names a key that is not known here yet. */
        record SignerUnknown() implements Verdict {}

        /** There is none, or none that is good. */
        record None() implements Verdict {}
    }

    Verdict of(FollowedRecord record) {
        Header header = record.headers().lastHeader(RecordSignature.HEADER);
        RecordContent content = RecordContent.of(names.nameOf(record.topic()), record.key(), record.value());
        JwsVerdict verdict = RecordSignature.verify(header == null ? null : header.value(), content, this::ring);
        if (verdict instanceof VerifiedJws good) {
            return new Verdict.By(good.kid());
        }
        return verdict instanceof JwsVerdict.Refused refused && refused.reason() == Refusal.KEY_UNKNOWN
                ? new Verdict.SignerUnknown()
                : new Verdict.None();
    }

    /**
     * Whether a key speaks for a node, as far as it is trusted now. Once tainted it never does: when a report was written
     * is not what decides.
     *
     * @param appended when the broker took what it signed
     */
    boolean vouches(String kid, String node, Instant appended) {
        return known(kid)
                .filter(key -> key.owner().equals(node))
                .filter(key -> key.refusal(KeyUse.TXN, appended, Moment.onItsWordAlone(appended))
                        .isEmpty())
                .isPresent();
    }

    private KeyRing.Answer ring(String kid) {
        return known(kid)
                .<KeyRing.Answer>map(key -> new KeyRing.Answer.Use(key.key()))
                .orElseGet(() -> new KeyRing.Answer.Refuse(Refusal.KEY_UNKNOWN));
    }

    private Optional<TrustedKey> known(String kid) {
        return keys.find(kid) instanceof TrustedKeys.Answer.Known known ? Optional.of(known.key()) : Optional.empty();
    }
}
