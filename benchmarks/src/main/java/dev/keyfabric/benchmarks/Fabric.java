package dev.keyfabric.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyfabric.benchmarks.view.SampleBus;
import dev.keyfabric.schemas.topics.TopicNames;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A broker in this process, and registries and validators in processes of their own, all on loopback and one disk. */
final class Fabric implements AutoCloseable {
    /** What the slowest start may take: a read model of a million keys that is filled from the topics. */
    static final Duration START_WITHIN = Duration.ofMinutes(15);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final SampleBus bus;
    private final Deque<Part> parts = new ArrayDeque<>();

    Fabric(Path folder) {
        this.folder = folder;
        this.bus = new SampleBus(folder.resolve("broker"));
    }

    SampleBus bus() {
        return bus;
    }

    Path folder(String part) {
        return folder.resolve(part);
    }

    /** A registry on the folder of its name; it is not waited for. All registries have one root key. */
    Part registry(String name, TopicNames names) throws IOException {
        Map<String, Object> settings = settings(name);
        settings.put("keyfabric.instance.id", name);
        settings.put("keyfabric.topic.prefix", names.prefix());
        settings.put("keyfabric.partitions", SampleBus.PARTITIONS);
        settings.put("keyfabric.development", true);
        settings.put("keyfabric.dev-login.enabled", true);
        settings.put("keyfabric.root.key.file", folder("root.key"));
        return kept(Part.start("dev.keyfabric.registry.KeyRegistry", settings, folder.resolve(name + ".log")));
    }

    /** The admin API of a registry that is live. */
    Client admin(String name, Part registry) throws IOException {
        String password =
                Files.readString(folder(name).resolve("admin.password")).strip();
        JsonNode admin = JSON.createObjectNode().put("user", "admin").put("password", password);
        return new Client(registry.url(), admin);
    }

    /** A validator that signs its positions; ready. */
    Part validator(String name, String registryName, Part registry, Client admin, Map<String, ?> more)
            throws IOException {
        Path key = folder.resolve(name + ".enrolment");
        Files.createFile(key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                key,
                admin.post(
                                registry.url() + "/v1/keys",
                                Map.of(
                                        "consumerId",
                                        "fabric",
                                        "name",
                                        name,
                                        "environment",
                                        "live",
                                        "enrols",
                                        Map.of("use", "txn", "owner", name, "services", List.of("orders"))))
                        .get("key")
                        .asText(),
                StandardCharsets.US_ASCII);
        Map<String, Object> settings = settings(name);
        settings.putAll(more);
        settings.put("keyfabric.node.id", name);
        settings.put("keyfabric.trust.root.file", folder(registryName).resolve("root.thumbprint"));
        settings.put("keyfabric.registry.url", registry.url());
        settings.put("keyfabric.enrolment.key.file", key);
        Part validator =
                kept(Part.start("dev.keyfabric.validator.ValidatorNode", settings, folder.resolve(name + ".log")));
        validator.awaitReady(START_WITHIN);
        return validator;
    }

    /** What else the machine does: the load average of the last minute. */
    static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private Map<String, Object> settings(String name) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("keyfabric.data", folder(name));
        settings.put("keyfabric.kafka.bootstrap.servers", bus.bootstrapServers());
        return settings;
    }

    private Part kept(Part part) {
        parts.push(part);
        return part;
    }

    @Override
    public void close() {
        parts.forEach(Part::close);
        bus.close();
    }
}
