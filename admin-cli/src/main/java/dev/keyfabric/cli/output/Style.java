package dev.keyfabric.cli.output;

/** Colours for a few words that people look for. */
final class Style {
    private static final String END = "\u001b[0m";

    private Style() {}

    /** The cell, coloured when it is a status. */
    static String status(String cell) {
        return switch (cell) {
            case "ACTIVE", "ok", "yes", "final", "confirmed" -> "\u001b[32m" + cell + END;
            case "SUSPENDED", "PREPARED", "RETIRED", "warning", "pending" -> "\u001b[33m" + cell + END;
            case "REVOKED", "DELETED", "TAINTED", "UNREADABLE", "EXPIRED", "fault", "no", "unheard" ->
                "\u001b[31m" + cell + END;
            default -> cell;
        };
    }
}
