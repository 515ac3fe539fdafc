package dev.keyfabric.context.stamp;

import dev.keyfabric.context.cloudevent.EventHeaderException;
import dev.keyfabric.context.cloudevent.EventHeaders;
import dev.keyfabric.context.dsse.Envelope;
import dev.keyfabric.context.dsse.Sha256;
import dev.keyfabric.context.dsse.VerificationMaterial;
import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.text.MalformedTextException;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** The stamp that a record has from an earlier {@code send()}, after which Kafka lets nobody change its headers. */
final class EarlierStamp {
    private final StampSettings settings;

    EarlierStamp(StampSettings settings) {
        this.settings = settings;
    }

    /** Whether the headers hold our own proof over exactly this record. */
    boolean holds(String topic, Headers headers, byte @Nullable [] keySha256, byte @Nullable [] value) {
        try {
            EventHeaders event = EventHeaders.read(headers);
            String proof = event.text(StampAttributes.PROOF);
            if (proof == null
                    || !topic.equals(event.text(StampAttributes.TOPIC))
                    || !StampAttributes.keyHashOfDigest(keySha256).equals(event.text(StampAttributes.KEY_HASH))) {
                return false;
            }
            Envelope envelope = Envelope.parse(proof);
            VerificationMaterial signed = VerificationMaterial.parse(envelope.payload());
            VerificationMaterial actual =
                    VerificationMaterial.of(event, Sha256.of(value), StampAttributes.signedNames(event.extensions()));
            return signed.sameCore(actual) && signed.sameExtensions(actual) && isOurs(envelope);
        } catch (EventHeaderException | MalformedTextException e) {
            return false;
        }
    }

    private boolean isOurs(Envelope envelope) {
        SigningKey key = settings.key().get();
        List<Envelope.Signature> signatures = envelope.signatures();
        return signatures.size() == 1
                && signatures.get(0).keyId().equals(key.kid())
                && key.publicKey()
                        .verifies(
                                Envelope.preAuthEncoding(envelope.payload()),
                                signatures.get(0).bytes());
    }
}
