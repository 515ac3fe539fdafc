package dev.keyfabric.cli.http;

import dev.keyfabric.cli.shell.Shell;
import org.jspecify.annotations.Nullable;

/** The time in which a change is on its way: whoever interrupts it then is told that it may have been done. */
final class InFlight implements AutoCloseable {
    private final Shell shell;
    private final String askAgain;
    private @Nullable Thread hook;

    InFlight(Shell shell, String askAgain) {
        this.shell = shell;
        this.askAgain = askAgain;
    }

    void begin() {
        Thread thread = new Thread(
                () -> shell.say("\ninterrupted: it is NOT KNOWN whether this was done. " + askAgain), "in-flight");
        Runtime.getRuntime().addShutdownHook(thread);
        hook = thread;
    }

    @Override
    public void close() {
        Thread thread = hook;
        if (thread != null) {
            try {
                Runtime.getRuntime().removeShutdownHook(thread);
            } catch (IllegalStateException e) {
                // The JVM is ending: the hook has said it.
                hook = null;
            }
        }
    }
}
