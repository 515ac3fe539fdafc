package dev.keyfabric.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.cli.shell.Shell;
import dev.keyfabric.cli.shell.Terminal;
import dev.keyfabric.key.ApiKey;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class ArgumentsTest {
    @TempDir
    private Path folder;

    @Test
    void aKeyInTheArgumentsIsRefusedAndNotShownAgain() {
        String key = ApiKey.generate("kf_live", new SecureRandom()).reveal();
        for (String[] line : List.of(
                new String[] {"key", "show", key}, new String[] {"key", "list", "--name=" + key}, new String[] {key})) {
            Run run = Run.of(folder, "", line);
            assertThat(run.status()).isEqualTo(2);
            assertThat(run.err()).contains("Rotate it").doesNotContain(key);
            assertThat(run.out()).isEmpty();
        }
    }

    @Test
    void anArgumentThatTheLocaleCouldNotReadIsRefused() {
        Run run = Run.of(folder, "", "consumer", "register", "acme", "--name", "Zo\ufffd");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("LC_ALL");
    }

    @Test
    void whatIsNotUnderstoodIsSaidWithoutObeyingIt() {
        Run run = Run.of(folder, "", "key", "list", "--no-such\u001b[2J");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err())
                .contains("\\u001b[2J", "keyfabric key list --help")
                .doesNotContain("\u001b");
    }

    @Test
    void aMistakeInTheFirstWordIsToldWithWhatMayHaveBeenMeant() {
        Run run = Run.of(folder, "", "fleat");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("fleat", "perhaps: fleet");
    }

    /** A secret in an argument is in the list of processes: what could take one is a switch, or names a file. */
    @Test
    void noOptionTakesASecret() {
        List<String> takes = new ArrayList<>();
        collect(Keyfabric.commandLine(ShellOf.nothing()), takes);
        assertThat(takes).containsExactlyInAnyOrder("--idempotency-key KEY", "--key-prefix PREFIX");
    }

    private static void collect(CommandLine command, List<String> takes) {
        for (OptionSpec option : command.getCommandSpec().options()) {
            String name = option.longestName();
            boolean telling = name.contains("password")
                    || name.contains("token")
                    || name.contains("key")
                    || name.contains("secret");
            if (telling && option.arity().max() > 0 && option.type() != Path.class) {
                String line = name + " " + option.paramLabel();
                if (!takes.contains(line)) {
                    takes.add(line);
                }
            }
        }
        command.getSubcommands().values().forEach(sub -> collect(sub, takes));
    }

    /** A shell for whoever only looks at the commands. */
    static final class ShellOf {
        private ShellOf() {}

        static Shell nothing() {
            return new Shell(
                    InputStream.nullInputStream(),
                    new PrintWriter(new StringWriter()),
                    new PrintWriter(new StringWriter()),
                    Map.of(),
                    Terminal.NONE,
                    InstantSource.fixed(Run.NOW),
                    SecureRandom::new,
                    time -> {},
                    List.of());
        }
    }
}
