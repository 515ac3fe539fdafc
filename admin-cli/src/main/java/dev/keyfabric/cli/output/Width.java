package dev.keyfabric.cli.output;

import java.text.BreakIterator;
import java.util.Locale;

/** How many columns a text takes on a terminal: two for wide letters and emoji, none for marks on others. */
final class Width {
    private static final int JOINER = 0x200d;

    private Width() {}

    static int of(String text) {
        return text.codePoints().map(Width::of).sum();
    }

    /** The text in at most so many columns; what was cut off is shown by an ellipsis. Never cuts between a letter and its marks. */
    static String cut(String text, int columns) {
        if (of(text) <= columns) {
            return text;
        }
        BreakIterator letters = BreakIterator.getCharacterInstance(Locale.ROOT);
        letters.setText(text);
        int end = 0;
        int width = 0;
        for (int next = letters.next(); next != BreakIterator.DONE; next = letters.next()) {
            width += of(text.substring(end, next));
            if (width > columns - 1) {
                break;
            }
            end = next;
        }
        return text.substring(0, end) + "…";
    }

    private static int of(int c) {
        int type = Character.getType(c);
        if (c == JOINER || type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        return isWide(c) ? 2 : 1;
    }

    /** East Asian wide and full-width letters, and pictures. */
    private static boolean isWide(int c) {
        return (c >= 0x1100 && c <= 0x115f)
                || (c >= 0x2e80 && c <= 0xa4cf && c != 0x303f)
                || (c >= 0xac00 && c <= 0xd7a3)
                || (c >= 0xf900 && c <= 0xfaff)
                || (c >= 0xfe30 && c <= 0xfe6f)
                || (c >= 0xff00 && c <= 0xff60)
                || (c >= 0xffe0 && c <= 0xffe6)
                || (c >= 0x1f300 && c <= 0x1faff)
                || (c >= 0x20000 && c <= 0x3fffd);
    }
}
