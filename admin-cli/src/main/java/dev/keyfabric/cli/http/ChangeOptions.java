package dev.keyfabric.cli.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.cli.shell.CliException;
import dev.keyfabric.cli.shell.Shell;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of everything that changes something. */
public final class ChangeOptions {
    private static final int KEY_BYTES = 16;
    private static final Pattern KEY = Pattern.compile("[!-~]{1,255}");

    @Option(
            names = CommandLines.OPTION,
            paramLabel = "KEY",
            description = "by which the registry knows this change again; made by chance unless given")
    private @Nullable String idempotencyKey;

    @Option(
            names = "--if-version",
            paramLabel = "VERSION",
            description = "change it only if this is its version, else 409 VERSION_CONFLICT")
    private @Nullable Long version;

    /** The change that these options make of a request. */
    public Change of(Shell shell, String method, String path, @Nullable JsonNode body) {
        String key = idempotencyKey;
        if (key == null) {
            byte[] chance = new byte[KEY_BYTES];
            shell.random().nextBytes(chance);
            key = "cli-" + HexFormat.of().formatHex(chance);
        } else if (!KEY.matcher(key).matches()) {
            throw CliException.usage(CommandLines.OPTION + " must be 1 to 255 visible ASCII characters");
        }
        return new Change(method, path, body, key, version == null ? null : version.toString(), true);
    }
}
