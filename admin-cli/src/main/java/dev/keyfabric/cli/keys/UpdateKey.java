package dev.keyfabric.cli.keys;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.cli.http.Address;
import dev.keyfabric.cli.registry.ChangeCommand;
import dev.keyfabric.cli.registry.Request;
import dev.keyfabric.cli.shell.CliException;
import dev.keyfabric.cli.shell.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "update", description = "Changes what is given and leaves the rest. --scope '' empties a list.")
final class UpdateKey extends ChangeCommand {
    @Parameters(paramLabel = "KEY-ID", description = "the key's id, key_…")
    private String id = "";

    @Option(names = "--no-expiry", description = "let it have no end")
    private boolean noExpiry;

    @Option(names = "--no-not-before", description = "let it have no beginning")
    private boolean noBeginning;

    @Mixin
    private KeyOptions key = new KeyOptions();

    UpdateKey(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
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
        return new Request("PATCH", Address.path("v1", "keys", id), body);
    }
}
