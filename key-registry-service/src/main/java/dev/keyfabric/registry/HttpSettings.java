package dev.keyfabric.registry;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The HTTP side's settings as the framework names them; set in code, because one JVM may hold several components. */
final class HttpSettings {
    private static final int LONGEST_BODY = 1 << 20;

    private HttpSettings() {}

    static Map<String, Object> of(RegistrySettings settings) {
        Map<String, Object> all = new HashMap<>(settings.tls());
        all.put("keyfabric.component", "registry");
        all.put("keyfabric.dev-login.enabled", settings.devLogin());
        all.put("keyfabric.console.enabled", settings.console().enabled());
        all.put("micronaut.application.name", "keyfabric-registry");
        all.put("micronaut.server.host", settings.host());
        all.put("micronaut.server.port", settings.port() == 0 ? -1 : settings.port());
        if (String.valueOf(all.get("micronaut.server.ssl.enabled")).equals("true")) {
            all.putIfAbsent("micronaut.server.ssl.port", all.get("micronaut.server.port"));
        }
        cors(settings.corsOrigins(), all);
        all.put("micronaut.server.max-request-size", LONGEST_BODY);
        all.put("micronaut.server.netty.max-initial-line-length", 8192);
        // A filter dates answers.
        all.put("micronaut.server.date-header", false);

        // Another component's micronaut-kafka on the same class path is not for this one, which has clients of its own.
        all.put("kafka.enabled", false);

        // Bearer tokens and nothing else, judged by our own class alone.
        all.put("micronaut.security.enabled", true);
        all.put("micronaut.security.authentication", "bearer");
        all.put("micronaut.security.basic-auth.enabled", false);
        all.put("micronaut.security.token.jwt.enabled", false);
        all.put("micronaut.security.token.cookie.enabled", false);
        all.put("micronaut.security.endpoints.login.enabled", false);
        all.put("micronaut.security.endpoints.logout.enabled", false);
        all.put("micronaut.security.endpoints.oauth.enabled", false);
        all.put("micronaut.security.intercept-url-map-prepend-pattern-with-context-path", false);

        all.put("endpoints.all.enabled", false);
        all.put("endpoints.health.enabled", true);
        all.put("endpoints.health.sensitive", false);
        all.put("endpoints.health.details-visible", settings.isLoopback() ? "ANONYMOUS" : "AUTHENTICATED");
        all.put("endpoints.prometheus.enabled", true);
        all.put("endpoints.prometheus.sensitive", false);
        if (!settings.isLoopback()) {
            all.put(
                    "micronaut.security.intercept-url-map",
                    Stream.of("/prometheus", "/prometheus/")
                            .map(path -> Map.of("pattern", path, "access", List.of("admin", "auditor")))
                            .toList());
        }
        all.put("micronaut.metrics.enabled", true);
        all.put("micronaut.metrics.export.prometheus.enabled", true);
        all.put("micronaut.metrics.export.prometheus.step", "PT1M");
        return Map.copyOf(all);
    }

    /** Tokens come in a header that a page has to set, so that no credential of the browser's is ever let in. */
    private static void cors(List<String> origins, Map<String, Object> all) {
        all.put("micronaut.server.cors.enabled", !origins.isEmpty());
        if (!origins.isEmpty()) {
            String named = "micronaut.server.cors.configurations.pages.";
            all.put(named + "allowed-origins", origins);
            all.put(named + "allowed-methods", List.of("GET", "POST", "PUT", "PATCH", "DELETE"));
            all.put(
                    named + "allowed-headers",
                    List.of("Authorization", "Content-Type", "Accept", "Idempotency-Key", "If-Match", "Prefer"));
            all.put(
                    named + "exposed-headers",
                    List.of("ETag", "Keyfabric-Command", "Preference-Applied", "Retry-After"));
            all.put(named + "allow-credentials", false);
        }
    }
}
