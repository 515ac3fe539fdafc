package dev.keyfabric.registry;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Registries for tests: development login, free port, data under {@code target/}. */
public final class Registries {
    private Registries() {}

    public static Path folder(String name) {
        try {
            Path root = Path.of("target", "it").toAbsolutePath();
            Files.createDirectories(root);
            return Files.createTempDirectory(root, name + "-");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    public static Map<String, Object> settings(String bootstrap, Path data) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("keyfabric.kafka.bootstrap.servers", bootstrap);
        settings.put("keyfabric.data", data.toString());
        settings.put("keyfabric.instance.id", "registry-1");
        settings.put("keyfabric.partitions", "4");
        settings.put("keyfabric.development", "true");
        settings.put("keyfabric.http.port", "0");
        settings.put("keyfabric.dev-login.enabled", "true");
        return settings;
    }

    public static KeyRegistry ready(Map<String, Object> settings) {
        KeyRegistry registry = KeyRegistry.start(settings);
        awaitReady(registry);
        return registry;
    }

    public static void awaitReady(KeyRegistry registry) {
        await().atMost(Duration.ofSeconds(60)).until(registry::isReady);
    }

    public static String password(Path data) {
        try {
            return Files.readString(data.resolve("admin.password")).strip();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    public static Api admin(KeyRegistry registry, Path data) {
        Api.Answer login = new Api(registry.url(), null)
                .post("/login", "{\"username\":\"admin\",\"password\":\"" + password(data) + "\"}");
        if (login.status() != 200) {
            throw new IllegalStateException("login answered " + login.status() + " " + login.text());
        }
        return new Api(registry.url(), login.at("/access_token"));
    }
}
