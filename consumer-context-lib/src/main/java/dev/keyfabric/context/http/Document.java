package dev.keyfabric.context.http;

import dev.keyfabric.context.text.MalformedTextException;

/** A document that a server keeps up to date at one path. */
public interface Document<T> {
    /** Below the base address. */
    String path();

    /** The longest that is read, in bytes. */
    int maxLength();

    T read(byte[] body) throws MalformedTextException;

    /** What counts when another version has come: usually the newer one, unless something must never be taken back. */
    default T replacing(T before, T now) {
        return now;
    }
}
