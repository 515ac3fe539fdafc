package dev.keyfabric.cli.shell;

/** A run that ends here: with words for a person, and a status for a script. Its message holds no secret. */
public final class CliException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode code;

    public CliException(ExitCode code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /** A mistake that was found before anything was sent. */
    public static CliException usage(String message) {
        return new CliException(ExitCode.USAGE, message);
    }

    public ExitCode code() {
        return code;
    }

    /** The words for a person. */
    public String words() {
        return String.valueOf(getMessage());
    }
}
