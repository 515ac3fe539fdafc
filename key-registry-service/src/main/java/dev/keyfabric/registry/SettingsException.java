package dev.keyfabric.registry;

import java.util.List;

/** The settings are not ones a registry may start with; the message names every problem. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    SettingsException(List<String> problems) {
        super("the registry cannot start with these settings:\n  " + String.join("\n  ", problems));
        this.problems = List.copyOf(problems);
    }

    /** Each names its setting. */
    public List<String> problems() {
        return problems;
    }
}
