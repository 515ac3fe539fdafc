package dev.keyfabric.cli.shell;

import java.util.Map;

/**
 * What the launcher found standard input, output and error to be.
 *
 * @param columns width of the terminal; 0 = not known
 * @param color whether output may be coloured
 */
public record Terminal(boolean in, boolean out, boolean err, int columns, boolean color) {
    /** Streams that are no terminal. */
    public static final Terminal NONE = new Terminal(false, false, false, 0, false);

    /** Which streams are terminals, as digits: {@code 012} for all three. The launcher sets it. */
    public static final String TTY = "KEYFABRIC_TTY";

    /** The terminal that the environment tells of; NO_COLOR (no-color.org) and TERM=dumb turn colours off. */
    public static Terminal from(Map<String, String> environment) {
        String tty = environment.getOrDefault(TTY, "");
        boolean out = tty.contains("1");
        boolean color = out
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "dumb").equals("dumb");
        return new Terminal(
                tty.contains("0"),
                out,
                tty.contains("2"),
                columns(environment.getOrDefault("KEYFABRIC_COLUMNS", "")),
                color);
    }

    private static int columns(String text) {
        return text.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(text) : 0;
    }
}
