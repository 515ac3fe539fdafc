package dev.keyfabric.cli.bus;

import dev.keyfabric.cli.profile.Profile;
import dev.keyfabric.cli.shell.CliException;
import dev.keyfabric.schemas.topics.TopicNames;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say where the bus is; what they do not say the login does. */
public final class BusOptions {
    @Option(names = "--bootstrap-server", paramLabel = "HOST:PORT", description = "Kafka (default: the login's)")
    private @Nullable String bootstrap;

    @Option(names = "--command-config", paramLabel = "FILE", description = "properties for the Kafka client: TLS, SASL")
    private @Nullable Path commandConfig;

    @Option(
            names = "--topic-prefix",
            paramLabel = "PREFIX",
            description = "of the fabric's topics (default keyfabric.)")
    private @Nullable String topicPrefix;

    /** Settings for a Kafka client; empty when nobody knows where the bus is. They may hold a password. */
    public Optional<Map<String, Object>> settings(@Nullable Profile profile) {
        String servers = bootstrap != null || profile == null ? bootstrap : profile.bootstrap();
        if (servers == null) {
            return Optional.empty();
        }
        Path file = commandConfig != null || profile == null ? commandConfig : profile.commandConfig();
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", servers);
        settings.put("client.id", "keyfabric-cli");
        // Somebody waits at the terminal.
        settings.put("request.timeout.ms", 5000);
        settings.put("default.api.timeout.ms", 10_000);
        settings.put("max.block.ms", 10_000L);
        settings.put("delivery.timeout.ms", 10_000);
        if (file != null) {
            read(file).forEach((name, value) -> settings.put(String.valueOf(name), value));
        }
        return Optional.of(settings);
    }

    public TopicNames names(@Nullable Profile profile) {
        String standard = profile == null ? TopicNames.DEFAULT.prefix() : profile.topicPrefix();
        return new TopicNames(topicPrefix == null ? standard : topicPrefix);
    }

    private static Properties read(Path file) {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            properties.load(in);
            return properties;
        } catch (IOException | IllegalArgumentException e) {
            throw CliException.usage(file + " cannot be read as properties");
        }
    }
}
