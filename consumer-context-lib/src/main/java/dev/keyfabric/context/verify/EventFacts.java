package dev.keyfabric.context.verify;

import dev.keyfabric.context.cloudevent.EventHeaderException;
import dev.keyfabric.context.cloudevent.EventHeaders;
import dev.keyfabric.context.dsse.EventTime;
import dev.keyfabric.context.stamp.StampAttributes;
import dev.keyfabric.context.stamp.StampRefusal;
import dev.keyfabric.context.text.MalformedTextException;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** The event that a record's headers hold, complete and well formed; nothing of it is verified yet. */
final class EventFacts {
    private static final List<String> REQUIRED = List.of(
            "specversion",
            "id",
            "source",
            "type",
            "time",
            StampAttributes.AUTH_TYPE,
            StampAttributes.AUTH_ID,
            StampAttributes.AUTH_CLAIMS,
            StampAttributes.TOKEN,
            StampAttributes.TOPIC,
            StampAttributes.KEY_HASH);

    private final EventHeaders event;
    private final EventTime time;

    private EventFacts(EventHeaders event, EventTime time) {
        this.event = event;
        this.time = time;
    }

    static EventFacts of(Headers headers) throws RefusedStampException {
        EventHeaders event = read(headers);
        RefusedStampException.refuseIf(
                event.value(StampAttributes.TOKEN) == null && event.value(StampAttributes.PROOF) == null,
                StampRefusal.UNSTAMPED);
        for (String name : REQUIRED) {
            RefusedStampException.refuseIf(event.value(name) == null, StampRefusal.ATTRIBUTE_MISSING);
        }
        EventFacts facts = new EventFacts(event, time(event));
        RefusedStampException.refuseIf(
                !facts.required("specversion").equals(StampAttributes.SPEC_VERSION), StampRefusal.ATTRIBUTE_MALFORMED);
        return facts;
    }

    EventHeaders event() {
        return event;
    }

    EventTime time() {
        return time;
    }

    String required(String name) {
        String text = event.text(name);
        if (text == null) {
            throw new IllegalStateException("no " + name);
        }
        return text;
    }

    @Nullable
    String optional(String name) {
        return event.text(name);
    }

    private static EventHeaders read(Headers headers) throws RefusedStampException {
        try {
            return EventHeaders.read(headers);
        } catch (EventHeaderException e) {
            throw new RefusedStampException(StampRefusal.ofHeaders(e.fault()));
        }
    }

    private static EventTime time(EventHeaders event) throws RefusedStampException {
        try {
            String text = event.text("time");
            return EventTime.parse(text == null ? "" : text);
        } catch (MalformedTextException e) {
            throw new RefusedStampException(StampRefusal.ATTRIBUTE_MALFORMED);
        }
    }
}
