package dev.keyfabric.validation.settings;

import java.util.List;

/** The node cannot start with these settings; the message names every fault, one a line, and no value that may be secret. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SettingsException(List<String> problems) {
        super("settings refused:\n  " + String.join("\n  ", problems));
    }
}
