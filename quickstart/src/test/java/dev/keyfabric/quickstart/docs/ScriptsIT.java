package dev.keyfabric.quickstart.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.keyfabric.quickstart.Fabric;
import dev.keyfabric.quickstart.FreePorts;
import dev.keyfabric.quickstart.QuickstartSettings;
import dev.keyfabric.quickstart.story.HttpJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What pages say to type does what they say, against a fabric as {@code ./keyfabric up} starts it. */
class ScriptsIT {
    @TempDir
    static Path data;

    private static Fabric fabric;

    @BeforeAll
    static void start() {
        assumeThat(Path.of("/usr/bin/curl")).as("curl").exists();
        fabric = Fabric.start(FreePorts.settings(data, 2), part -> {});
        Stream<String> urls = Stream.of(
                fabric.validatorUrl(0) + "/health/readiness",
                fabric.validatorUrl(1) + "/health/readiness",
                fabric.ordersUrl() + "/health",
                fabric.paymentsUrl() + "/health");
        urls.forEach(url -> await(url)
                .atMost(Duration.ofMinutes(2))
                .ignoreException(UncheckedIOException.class)
                .until(() -> HttpJson.send("GET", url, Map.of(), null).status() == 200));
    }

    @AfterAll
    static void stop() {
        if (fabric != null) {
            fabric.close();
        }
    }

    static List<String> pages() throws IOException {
        try (Stream<Path> tutorials = Files.list(Pages.root().resolve("docs/tutorials"))) {
            return Stream.concat(
                            Stream.of("docs/api.md"),
                            tutorials
                                    .map(page -> "docs/tutorials/" + page.getFileName())
                                    .sorted())
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void whatAPageSaysToTypeDoesWhatItSays(String page) throws Exception {
        PageScript script = PageScript.of(Pages.read(Pages.root().resolve(page)));
        assertThat(script.steps()).hasSizeGreaterThan(4);

        String printed = bash(script.text());

        assertThat(script.broken(printed)).as(printed).isEmpty();
    }

    @Test
    void thereIsATutorialForEachOfTheThreeUsers() throws IOException {
        assertThat(pages())
                .contains(
                        "docs/tutorials/security-team.md",
                        "docs/tutorials/platform-team.md",
                        "docs/tutorials/application-developer.md");
    }

    private static String bash(String script) throws Exception {
        Path printed = Files.createTempFile(data, "printed", ".txt");
        ProcessBuilder builder = new ProcessBuilder("bash", "-e", "-c", script)
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile());
        builder.environment()
                .putAll(Map.of(
                        "R",
                        fabric.registryUrl(),
                        "V",
                        fabric.validatorUrl(0),
                        "O",
                        fabric.ordersUrl(),
                        "P",
                        fabric.paymentsUrl(),
                        QuickstartSettings.DATA,
                        data.toString()));
        Process bash = builder.start();
        boolean ended = bash.waitFor(2, TimeUnit.MINUTES);
        bash.destroyForcibly();
        String said = Files.readString(printed, StandardCharsets.UTF_8);
        assertThat(ended).as(said).isTrue();
        assertThat(bash.exitValue()).as(said).isZero();
        return said;
    }
}
