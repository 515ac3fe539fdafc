package dev.keyfabric.quickstart.service;

import java.util.List;

/** A service cannot start with these settings; the message names every fault, one a line. */
public final class SettingsRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SettingsRefusedException(List<String> faults) {
        super("settings refused:\n  " + String.join("\n  ", faults));
    }
}
