package dev.keyfabric.validation.view;

import java.nio.ByteBuffer;

/** A place in the database: a column and a key. */
record CacheKey(Column column, ByteBuffer key) {
    CacheKey(Column column, byte[] key) {
        this(column, ByteBuffer.wrap(key));
    }

    CacheKey(Column column, String key) {
        this(column, Texts.bytes(key));
    }
}
