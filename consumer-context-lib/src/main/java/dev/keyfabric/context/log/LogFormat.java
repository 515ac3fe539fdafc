package dev.keyfabric.context.log;

import java.util.Map;

/** How the log of a process is written, chosen before the first line of it. */
public final class LogFormat {
    /** The setting, and the system property by which Logback's configuration includes one of the two appenders. */
    public static final String SETTING = "keyfabric.log.format";

    private static final String JSON = "json";

    private LogFormat() {}

    /** Takes the format of a process's settings. Another value than {@code json} means text, until the settings are read. */
    public static void choose(Map<String, ?> settings) {
        System.setProperty(SETTING, JSON.equals(settings.get(SETTING)) ? JSON : "text");
    }
}
