package dev.keyfabric.validation.settings;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/**
 * What a validator of its own process is told: a properties file, over it environment variables, over them system
 * properties. A variable that stands for no setting is handed on, so that it is refused by name and not ignored.
 */
public final class GivenSettings {
    private static final String VARIABLE = "KEYFABRIC_";

    /** Variables of {@code ./keyfabric}, which starts the parts with settings of its own. */
    private static final Set<String> OF_THE_LAUNCHER = Set.of(
            "KEYFABRIC_JAVA_OPTS",
            "KEYFABRIC_REGISTRY_PORT",
            "KEYFABRIC_VALIDATOR_PORT",
            "KEYFABRIC_KAFKA_PORT",
            "KEYFABRIC_ORDERS_PORT",
            "KEYFABRIC_PAYMENTS_PORT");

    private GivenSettings() {}

    /**
     * All of it by name.
     *
     * @param args at most one: the properties file
     */
    public static Map<String, Object> of(String[] args, Map<String, String> environment, Properties system)
            throws IOException {
        Map<String, Object> all = new HashMap<>();
        if (args.length > 0) {
            Properties file = new Properties();
            try (Reader reader = Files.newBufferedReader(Path.of(args[0]))) {
                file.load(reader);
            }
            file.stringPropertyNames().forEach(name -> all.put(name, file.getProperty(name)));
        }
        environment.forEach((variable, value) -> {
            if (variable.startsWith(VARIABLE) && !OF_THE_LAUNCHER.contains(variable)) {
                all.put(named(variable), value);
            }
        });
        system.stringPropertyNames().stream()
                .filter(name -> name.startsWith("keyfabric."))
                .forEach(name -> all.put(name, system.getProperty(name)));
        return all;
    }

    /** The setting that a variable stands for, or the variable's own name. */
    private static String named(String variable) {
        String kafka = NodeSetting.KAFKA.start();
        if (variable.startsWith(NodeSetting.variable(kafka))) {
            return kafka
                    + variable.substring(kafka.length())
                            .toLowerCase(Locale.ROOT)
                            .replace('_', '.');
        }
        String routes = NodeSetting.ROUTES.start();
        if (variable.startsWith(NodeSetting.variable(routes))) {
            return routes
                    + variable.substring(routes.length())
                            .toLowerCase(Locale.ROOT)
                            .replace('_', '-');
        }
        return Arrays.stream(NodeSetting.values())
                .filter(setting -> setting.variable().equals(variable))
                .map(NodeSetting::key)
                .findFirst()
                .orElse(variable);
    }
}
