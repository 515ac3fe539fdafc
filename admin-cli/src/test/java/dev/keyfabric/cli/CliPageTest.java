package dev.keyfabric.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.cli.shell.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CliPageTest {
    private static final Path PAGE = Path.of("..", "docs", "cli.md");

    @TempDir
    private Path folder;

    @Test
    void thePageSaysWhatTheCommandsAre() throws IOException {
        String page = Files.readString(PAGE);
        int mark = page.indexOf(CliPage.MARK);
        if (Boolean.getBoolean("keyfabric.docs.write")) {
            page = page.substring(0, mark < 0 ? page.length() : mark) + CliPage.text();
            Files.writeString(PAGE, page);
        }
        assertThat(page).as("docs/cli.md lacks its mark").contains(CliPage.MARK);
        assertThat(page.substring(page.indexOf(CliPage.MARK)))
                .as("docs/cli.md is not what the code says; make it again: %s", CliPage.MARK)
                .isEqualTo(CliPage.text());
    }

    @Test
    void everyExitStatusIsOneOfItsOwn() {
        assertThat(Arrays.stream(ExitCode.values()).map(ExitCode::status)).doesNotHaveDuplicates();
    }

    @Test
    void theHelpOfEveryCommandCanBeShown() {
        Run all = Run.of(folder, "", "--help");
        assertThat(all.status()).isZero();
        KeyfabricCommand.COMMANDS.keySet().forEach(name -> {
            assertThat(all.out()).contains("  " + name);
            Run one = Run.of(folder, "", name, "--help");
            assertThat(one.status()).as(name).isZero();
            assertThat(one.out()).contains("keyfabric " + name);
        });
    }

    @Test
    void aGroupAloneAsksForWhatToDo() {
        Run run = Run.of(folder, "", "key");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("subcommand", "keyfabric key --help");
        assertThat(Run.of(folder, "", "key", "--help").out()).contains("issue", "revoke", "explain");
        assertThat(Run.of(folder, "", "key", "revoke", "--help").out()).contains("keyfabric key revoke", "--reason");
    }

    @Test
    void aShellCanCompleteEveryCommand() {
        Run bash = Run.of(folder, "", "completion", "bash");
        assertThat(bash.status()).isZero();
        KeyfabricCommand.COMMANDS
                .keySet()
                .forEach(name -> assertThat(bash.out()).contains(name));
        assertThat(Run.of(folder, "", "completion", "zsh").out()).contains("compinit");
    }
}
