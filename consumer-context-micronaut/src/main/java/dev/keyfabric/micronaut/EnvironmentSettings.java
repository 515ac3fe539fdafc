package dev.keyfabric.micronaut;

import dev.keyfabric.validation.settings.NodeSetting;
import io.micronaut.context.env.Environment;
import io.micronaut.context.env.PropertySource;
import io.micronaut.context.env.PropertySource.PropertyConvention;
import io.micronaut.core.naming.conventions.StringConvention;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The validator's settings of an application's environment, under the node's own names. */
final class EnvironmentSettings {
    private static final String ALL = "keyfabric.";
    private static final String KAFKA = "keyfabric.kafka.";

    /** Settings of this module, which mean nothing to a validator. */
    private static final List<String> OURS =
            List.of("keyfabric.embedded.", "keyfabric.context.", "keyfabric.validator.");

    private EnvironmentSettings() {}

    static Map<String, Object> of(Environment environment) {
        Map<String, Object> settings = new HashMap<>();
        for (NodeSetting setting : NodeSetting.values()) {
            environment.getProperty(setting.key(), String.class).ifPresent(value -> settings.put(setting.key(), value));
        }
        environment.getProperties("keyfabric.kafka", StringConvention.RAW).forEach((name, value) -> {
            // An environment variable stands for every name it may mean; Kafka spells none with a hyphen.
            if (name.indexOf('-') < 0) {
                settings.put(KAFKA + name, value);
            }
        });
        for (PropertySource source : environment.getPropertySources()) {
            if (source.getConvention() != PropertyConvention.ENVIRONMENT_VARIABLE) {
                unknown(source, settings);
            }
        }
        return settings;
    }

    /** What was named and is no setting is handed on, so that it is refused by name and not ignored. */
    private static void unknown(PropertySource source, Map<String, Object> settings) {
        for (String name : source) {
            if (name.startsWith(ALL) && !name.startsWith(KAFKA) && OURS.stream().noneMatch(name::startsWith)) {
                settings.putIfAbsent(name, source.get(name));
            }
        }
    }
}
