package dev.keyfabric.cli.keys;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.cli.output.Output;
import dev.keyfabric.cli.profile.PrivateFiles;
import dev.keyfabric.cli.shell.CliException;
import dev.keyfabric.cli.shell.ExitCode;
import dev.keyfabric.cli.shell.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the secret of a new key goes, the only time that it is shown: standard output, or a file of mode 0600. */
public final class SecretFile {
    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            description = "a new file for the key, mode 0600; without it the key is printed, this once")
    private @Nullable Path file;

    /** Makes the file before anything is sent: a secret that has nowhere to go is never made. */
    public void prepare() {
        if (file != null) {
            try {
                PrivateFiles.createNew(file);
            } catch (IOException e) {
                throw CliException.usage(file + " cannot be made: it is there already, or its folder is not");
            }
        }
    }

    /** Runs what makes the secret; the prepared file does not outlive a failure. */
    public <T> T orGone(Supplier<T> run) {
        try {
            return run.get();
        } catch (RuntimeException e) {
            if (file != null && file.toFile().length() == 0) {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException left) {
                    e.addSuppressed(left);
                }
            }
            throw e;
        }
    }

    /** What is to be printed of an answer that holds a secret under {@code key}. */
    public JsonNode kept(Shell shell, JsonNode answer) {
        if (!answer.path("key").isTextual()) {
            return answer;
        }
        if (file == null) {
            shell.say("the key is shown this once: keep it now");
            return answer;
        }
        try {
            PrivateFiles.fill(file, answer.path("key").asText() + "\n");
        } catch (IOException e) {
            throw new CliException(
                    ExitCode.UNSURE,
                    "the key is made, but " + file + " could not be written; rotate it: keyfabric key rotate "
                            + answer.path("keyId").asText());
        }
        shell.say("the key is in " + file);
        return Output.without(answer, "key");
    }
}
