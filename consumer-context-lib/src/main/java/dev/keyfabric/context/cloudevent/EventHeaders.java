package dev.keyfabric.context.cloudevent;

import dev.keyfabric.context.dsse.AttributeValues;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of the CloudEvent that a record's headers hold in binary mode (CloudEvents, Kafka protocol binding
 * 1.0.2, section 3.2), in the order of the headers. Each is there once, well named and not empty. Headers that are no
 * attributes are not looked at.
 */
public final class EventHeaders implements AttributeValues {
    /** Before the name of each attribute but {@code datacontenttype}. */
    public static final String PREFIX = "ce_";

    /** The header of the attribute {@code datacontenttype}. */
    public static final String CONTENT_TYPE = "content-type";

    /** A longer attribute is refused, in bytes. */
    public static final int MAX_ATTRIBUTE = 16 * 1024;

    /** More than this in all attributes together is refused, in bytes. */
    public static final int MAX_TOTAL = 32 * 1024;

    private static final String DATA_CONTENT_TYPE = "datacontenttype";
    private static final Set<String> CORE =
            Set.of("id", "source", "specversion", "type", DATA_CONTENT_TYPE, "dataschema", "subject", "time");

    private final Map<String, byte[]> attributes;

    private EventHeaders(Map<String, byte[]> attributes) {
        this.attributes = Collections.unmodifiableMap(attributes);
    }

    /** Attributes from elsewhere than headers; the map is not copied. */
    public static EventHeaders of(Map<String, byte[]> attributes) {
        return new EventHeaders(attributes);
    }

    public static EventHeaders read(Iterable<Header> headers) throws EventHeaderException {
        return readWithout(Set.of(), headers);
    }

    /** The attributes but for some, of which not even the form matters. */
    public static EventHeaders readWithout(Set<String> ignored, Iterable<Header> headers) throws EventHeaderException {
        Map<String, byte[]> attributes = new LinkedHashMap<>();
        int total = 0;
        for (Header header : headers) {
            String name = attribute(header.key());
            if (name == null || ignored.contains(name)) {
                continue;
            }
            byte[] value = header.value();
            EventText.checkName(name);
            EventText.checkLength(value == null ? 0 : value.length, MAX_ATTRIBUTE);
            total += name.length() + (value == null ? 0 : value.length);
            EventText.checkLength(total, MAX_TOTAL);
            if (attributes.put(name, EventText.checkedValue(value)) != null) {
                throw new EventHeaderException(EventHeaderException.Fault.DOUBLED);
            }
        }
        return new EventHeaders(attributes);
    }

    /** The name of the header that holds an attribute. */
    public static String headerOf(String attribute) {
        return attribute.equals(DATA_CONTENT_TYPE) ? CONTENT_TYPE : PREFIX + attribute;
    }

    @Override
    public byte @Nullable [] value(String name) {
        return attributes.get(name);
    }

    /** The text of an attribute, or null where there is none. */
    public @Nullable String text(String name) {
        byte[] value = attributes.get(name);
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    public Map<String, byte[]> attributes() {
        return attributes;
    }

    /** Whether a reader takes this much. */
    public boolean fits() {
        int total = 0;
        for (Map.Entry<String, byte[]> attribute : attributes.entrySet()) {
            if (attribute.getValue().length > MAX_ATTRIBUTE) {
                return false;
            }
            total += attribute.getKey().length() + attribute.getValue().length;
        }
        return total <= MAX_TOTAL;
    }

    /** The names of the extension attributes, sorted. */
    public List<String> extensions() {
        TreeSet<String> names = new TreeSet<>(attributes.keySet());
        names.removeAll(CORE);
        return List.copyOf(names);
    }

    /** The attribute that a header holds; null for a header that is none. */
    private static @Nullable String attribute(String header) throws EventHeaderException {
        if (header.equals(CONTENT_TYPE)) {
            return DATA_CONTENT_TYPE;
        }
        if (!header.startsWith(PREFIX)) {
            return null;
        }
        String name = header.substring(PREFIX.length());
        if (name.equals(DATA_CONTENT_TYPE)) {
            // Two headers for one attribute: readers would disagree which counts.
            throw new EventHeaderException(EventHeaderException.Fault.MALFORMED);
        }
        return name;
    }
}
