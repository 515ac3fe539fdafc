package dev.keyfabric.context.stamp;

import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * A record is not sent, because it cannot be stamped or holds a raw key. Kafka lets it pass through {@code send()} to
 * the caller. Trying the same record again helps only where the reason is one of unavailability.
 */
public final class StampRefusedException extends SerializationException {
    private static final long serialVersionUID = 1L;

    private final StampRefusal reason;

    public StampRefusedException(StampRefusal reason, String topic, String detail) {
        this(reason, topic, detail, null);
    }

    public StampRefusedException(StampRefusal reason, String topic, String detail, @Nullable Throwable cause) {
        super("record for topic " + topic + " refused: " + reason + " (" + detail + ")", cause);
        this.reason = reason;
    }

    public StampRefusal reason() {
        return reason;
    }
}
