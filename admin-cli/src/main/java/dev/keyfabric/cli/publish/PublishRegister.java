package dev.keyfabric.cli.publish;

import dev.keyfabric.cli.bus.SignedCommands;
import dev.keyfabric.cli.output.Json;
import dev.keyfabric.cli.shell.Shell;
import dev.keyfabric.cli.values.Metadata;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.ConsumerDraft;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@picocli.CommandLine.Command(name = "register-consumer", description = "Registers a consumer.")
final class PublishRegister extends Publishing {
    @Parameters(paramLabel = "CONSUMER-ID", description = "its id")
    private String id = "";

    @Option(names = "--name", required = true, paramLabel = "NAME", description = "what people call it")
    private String name = "";

    @Option(names = "--plan", paramLabel = "PLAN-ID", description = "the plan that its keys get")
    private @Nullable String plan;

    @Mixin
    private Metadata metadata = new Metadata();

    PublishRegister(Shell shell) {
        super(shell);
    }

    @Override
    Command.Builder wish(SignedCommands commands, String commandId) {
        return commands.command(CommandType.REGISTER_CONSUMER, id)
                .setSubject(id)
                .setConsumer(ConsumerDraft.newBuilder()
                        .setName(name)
                        .setPlan(plan)
                        .setMetadata(metadata.given(shell).map(Json::line).orElse(null))
                        .build());
    }
}
