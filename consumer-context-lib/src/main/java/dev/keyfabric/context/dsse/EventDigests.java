package dev.keyfabric.context.dsse;

import dev.keyfabric.context.text.MalformedTextException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;

/**
 * The two fingerprints of a CloudEvent that its producer signs. Each is the SHA-256 over the SHA-256 of each part, in a
 * fixed order. An attribute that is absent counts like an empty one, so whoever relies on the difference refuses empty
 * ones.
 */
public final class EventDigests {
    private static final List<String> BEFORE_TIME =
            List.of("id", "source", "specversion", "type", "datacontenttype", "dataschema", "subject");

    private EventDigests() {}

    /**
     * The fingerprint of the context attributes and the data.
     *
     * @param dataSha256 SHA-256 of the event's data; of no bytes where it has none
     * @throws MalformedTextException where the time is not one of RFC 3339
     */
    public static byte[] core(AttributeValues event, byte[] dataSha256) throws MalformedTextException {
        MessageDigest sum = Sha256.fresh();
        MessageDigest part = Sha256.fresh();
        for (String name : BEFORE_TIME) {
            Sha256.addDigest(sum, part, event.value(name));
        }
        byte[] time = event.value("time");
        Sha256.addDigest(
                sum,
                part,
                time == null
                        ? null
                        : EventTime.parse(new String(time, StandardCharsets.UTF_8))
                                .signedForm()
                                .getBytes(StandardCharsets.US_ASCII));
        sum.update(dataSha256);
        return sum.digest();
    }

    /** The fingerprint of the named extension attributes, in the order of the names. */
    public static byte[] ext(AttributeValues event, List<String> names) {
        MessageDigest sum = Sha256.fresh();
        MessageDigest part = Sha256.fresh();
        for (String name : names) {
            Sha256.addDigest(sum, part, event.value(name));
        }
        return sum.digest();
    }
}
