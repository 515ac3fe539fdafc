package dev.keyfabric.context.verify;

import dev.keyfabric.context.cloudevent.EventHeaders;
import dev.keyfabric.context.dsse.Envelope;
import dev.keyfabric.context.dsse.Sha256;
import dev.keyfabric.context.dsse.VerificationMaterial;
import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.stamp.StampAttributes;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What an enrolled service could make of another one's record, if it did not keep to our stamper. */
final class Forgery {
    private Forgery() {}

    /** The record with a proof of its own over it as it is. */
    static ConsumerRecord<byte[], byte[]> resigned(ConsumerRecord<byte[], byte[]> record, SigningKey key) {
        try {
            EventHeaders event = EventHeaders.readWithout(Set.of(StampAttributes.PROOF), record.headers());
            byte[] payload = VerificationMaterial.of(
                            event, Sha256.of(record.value()), StampAttributes.signedNames(event.extensions()))
                    .payload();
            String proof = Envelope.of(
                            payload, new Envelope.Signature(key.kid(), key.sign(Envelope.preAuthEncoding(payload))))
                    .text();
            record.headers().remove("ce_dssematerial");
            record.headers().add("ce_dssematerial", proof.getBytes(StandardCharsets.UTF_8));
            return record;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
