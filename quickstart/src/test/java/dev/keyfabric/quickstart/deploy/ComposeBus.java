package dev.keyfabric.quickstart.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.quickstart.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Three Kafka nodes by {@code deploy/kafka}'s own scripts; only Kafka's programs are those of the class path. */
final class ComposeBus implements AutoCloseable {
    private static final Path SCRIPTS = ComposeFile.ROOT.resolve("deploy/kafka");
    private static final int NODES = 3;

    private final Path folder;
    private final List<Integer> ports = new ArrayList<>();
    private final List<Integer> controllers = new ArrayList<>();
    private final List<Process> nodes = new ArrayList<>();

    private ComposeBus(Path folder) {
        this.folder = folder;
    }

    /** Started, with everybody's rights given. */
    static ComposeBus start(Path folder) throws Exception {
        ComposeBus bus = new ComposeBus(folder);
        bus.layPrograms();
        List<String> logins = new ArrayList<>(List.of(SCRIPTS.resolve("logins").toString()));
        List<String> asked = ComposeFile.ofThisTree().services().get("logins").command();
        logins.addAll(asked.subList(1, asked.size()));
        bus.finish("logins", bus.script(Map.of(), logins));
        for (int node = 0; node < NODES; node++) {
            bus.ports.add(FreePorts.free());
            bus.controllers.add(FreePorts.free());
        }
        for (int node = 0; node < NODES; node++) {
            bus.startNode(node);
        }
        bus.finish(
                "rights", bus.script(Map.of(), List.of(SCRIPTS.resolve("rights").toString(), bus.bootstrap())));
        return bus;
    }

    String bootstrap() {
        return ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    }

    /** The settings by which a part comes to the bus: as in the file, where the JAAS file is the user's volume. */
    Map<String, Object> as(String user) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("keyfabric.kafka.bootstrap.servers", bootstrap());
        settings.put("keyfabric.kafka.security.protocol", "SASL_PLAINTEXT");
        settings.put("keyfabric.kafka.sasl.mechanism", "SCRAM-SHA-256");
        settings.put("java.security.auth.login.config", logins().resolve(user).resolve("jaas.conf"));
        return settings;
    }

    @Override
    public void close() {
        nodes.forEach(Process::destroyForcibly);
        for (Process node : nodes) {
            node.onExit().orTimeout(30, TimeUnit.SECONDS).join();
        }
    }

    private void startNode(int index) throws IOException {
        Path data = Files.createDirectories(folder.resolve("kafka-" + (index + 1)));
        String voters = IntStream.range(0, NODES)
                .mapToObj(i -> (i + 1) + "@127.0.0.1:" + controllers.get(i))
                .collect(Collectors.joining(","));
        ProcessBuilder node = script(
                Map.of(
                        "KAFKA_DATA",
                        data.toString(),
                        "KAFKA_HOST",
                        "127.0.0.1",
                        "KAFKA_PORT",
                        "" + ports.get(index),
                        "KAFKA_CONTROLLER_PORT",
                        "" + controllers.get(index),
                        "KAFKA_VOTERS",
                        voters),
                List.of(SCRIPTS.resolve("start").toString(), "" + (index + 1)));
        nodes.add(node.redirectOutput(
                        folder.resolve("kafka-" + (index + 1) + ".log").toFile())
                .start());
    }

    private ProcessBuilder script(Map<String, String> environment, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("KAFKA_LOGINS", logins().toString());
        builder.environment().put("KAFKA_HOME", folder.resolve("programs").toString());
        builder.environment()
                .put("KAFKA_ACLS", folder.resolve("programs/bin/kafka-acls.sh").toString());
        builder.environment().putAll(environment);
        return builder;
    }

    private void finish(String name, ProcessBuilder builder) throws Exception {
        Process process = builder.start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(name + ": " + printed).isZero();
    }

    /** Kafka's programs under the names that its archive gives them. */
    private void layPrograms() throws IOException {
        Path bin = Files.createDirectories(folder.resolve("programs/bin"));
        Path classPath =
                Files.writeString(folder.resolve("class-path"), "-cp " + System.getProperty("java.class.path"));
        Map<String, String> programs = Map.of(
                "kafka-storage.sh", "kafka.tools.StorageTool",
                "kafka-server-start.sh", "kafka.Kafka",
                "kafka-acls.sh", "org.apache.kafka.tools.AclCommand");
        for (Map.Entry<String, String> program : programs.entrySet()) {
            Path file = bin.resolve(program.getKey());
            Files.writeString(
                    file,
                    "#!/bin/bash\nexec "
                            + Path.of(System.getProperty("java.home"), "bin", "java")
                            + " -Xmx384m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 $KAFKA_OPTS @" + classPath + " "
                            + program.getValue() + " \"$@\"\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private Path logins() {
        return folder.resolve("logins");
    }
}
