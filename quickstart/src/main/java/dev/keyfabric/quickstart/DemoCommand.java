package dev.keyfabric.quickstart;

import dev.keyfabric.quickstart.story.Narrator;
import dev.keyfabric.quickstart.story.Story;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tells the story against a fabric of its own, with fresh data that is removed at the end. */
@Command(
        name = "demo",
        description = "Runs the main job step by step and checks each step; exit status 0 only if all held.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    @Option(names = "--validators", defaultValue = "2", description = "how many validators (default ${DEFAULT-VALUE})")
    private int validators = 2;

    @Override
    public Integer call() throws IOException {
        QuickstartSettings fromEnvironment = QuickstartSettings.from(System.getenv(), validators);
        Files.createDirectories(fromEnvironment.data());
        Path data = Files.createTempDirectory(fromEnvironment.data(), "demo-");
        QuickstartSettings settings = fromEnvironment.withData(data);
        long start = System.nanoTime();
        try (Fabric fabric = Fabric.start(settings, part -> System.out.println("starting: " + part))) {
            new Story(fabric, new Narrator(System.out)).tell();
        } finally {
            delete(data);
        }
        System.out.printf("%nEvery step was as promised (%.1f s).%n", (System.nanoTime() - start) / 1e9);
        return 0;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
