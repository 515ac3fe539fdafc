package dev.keyfabric.context.stamp;

import dev.keyfabric.context.cloudevent.EventHeaders;
import dev.keyfabric.context.dsse.Envelope;
import dev.keyfabric.context.dsse.Sha256;
import dev.keyfabric.context.dsse.VerificationMaterial;
import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.text.MalformedTextException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Signs events with the service's stamp key. */
final class Proof {
    private final StampSettings settings;

    Proof(StampSettings settings) {
        this.settings = settings;
    }

    /** The text of {@code dssematerial} over an event that has all its other attributes. */
    String of(String topic, Map<String, byte[]> attributes, byte @Nullable [] value) {
        EventHeaders event = EventHeaders.of(attributes);
        try {
            byte[] payload = VerificationMaterial.of(
                            event, Sha256.of(value), StampAttributes.signedNames(event.extensions()))
                    .payload();
            SigningKey key = settings.key().get();
            byte[] signature = key.sign(Envelope.preAuthEncoding(payload));
            return Envelope.of(payload, new Envelope.Signature(key.kid(), signature))
                    .text();
        } catch (MalformedTextException e) {
            throw new StampRefusedException(
                    StampRefusal.ATTRIBUTE_MALFORMED, topic, "an event that cannot be signed", e);
        } catch (RuntimeException e) {
            throw new StampRefusedException(StampRefusal.CANNOT_SIGN, topic, "no stamp key, or it failed", e);
        }
    }
}
