package dev.keyfabric.validator;

import dev.keyfabric.validator.settings.NodeSettings;
import io.micronaut.context.env.PropertySource;
import java.util.HashMap;
import java.util.Map;

/** What a validator runs with unless told otherwise; under every file, variable and argument. */
final class Defaults {
    static final String COMPONENT = "keyfabric.component";

    /** Below application files (-300), environment variables (-200) and system properties (-100). */
    private static final int LOWEST = -10_000;

    private Defaults() {}

    static PropertySource source() {
        Map<String, Object> defaults = new HashMap<>();
        defaults.put(COMPONENT, "validator");
        defaults.put("micronaut.application.name", "keyfabric-validator");
        defaults.put("micronaut.server.host", "${" + NodeSettings.HTTP_HOST + ":127.0.0.1}");
        defaults.put("micronaut.server.port", "${" + NodeSettings.HTTP_PORT + ":8090}");
        defaults.put("micronaut.server.max-request-size", 64 << 10);
        defaults.put("micronaut.server.idle-timeout", "60s");
        defaults.put("micronaut.server.read-idle-timeout", "30s");
        defaults.put("micronaut.server.write-idle-timeout", "30s");
        defaults.put("micronaut.server.netty.max-initial-line-length", 8 << 10);
        defaults.put("micronaut.server.netty.max-header-size", 16 << 10);
        // A member with nothing to say is null, not left out.
        defaults.put("jackson.serialization-inclusion", "ALWAYS");
        // Another component's security on the same class path guards its own doors, not this one's.
        defaults.put("micronaut.security.enabled", false);
        defaults.put("endpoints.all.enabled", false);
        defaults.put("endpoints.health.enabled", true);
        defaults.put("endpoints.health.sensitive", false);
        defaults.put("endpoints.health.details-visible", "ANONYMOUS");
        defaults.put("endpoints.health.disk-space.enabled", false);
        defaults.put("endpoints.health.discovery-client.enabled", false);
        defaults.put("endpoints.health.jdbc.enabled", false);
        defaults.put("endpoints.prometheus.enabled", true);
        defaults.put("endpoints.prometheus.sensitive", false);
        defaults.put("micronaut.metrics.enabled", true);
        // Its labels are whatever paths people ask for.
        defaults.put("micronaut.metrics.binders.web.enabled", false);
        return PropertySource.of("keyfabric-validator-defaults", defaults, LOWEST);
    }
}
