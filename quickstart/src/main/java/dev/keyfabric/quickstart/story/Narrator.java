package dev.keyfabric.quickstart.story;

import java.io.PrintStream;
import java.util.Locale;

/** Tells people what happened, step by step. */
public final class Narrator {
    private final PrintStream out;
    private int step;

    public Narrator(PrintStream out) {
        this.out = out;
    }

    /** A new step, by what it is about to show. */
    public void step(String title) {
        step++;
        out.printf(Locale.ROOT, "%n%2d  %s%n", step, title);
        out.flush();
    }

    /** A fact of the step, as {@link String#format}. */
    public void fact(String format, Object... values) {
        out.printf(Locale.ROOT, "    " + format + "%n", values);
        out.flush();
    }
}
