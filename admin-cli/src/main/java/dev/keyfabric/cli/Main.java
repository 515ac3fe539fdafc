package dev.keyfabric.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyfabric.cli.shell.Pause;
import dev.keyfabric.cli.shell.Shell;
import dev.keyfabric.cli.shell.Terminal;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;

/** Where the launcher enters. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.setProperty("slf4j.internal.verbosity", "ERROR"); // Nothing here logs: what is to be said is said.
        Shell shell = new Shell(
                System.in,
                writer(FileDescriptor.out),
                writer(FileDescriptor.err),
                System.getenv(),
                Terminal.from(System.getenv()),
                Clock.systemUTC(),
                SecureRandom::new,
                Pause.real(),
                List.of(args));
        int status = Keyfabric.run(shell);
        shell.out().flush();
        shell.err().flush();
        System.exit(status);
    }

    private static PrintWriter writer(FileDescriptor stream) {
        return new PrintWriter(new BufferedWriter(new OutputStreamWriter(new FileOutputStream(stream), UTF_8)));
    }
}
