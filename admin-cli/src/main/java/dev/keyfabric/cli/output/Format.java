package dev.keyfabric.cli.output;

/** In what form an answer is printed. */
public enum Format {
    /** For people. */
    table,
    /** For programs: one JSON document. */
    json
}
