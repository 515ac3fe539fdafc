package dev.keyfabric.context.stamp;

import dev.keyfabric.context.tripwire.Finding;
import dev.keyfabric.context.tripwire.Tripwire;
import dev.keyfabric.key.KeyPrefixes;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** The tripwire over the parts of a record. It names the part and the place; the key goes into no message. */
public final class RecordTripwire {
    private final Tripwire tripwire;

    public RecordTripwire(KeyPrefixes prefixes) {
        this.tripwire = new Tripwire(prefixes);
    }

    /** Refuses a record key that holds a raw API key. */
    public void checkKey(String topic, byte @Nullable [] key) {
        check(topic, "key", key);
    }

    /** Refuses a value, or a header's name or value, that holds a raw API key. */
    public void checkRest(String topic, Headers headers, byte @Nullable [] value) {
        int number = 0;
        for (Header header : headers) {
            // A name that is a key would be told by naming it.
            check(topic, "name of header " + number, header.key().getBytes(StandardCharsets.UTF_8));
            check(topic, "header " + header.key(), header.value());
            number++;
        }
        check(topic, "value", value);
    }

    private void check(String topic, String part, byte @Nullable [] bytes) {
        Optional<Finding> found = bytes == null ? Optional.empty() : tripwire.find(bytes);
        if (found.isPresent()) {
            throw new StampRefusedException(StampRefusal.KEY_IN_RECORD, topic, part + ": " + found.get());
        }
    }
}
