package dev.keyfabric.cli.output;

/**
 * Text of others, made harmless for a terminal: whatever could steer one, or make what is read differ from what is there,
 * is shown as its code. Letters of every script, emoji and right-to-left text stay.
 */
public final class Plain {
    private Plain() {}

    /** The text on one line, without anything that a terminal obeys. */
    public static String text(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (isHarmless(c)) {
                out.appendCodePoint(c);
            } else {
                out.append(c <= 0xffff ? String.format("\\u%04x", c) : String.format("\\u{%x}", c));
            }
        });
        return out.toString();
    }

    /** Whether a code point may reach a terminal as it is. */
    static boolean isHarmless(int c) {
        return switch (Character.getType(c)) {
            // Escape and its like, C1 with its one-byte CSI, half a surrogate, no character at all.
            case Character.CONTROL, Character.SURROGATE, Character.UNASSIGNED, Character.PRIVATE_USE -> false;
            // The joiner of emoji is kept; marks that turn the direction of text, and tags, are not.
            case Character.FORMAT -> c == 0x200d;
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
