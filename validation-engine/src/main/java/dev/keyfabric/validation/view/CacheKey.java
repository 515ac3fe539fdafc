package dev.keyfabric.validation.view;

import java.util.Arrays;

/** A place in the database: a column and a key, which nobody changes any more. */
final class CacheKey {
    private final Column column;
    private final byte[] key;
    private final int hash;

    CacheKey(Column column, byte[] key) {
        this.column = column;
        this.key = key;
        this.hash = 31 * column.hashCode() + Arrays.hashCode(key);
    }

    CacheKey(Column column, String key) {
        this(column, Texts.bytes(key));
    }

    Column column() {
        return column;
    }

    byte[] key() {
        return key;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CacheKey place && place.column == column && Arrays.equals(place.key, key);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
