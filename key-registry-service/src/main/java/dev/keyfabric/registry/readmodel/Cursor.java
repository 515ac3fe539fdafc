package dev.keyfabric.registry.readmodel;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * The place after one item of a sorted list: rows that come or go meanwhile do not shift the pages behind it. Its text
 * is opaque to clients.
 *
 * @param sort the sorting it belongs to
 * @param value of the item, by which the list is sorted
 * @param id of the item
 */
public record Cursor(Sort sort, String value, String id) {

    /** The cursor that a text is, or empty when it is none of ours. */
    public static Optional<Cursor> parse(String text) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split("\n", -1);
            if (parts.length != 3) {
                return Optional.empty();
            }
            return Sort.ofText(parts[0])
                    .filter(sort -> sort.accepts(parts[1]))
                    .map(sort -> new Cursor(sort, parts[1], parts[2]));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        String plain = sort + "\n" + value + "\n" + id;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }
}
