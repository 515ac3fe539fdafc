package dev.keyfabric.cli;

import dev.keyfabric.cli.commands.ShowCommandResult;
import dev.keyfabric.cli.commands.ShowReceipt;
import dev.keyfabric.cli.completion.CompletionCommand;
import dev.keyfabric.cli.consumers.ConsumerCommand;
import dev.keyfabric.cli.doctor.DoctorCommand;
import dev.keyfabric.cli.fleet.FleetCommand;
import dev.keyfabric.cli.history.HistoryCommand;
import dev.keyfabric.cli.keys.KeyCommand;
import dev.keyfabric.cli.login.LoginCommand;
import dev.keyfabric.cli.login.LogoutCommand;
import dev.keyfabric.cli.login.WhoamiCommand;
import dev.keyfabric.cli.plans.PlanCommand;
import dev.keyfabric.cli.publish.PublishCommand;
import dev.keyfabric.cli.services.ServiceCommand;
import dev.keyfabric.cli.signingkeys.SigningKeyCommand;
import dev.keyfabric.cli.token.TokenCommand;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

@Command(
        name = "keyfabric",
        description = "Keys, consumers and validators of a fabric, from the command line.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Version.class,
        footer = {
            "",
            "The launcher also runs a whole fabric on this machine: `keyfabric demo` tells its story, `keyfabric up` stays up.",
            "Exit status: 0 done, 1 refused, 2 usage, 3 not known, 4 nobody answers, 5 not allowed, 6 not final (docs/cli.md)."
        })
final class KeyfabricCommand {
    /** Every command by its name, in the order of the help. */
    static final Map<String, Class<?>> COMMANDS = commands();

    private static Map<String, Class<?>> commands() {
        Map<String, Class<?>> commands = new LinkedHashMap<>();
        commands.put("login", LoginCommand.class);
        commands.put("logout", LogoutCommand.class);
        commands.put("whoami", WhoamiCommand.class);
        commands.put("consumer", ConsumerCommand.class);
        commands.put("plan", PlanCommand.class);
        commands.put("service", ServiceCommand.class);
        commands.put("signing-key", SigningKeyCommand.class);
        commands.put("key", KeyCommand.class);
        commands.put("receipt", ShowReceipt.class);
        commands.put("command", ShowCommandResult.class);
        commands.put("fleet", FleetCommand.class);
        commands.put("history", HistoryCommand.class);
        commands.put("publish", PublishCommand.class);
        commands.put("token", TokenCommand.class);
        commands.put("doctor", DoctorCommand.class);
        commands.put("completion", CompletionCommand.class);
        return commands;
    }
}
