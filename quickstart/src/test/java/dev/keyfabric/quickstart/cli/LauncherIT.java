package dev.keyfabric.quickstart.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.quickstart.docs.Pages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./keyfabric} itself, as far as it can be run in a build: no Maven is on its path, so it must find all built. */
class LauncherIT {
    private static final List<String> TOOLS =
            List.of("bash", "cat", "dirname", "env", "find", "mkdir", "mv", "readlink", "rm", "sed", "stty", "tr");

    @TempDir
    private Path folder;

    private Path bin;

    @BeforeEach
    void pathWithoutMaven() throws IOException {
        bin = Files.createDirectory(folder.resolve("bin"));
        for (String tool : TOOLS) {
            Path found = Path.of("/usr/bin", tool);
            Files.createSymbolicLink(bin.resolve(tool), Files.exists(found) ? found : Path.of("/bin", tool));
        }
    }

    /** How it ended and all that it said. */
    private record Ended(int status, String said) {}

    private Ended run(Path launcher, String... words) throws Exception {
        List<String> line = new ArrayList<>(List.of(launcher.toString()));
        line.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", bin.toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("XDG_CONFIG_HOME", folder.toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Ended(process.waitFor(), said);
    }

    private static Path launcher() {
        return Pages.root().resolve("keyfabric");
    }

    @Test
    void everyWordButItsOwnIsACommandOfTheCommandLine() throws Exception {
        Ended help = run(launcher());
        assertThat(help.status()).as(help.said()).isZero();
        assertThat(help.said())
                .contains("signing-key", "doctor", "keyfabric up")
                .doesNotContain("warning");

        Ended whoami = run(launcher(), "whoami");
        assertThat(whoami.status()).isEqualTo(5);
        assertThat(whoami.said()).isEqualTo("keyfabric: not logged in: keyfabric login --registry URL\n");
    }

    @Test
    void itWorksByALinkFromAnotherFolder() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("kf"), launcher());
        assertThat(run(link, "fleet").status()).isEqualTo(5);
    }

    @Test
    void lettersOfAllAlphabetsPassWhereNoLocaleIsSet() throws Exception {
        Ended named = run(launcher(), "consumer", "register", "a", "--name", "Zoë שלום 🚀");
        assertThat(named.status()).as(named.said()).isEqualTo(5);
    }
}
