package dev.keyfabric.cli.shell;

/** How a run ends, for scripts. The numbers are stable: docs/cli.md lists them. */
public enum ExitCode {
    OK(0, "done; what was asked about is so"),
    REFUSED(1, "the server refused, there is no such thing, or a check said no"),
    USAGE(2, "the command line, a file or a setting of this machine is wrong; nothing was sent"),
    UNSURE(3, "it is not known whether it was done; the message says the command that asks again"),
    UNREACHABLE(4, "nobody answered, or the server can do nothing now; nothing was done"),
    NOT_ALLOWED(5, "not logged in, the login is over, or it may not do this"),
    NOT_FINAL(6, "done, but in the time given not every validator had confirmed it"),
    INTERNAL(70, "a fault of this program");

    private final int status;
    private final String meaning;

    ExitCode(int status, String meaning) {
        this.status = status;
        this.meaning = meaning;
    }

    public int status() {
        return status;
    }

    public String meaning() {
        return meaning;
    }
}
