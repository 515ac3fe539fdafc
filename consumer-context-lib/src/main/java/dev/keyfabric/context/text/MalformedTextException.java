package dev.keyfabric.context.text;

/** Text that does not have its strict form. The message names the fault, never the text. */
public final class MalformedTextException extends Exception {
    public MalformedTextException(String fault) {
        // No stack trace: hostile input is ordinary, and this never leaves the reader's caller.
        super(fault, null, false, false);
    }
}
