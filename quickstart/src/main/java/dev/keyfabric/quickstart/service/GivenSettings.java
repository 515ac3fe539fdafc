package dev.keyfabric.quickstart.service;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * What a service of its own process is told: environment variables, over them system properties. A variable that stands
 * for no setting is handed on, so that it is refused by name and not ignored.
 */
final class GivenSettings {
    private static final String VARIABLE = "KEYFABRIC_";

    private GivenSettings() {}

    static Map<String, Object> of(Map<String, String> environment, Properties system) {
        Map<String, Object> all = new HashMap<>();
        environment.forEach((variable, value) -> {
            if (variable.startsWith(VARIABLE)) {
                all.put(named(variable), value);
            }
        });
        system.stringPropertyNames().stream()
                .filter(name -> name.startsWith("keyfabric."))
                .forEach(name -> all.put(name, system.getProperty(name)));
        return all;
    }

    private static String named(String variable) {
        String kafka = ServiceSetting.KAFKA.start();
        if (variable.startsWith(ServiceSetting.variable(kafka))) {
            return kafka
                    + variable.substring(kafka.length())
                            .toLowerCase(Locale.ROOT)
                            .replace('_', '.');
        }
        return Arrays.stream(ServiceSetting.values())
                .filter(setting -> setting.variable().equals(variable))
                .map(ServiceSetting::key)
                .findFirst()
                .orElse(variable);
    }
}
