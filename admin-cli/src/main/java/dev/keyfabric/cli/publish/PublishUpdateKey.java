package dev.keyfabric.cli.publish;

import dev.keyfabric.cli.bus.SignedCommands;
import dev.keyfabric.cli.shell.Shell;
import dev.keyfabric.cli.values.KeyChanges;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandType;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@picocli.CommandLine.Command(
        name = "update-key",
        description = "Changes what is given and leaves the rest. --scope '' empties a list.")
final class PublishUpdateKey extends Publishing {
    @Parameters(paramLabel = "KEY-ID", description = "the key's id, key_…")
    private String id = "";

    @Mixin
    private KeyChanges changes = new KeyChanges();

    PublishUpdateKey(Shell shell) {
        super(shell);
    }

    @Override
    Command.Builder wish(SignedCommands commands, String commandId) {
        return commands.command(CommandType.UPDATE_KEY, id)
                .setSubject(id)
                .setKey(Members.read(changes.body(shell), KeyDrafts::read));
    }
}
