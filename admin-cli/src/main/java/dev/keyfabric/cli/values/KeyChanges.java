package dev.keyfabric.cli.values;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.cli.shell.CliException;
import dev.keyfabric.cli.shell.Shell;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What shall change of a key, as options. */
public final class KeyChanges {
    @Option(names = "--no-expiry", description = "let it have no end")
    private boolean noExpiry;

    @Option(names = "--no-not-before", description = "let it have no beginning")
    private boolean noBeginning;

    @Mixin
    private KeyOptions key = new KeyOptions();

    /** The members that shall change; null where a value shall be gone. */
    public ObjectNode body(Shell shell) {
        ObjectNode body = key.body(shell);
        if (noExpiry) {
            body.putNull("expiresAt");
        }
        if (noBeginning) {
            body.putNull("notBefore");
        }
        if (body.isEmpty()) {
            throw CliException.usage("nothing is given that shall change");
        }
        return body;
    }
}
