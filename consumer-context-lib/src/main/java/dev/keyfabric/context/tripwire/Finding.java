package dev.keyfabric.context.tripwire;

/**
 * Where a key stands. Never what it is.
 *
 * @param offset of the key's first byte in what was searched; for base64 of the character that begins it
 */
public record Finding(Form form, int offset) {
    /** How the key is written. */
    public enum Form {
        /** As it is: text, a JSON string, an Avro string. */
        PLAIN,
        /** With JSON escapes. */
        JSON_ESCAPED,
        /** With percent escapes. */
        URL_ENCODED,
        /** Within base64, whatever lies before and after it. */
        BASE64
    }

    @Override
    public String toString() {
        return "a key, " + form + ", at offset " + offset;
    }
}
