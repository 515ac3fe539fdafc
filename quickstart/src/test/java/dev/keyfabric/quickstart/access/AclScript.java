package dev.keyfabric.quickstart.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyfabric.quickstart.docs.Pages;
import dev.keyfabric.schemas.access.Right;
import dev.keyfabric.schemas.access.Right.Match;
import dev.keyfabric.schemas.access.Right.Operation;
import dev.keyfabric.schemas.access.Right.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code deploy/kafka/acls}, run as it is. */
final class AclScript {
    private static final Path SCRIPT = Pages.root().resolve("deploy/kafka/acls");

    private final Path folder;

    AclScript(Path folder) {
        this.folder = folder;
    }

    record Run(int status, String printed, List<List<String>> commands) {}

    /** Runs it with a {@code kafka-acls.sh} that only writes down what it was told. */
    Run told(String... arguments) throws Exception {
        Path asked = folder.resolve("asked");
        Files.deleteIfExists(asked);
        Path tool = tool("printf '%s\\n' \"$@\" >>" + asked + "; echo >>" + asked);
        Run run = run(tool, arguments);
        List<List<String>> commands = new ArrayList<>();
        if (Files.exists(asked)) {
            for (String command : Files.readString(asked).split("\n\n", -1)) {
                if (!command.isBlank()) {
                    commands.add(command.lines().toList());
                }
            }
        }
        return new Run(run.status(), run.printed(), commands);
    }

    /** Runs it with Kafka's own tool. */
    Run onBroker(String... arguments) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path classPath =
                Files.writeString(folder.resolve("class-path"), "-cp " + System.getProperty("java.class.path"));
        return run(
                tool("exec " + java + " -Xmx128m -XX:TieredStopAtLevel=1 @" + classPath
                        + " org.apache.kafka.tools.AclCommand \"$@\""),
                arguments);
    }

    private Path tool(String line) throws IOException {
        Path tool = folder.resolve("kafka-acls.sh");
        Files.writeString(tool, "#!/bin/bash\n" + line + "\n");
        return Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwx------"));
    }

    private Run run(Path tool, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(SCRIPT.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("KAFKA_ACLS", tool.toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Run(process.waitFor(), printed, List.of());
    }

    /** The rights that one call of the tool gives: every operation on every resource it names. */
    static List<Right> rights(List<String> command) {
        List<Operation> operations = new ArrayList<>();
        List<Right> named = new ArrayList<>();
        Match match = Match.LITERAL;
        for (int i = 0; i < command.size() - 1; i++) {
            String value = command.get(i + 1);
            switch (command.get(i)) {
                case "--operation" -> operations.add(operation(value));
                case "--topic" -> named.add(new Right(Resource.TOPIC, value, Match.LITERAL, Operation.READ));
                case "--group" -> named.add(new Right(Resource.GROUP, value, Match.LITERAL, Operation.READ));
                case "--transactional-id" ->
                    named.add(new Right(Resource.TRANSACTIONAL_ID, value, Match.LITERAL, Operation.READ));
                case "--resource-pattern-type" -> match = Match.valueOf(value.toUpperCase(Locale.ROOT));
                default -> {
                    // Not about what is allowed.
                }
            }
        }
        List<Right> rights = new ArrayList<>();
        for (Right one : named) {
            for (Operation operation : operations) {
                rights.add(new Right(one.resource(), one.name(), match, operation));
            }
        }
        return rights;
    }

    private static Operation operation(String name) {
        return Operation.valueOf(name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT));
    }
}
