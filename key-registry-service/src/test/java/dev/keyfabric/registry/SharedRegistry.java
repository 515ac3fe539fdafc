package dev.keyfabric.registry;

import dev.keyfabric.broker.EmbeddedBroker;
import java.nio.file.Path;

/** One broker and one registry for all tests that only add to them; stopped when the JVM ends. */
public final class SharedRegistry {
    private static final Path FOLDER = Registries.folder("shared");
    private static final EmbeddedBroker BROKER = EmbeddedBroker.started(FOLDER.resolve("broker"));
    private static final KeyRegistry REGISTRY =
            Registries.ready(Registries.settings(BROKER.bootstrapServers(), FOLDER.resolve("registry")));
    private static final Api ADMIN = Registries.admin(REGISTRY, FOLDER.resolve("registry"));

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            REGISTRY.close();
            BROKER.close();
        }));
    }

    private SharedRegistry() {}

    public static Api admin() {
        return ADMIN;
    }

    public static String url() {
        return REGISTRY.url();
    }

    public static String bootstrapServers() {
        return BROKER.bootstrapServers();
    }

    public static Path data() {
        return FOLDER.resolve("registry");
    }
}
