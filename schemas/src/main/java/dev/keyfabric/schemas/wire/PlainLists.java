package dev.keyfabric.schemas.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericArray;
import org.apache.avro.specific.SpecificRecordBase;
import org.jspecify.annotations.Nullable;

/**
 * Puts ordinary lists where Avro's reader leaves its own kind. That kind compares its elements without the conversions
 * of our classes, so that {@code equals} of two values throws as soon as an element has an optional time.
 */
final class PlainLists {
    private PlainLists() {}

    /** Exchanges the lists in a value and in whatever it holds. */
    static void in(SpecificRecordBase value) {
        List<Schema.Field> fields = value.getSchema().getFields();
        for (int i = 0; i < fields.size(); i++) {
            Object held = value.get(i);
            Object plain = plain(held);
            if (plain != held) {
                value.put(i, plain);
            }
        }
    }

    private static @Nullable Object plain(@Nullable Object held) {
        if (held instanceof SpecificRecordBase nested) {
            in(nested);
        } else if (held instanceof GenericArray<?> array) {
            List<@Nullable Object> list = new ArrayList<>(array.size());
            for (Object element : array) {
                list.add(plain(element));
            }
            return list;
        } else if (held instanceof Map<?, ?> map) {
            replaceValues(map);
        }
        return held;
    }

    private static <V extends @Nullable Object> void replaceValues(Map<?, V> map) {
        map.replaceAll((key, held) -> {
            @SuppressWarnings("unchecked") // a list takes the place of a list of the same elements
            V plain = (V) plain(held);
            return plain;
        });
    }
}
