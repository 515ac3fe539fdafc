package dev.keyfabric.validator;

import dev.keyfabric.validation.settings.ListenReading;
import dev.keyfabric.validation.settings.ListenSettings;
import dev.keyfabric.validation.settings.NodeSetting;
import dev.keyfabric.validation.settings.TlsFiles;
import dev.keyfabric.validator.caller.ManagementListener;
import dev.keyfabric.validator.tls.HttpCertificates;
import io.micronaut.context.env.PropertySource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a validator runs with unless told otherwise; under every file, variable and argument. */
final class Defaults {
    /** Below application files (-300), environment variables (-200) and system properties (-100). */
    private static final int LOWEST = -10_000;

    private Defaults() {}

    /** The defaults, and what HTTP is bound to unless the server's own names say otherwise. */
    static PropertySource source(Map<String, ?> given) {
        Map<String, Object> defaults = new HashMap<>();
        defaults.put("micronaut.application.name", "keyfabric-validator");
        defaults.put("micronaut.server.host", of(given, NodeSetting.HTTP_HOST));
        defaults.put("micronaut.server.port", of(given, NodeSetting.HTTP_PORT));
        listeners(given, defaults);
        // Of Linux, where its library is there.
        defaults.put("micronaut.netty.event-loops.default.prefer-native-transport", true);
        defaults.put("micronaut.server.netty.parent.prefer-native-transport", true);
        defaults.put("micronaut.server.netty.use-native-transport", true);
        defaults.put("micronaut.server.max-request-size", 64 << 10);
        // The connection dates answers itself.
        defaults.put("micronaut.server.date-header", false);
        defaults.put("micronaut.server.idle-timeout", "60s");
        defaults.put("micronaut.server.read-idle-timeout", "30s");
        defaults.put("micronaut.server.write-idle-timeout", "30s");
        defaults.put("micronaut.server.netty.max-initial-line-length", 8 << 10);
        defaults.put("micronaut.server.netty.max-header-size", 16 << 10);
        // A member with nothing to say is null, not left out.
        defaults.put("jackson.serialization-inclusion", "ALWAYS");
        // Another component's security on the same class path guards its own doors, not this one's.
        defaults.put("micronaut.security.enabled", false);
        // Nor is another component's micronaut-kafka for this one, which has clients of its own.
        defaults.put("kafka.enabled", false);
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

    /** With TLS or beyond loopback there are listeners by name. */
    private static void listeners(Map<String, ?> given, Map<String, Object> defaults) {
        ListenSettings listen = ListenReading.peek(given);
        if (listen.tls() == null && listen.management() == null) {
            return;
        }
        listener("http", listen.host(), of(given, NodeSetting.HTTP_PORT), listen.tls(), defaults);
        ListenSettings.Management management = listen.management();
        if (management != null) {
            TlsFiles tls = ListenReading.isLoopback(management.host()) ? null : listen.tls();
            int port = management.port() == 0 ? freePort() : management.port();
            listener(ManagementListener.NAME, management.host(), String.valueOf(port), tls, defaults);
        }
        if (listen.tls() != null) {
            defaults.put("micronaut.server.ssl.enabled", true);
            if (listen.tls().clientCa() != null) {
                // Wanted, not needed: some endpoints are open, and a service JWT will do.
                defaults.put("micronaut.server.ssl.client-authentication", "WANT");
            }
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void listener(
            String name, String host, String port, @Nullable TlsFiles tls, Map<String, Object> defaults) {
        String at = "micronaut.server.netty.listeners." + name + ".";
        defaults.put(at + "host", host);
        defaults.put(at + "port", port);
        defaults.put(at + "ssl", tls != null);
        if (tls != null) {
            defaults.put(at + "key-name", HttpCertificates.NAME);
            if (tls.clientCa() != null) {
                defaults.put(at + "trust-name", HttpCertificates.NAME);
            }
        }
    }

    private static String of(Map<String, ?> given, NodeSetting setting) {
        Object value = given.get(setting.key());
        return value == null ? String.valueOf(setting.preset()) : value.toString();
    }
}
