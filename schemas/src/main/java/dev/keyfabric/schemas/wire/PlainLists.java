package dev.keyfabric.schemas.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericArray;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;
import org.jspecify.annotations.Nullable;

/**
 * Puts ordinary lists where Avro's reader leaves its own kind. That kind compares its elements without the conversions
 * of our classes, so that {@code equals} of two values throws as soon as an element has an optional time.
 */
final class PlainLists {
    /** The fields of a class that can hold a list, or what holds one: most hold neither, and every value passes here. */
    private static final ClassValue<int[]> COMPOSITES = new ClassValue<>() {
        @Override
        protected int[] computeValue(Class<?> type) {
            return SpecificData.get().getSchema(type).getFields().stream()
                    .filter(field -> isComposite(field.schema()))
                    .mapToInt(Schema.Field::pos)
                    .toArray();
        }
    };

    private PlainLists() {}

    /** Exchanges the lists in a value and in whatever it holds. */
    static void in(SpecificRecordBase value) {
        for (int i : COMPOSITES.get(value.getClass())) {
            Object held = value.get(i);
            Object plain = plain(held);
            if (plain != held) {
                value.put(i, plain);
            }
        }
    }

    private static boolean isComposite(Schema schema) {
        return switch (schema.getType()) {
            case RECORD, ARRAY, MAP -> true;
            case UNION -> schema.getTypes().stream().anyMatch(PlainLists::isComposite);
            default -> false;
        };
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
