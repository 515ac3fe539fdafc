package dev.keyfabric.cli.shell;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a person or a pipe gives: secrets without echo, files, and yes or no. All of it is bounded. */
public final class Input {
    private static final int LONGEST_SECRET = 16 * 1024;
    private static final int LONGEST_FILE = 1024 * 1024;

    private final Shell shell;

    public Input(Shell shell) {
        this.shell = shell;
    }

    /**
     * One secret, of one line: from a file, from standard input, or asked for without echo.
     *
     * @param file null = none was named
     */
    public String secret(String what, @Nullable Path file, boolean stdin) {
        if (file != null && stdin) {
            throw CliException.usage("the " + what + " comes from a file or from standard input, not from both");
        }
        String text = file != null ? file(file) : stdin ? stream(what) : asked(what);
        String secret = text.strip();
        if (secret.isEmpty()
                || secret.length() > LONGEST_SECRET
                || secret.lines().count() > 1) {
            throw CliException.usage("the " + what + " must be one line, of at most " + LONGEST_SECRET + " characters");
        }
        return secret;
    }

    /** The text of a file, or of standard input where the name is a dash; at most 1 MiB. */
    public String text(Path file) {
        return file.toString().equals("-") ? stream("text") : file(file);
    }

    /** Whether a person at the terminal says yes; where there is none nobody does. */
    public boolean isConfirmed(String question) {
        if (!shell.terminal().in()) {
            throw CliException.usage(question + ": nobody is there to be asked; --yes says yes beforehand");
        }
        shell.err().print(question + " [y/N] ");
        shell.err().flush();
        String answer = line().toLowerCase(Locale.ROOT);
        return answer.equals("y") || answer.equals("yes");
    }

    private String asked(String what) {
        Console console = shell.terminal().in() ? System.console() : null;
        if (console == null) {
            throw CliException.usage(
                    "nobody is there to be asked for the " + what + ": give it by standard input or a file");
        }
        char[] typed = console.readPassword("%s: ", what);
        return typed == null ? "" : new String(typed);
    }

    private String line() {
        StringBuilder line = new StringBuilder();
        try {
            for (int c = shell.in().read();
                    c >= 0 && c != '\n' && line.length() < 64;
                    c = shell.in().read()) {
                line.append((char) c);
            }
        } catch (IOException e) {
            return "";
        }
        return line.toString().strip();
    }

    private String stream(String what) {
        try {
            return bounded(what, shell.in().readNBytes(LONGEST_FILE + 1));
        } catch (IOException e) {
            throw CliException.usage("standard input cannot be read");
        }
    }

    private static String file(Path file) {
        try (var in = Files.newInputStream(file)) {
            return bounded(file.toString(), in.readNBytes(LONGEST_FILE + 1));
        } catch (IOException e) {
            throw CliException.usage(file + " cannot be read");
        }
    }

    private static String bounded(String what, byte[] bytes) {
        if (bytes.length > LONGEST_FILE) {
            throw CliException.usage(what + " is longer than 1 MiB");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
