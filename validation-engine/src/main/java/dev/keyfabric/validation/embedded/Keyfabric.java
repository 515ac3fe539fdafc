package dev.keyfabric.validation.embedded;

import dev.keyfabric.validation.settings.NodeSetting;
import dev.keyfabric.validation.settings.NodeSettings;
import dev.keyfabric.validation.settings.SettingsException;
import dev.keyfabric.validation.time.TimeSource;
import dev.keyfabric.validation.view.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Where an application that validates keys itself begins. */
public final class Keyfabric {
    /** It listens on nothing. */
    private static final String NO_ADDRESS = "127.0.0.1";

    /** What the names begin with of settings that mean something to a process of its own, and nothing here. */
    private static final List<String> OF_A_PROCESS = List.of(
            "keyfabric.http.",
            "keyfabric.grpc.",
            "keyfabric.tls.",
            "keyfabric.management.",
            "keyfabric.log.",
            "keyfabric.tracing.",
            "keyfabric.operator.",
            "keyfabric.insecure.");

    private Keyfabric() {}

    /**
     * A validator in this process. It answers from its disk at once when it can; whether it is ready is another
     * question, see {@link EmbeddedValidator#awaitReady}. One per process and data folder.
     *
     * @param settings by the names of {@link NodeSetting}, those of a process excepted; these and the defaults alone,
     *     whatever the environment and the system properties say
     * @throws SettingsException naming every wrong setting, or when this process has a validator on the folder already
     * @throws StoreException when the folder cannot be used, or another process has it
     */
    public static EmbeddedValidator validator(Map<String, ?> settings) {
        return validator(settings, TimeSource.SYSTEM);
    }

    /** As {@link #validator(Map)}, by other clocks. */
    public static EmbeddedValidator validator(Map<String, ?> settings, TimeSource time) {
        List<String> faults = new ArrayList<>();
        for (String name : settings.keySet()) {
            if (OF_A_PROCESS.stream().anyMatch(name::startsWith)) {
                faults.add(name + " is a setting of a node with a process of its own");
            }
        }
        if (!faults.isEmpty()) {
            throw new SettingsException(faults);
        }
        String version = Keyfabric.class.getPackage().getImplementationVersion();
        return EmbeddedValidator.start(
                NodeSettings.read(settings, NO_ADDRESS, version == null ? "dev" : version), time);
    }
}
