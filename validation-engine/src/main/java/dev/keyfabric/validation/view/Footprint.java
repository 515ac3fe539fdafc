package dev.keyfabric.validation.view;

import java.util.Collection;
import java.util.List;

/**
 * How much of the heap an entry of the cache takes, in bytes: what HotSpot lays out for 64 bits with compressed references,
 * which a larger heap than 32 GiB exceeds by less than a half.
 */
final class Footprint {
    /** The sieve's entry, the map's, its slot, and the key without its bytes. */
    private static final int ENTRY = 104;

    private static final int ARRAY = 16;
    private static final int STRING = 24;
    private static final int HELD = 32;
    private static final int KEY = 80 + 4 * 24; // with four times
    private static final int SECRET = 80;
    private static final int CONSUMER = 40;
    private static final int BLOCK = 64;
    private static final int LIMIT = 64;

    /** Plans, services and signing keys: there are few, and they have parts of all kinds. */
    private static final int OTHER = 4096;

    private Footprint() {}

    static int of(CacheKey key, Object value) {
        return ENTRY + array(key.key().length) + ofValue(value);
    }

    private static int ofValue(Object value) {
        if (value instanceof Held<?> held) {
            return HELD + (held.state() == null ? 0 : ofSubject(held.state()));
        }
        return value instanceof List<?> ids ? strings(ids) : 0;
    }

    private static int ofSubject(Subject subject) {
        if (subject instanceof KeyRecord key) {
            return KEY
                    + string(key.id())
                    + string(key.consumerId())
                    + list(key.secrets(), SECRET)
                    + strings(key.scopes())
                    + strings(key.audiences())
                    + list(key.ipAllowlist(), BLOCK)
                    + list(key.limits().limits(), LIMIT);
        }
        if (subject instanceof ConsumerRecord consumer) {
            return CONSUMER
                    + string(consumer.id())
                    + string(consumer.name())
                    + (consumer.plan() == null ? 0 : string(consumer.plan()))
                    + string(consumer.metadata());
        }
        return OTHER;
    }

    private static int strings(Collection<?> texts) {
        int sum = list(texts, 0);
        for (Object text : texts) {
            sum += string((String) text);
        }
        return sum;
    }

    private static int list(Collection<?> elements, int each) {
        int size = elements.size();
        return size == 0 ? 0 : 24 + (size > 2 ? array(4 * size) : 0) + size * each;
    }

    private static int string(String text) {
        return STRING + array(text.length());
    }

    private static int array(int bytes) {
        return ARRAY + (bytes + 7) / 8 * 8;
    }
}
