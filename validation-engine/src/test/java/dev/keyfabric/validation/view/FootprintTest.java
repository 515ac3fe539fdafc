package dev.keyfabric.validation.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The heap is measured in a process in which nothing else comes and goes. */
class FootprintTest {
    private static final double TOLERANCE = 0.15;

    @ParameterizedTest
    @EnumSource(
            value = Column.class,
            names = {"KEYS", "CONSUMERS", "HASHES"})
    void anEntryWeighsWhatItTakesOfTheHeap(Column column) throws Exception {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:SoftRefLRUPolicyMSPerMB=0", // else caches of the JDK go at some time between
                        "-cp",
                        System.getProperty("java.class.path"),
                        HeapOfEntries.class.getName(),
                        column.name()))
                .redirectError(Redirect.INHERIT)
                .start();
        List<String> printed = process.inputReader().lines().toList();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();

        assertThat(printed).hasSize(1);
        assertThat(Double.parseDouble(printed.get(0))).isBetween(1 - TOLERANCE, 1 + TOLERANCE);
    }
}
