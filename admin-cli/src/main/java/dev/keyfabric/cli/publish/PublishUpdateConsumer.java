package dev.keyfabric.cli.publish;

import dev.keyfabric.cli.bus.SignedCommands;
import dev.keyfabric.cli.shell.Shell;
import dev.keyfabric.cli.values.ConsumerChanges;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.ConsumerDraft;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@picocli.CommandLine.Command(
        name = "update-consumer",
        description = "Changes what is given of a consumer and leaves the rest.")
final class PublishUpdateConsumer extends Publishing {
    @Parameters(paramLabel = "CONSUMER-ID", description = "its id")
    private String id = "";

    @Mixin
    private ConsumerChanges changes = new ConsumerChanges();

    PublishUpdateConsumer(Shell shell) {
        super(shell);
    }

    @Override
    Command.Builder wish(SignedCommands commands, String commandId) {
        return commands.command(CommandType.UPDATE_CONSUMER, id)
                .setSubject(id)
                .setConsumer(Members.read(changes.body(shell), PublishUpdateConsumer::draft));
    }

    private static ConsumerDraft draft(Members members) {
        return ConsumerDraft.newBuilder()
                .setName(members.text("name"))
                .setPlan(members.text("plan"))
                .setMetadata(KeyDrafts.line(members.object("metadata")))
                .setClears(members.cleared())
                .build();
    }
}
