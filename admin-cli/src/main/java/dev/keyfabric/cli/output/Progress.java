package dev.keyfabric.cli.output;

import dev.keyfabric.cli.shell.Shell;
import org.jspecify.annotations.Nullable;

/** A bar on standard error while something takes long; nothing where that is no terminal. */
public final class Progress implements AutoCloseable {
    private static final int CELLS = 24;

    private final Shell shell;
    private final String what;
    private @Nullable String shown;

    public Progress(Shell shell, String what) {
        this.shell = shell;
        this.what = what;
    }

    /**
     * Shows how far it is.
     *
     * @param of 0 = not known
     */
    public void at(long done, long of) {
        String bar = of > 0 ? bar(done, of) + " " + done + " of " + of : String.valueOf(done);
        String line = what + " " + bar;
        if (shell.terminal().err() && !line.equals(shown)) {
            shell.err()
                    .print("\r" + line + " ".repeat(shown == null ? 0 : Math.max(0, shown.length() - line.length())));
            shell.err().flush();
            shown = line;
        }
    }

    private static String bar(long done, long of) {
        int full = (int) Math.min(CELLS, done * CELLS / of);
        return "[" + "#".repeat(full) + "-".repeat(CELLS - full) + "]";
    }

    /** Takes the bar away, so that a line can be said. */
    @Override
    public void close() {
        if (shown != null) {
            shell.err().print("\r" + " ".repeat(shown.length()) + "\r");
            shell.err().flush();
            shown = null;
        }
    }
}
