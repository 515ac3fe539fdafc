package dev.keyfabric.cli.publish;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.cli.bus.BusOptions;
import dev.keyfabric.cli.bus.CommandLineBus;
import dev.keyfabric.cli.bus.SignedCommands;
import dev.keyfabric.cli.http.Connection;
import dev.keyfabric.cli.output.Json;
import dev.keyfabric.cli.output.Output;
import dev.keyfabric.cli.output.Plain;
import dev.keyfabric.cli.profile.Profile;
import dev.keyfabric.cli.profile.Profiles;
import dev.keyfabric.cli.shell.CliException;
import dev.keyfabric.cli.shell.ExitCode;
import dev.keyfabric.cli.shell.Shell;
import dev.keyfabric.key.CommandId;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandResult;
import dev.keyfabric.schemas.event.Door;
import dev.keyfabric.schemas.event.Outcome;
import dev.keyfabric.schemas.event.Problem;
import dev.keyfabric.schemas.topics.TopicNames;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that is signed here and goes straight to the bus: no registry's HTTP has a part in it. */
abstract class Publishing implements Callable<Integer> {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");
    /** A registry that has not read the signer's key yet answers 503: the same command again. */
    private static final int TRIES = 4;

    private static final int NOT_NOW = 503;

    protected final Shell shell;

    @Mixin
    private Connection connection = new Connection();

    @Mixin
    private BusOptions bus = new BusOptions();

    @Mixin
    private Output output = new Output();

    @Option(
            names = "--command-id",
            paramLabel = "ID",
            description = "send a command again under its id, which does nothing twice; 64 hex digits")
    private @Nullable String commandId;

    @Option(names = "--comment", paramLabel = "TEXT", description = "kept in the history")
    private @Nullable String comment;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "15",
            description = "how long to wait for the result (default ${DEFAULT-VALUE})")
    private int seconds = 15;

    Publishing(Shell shell) {
        this.shell = shell;
    }

    /**
     * The command, with its subject.
     *
     * @param id under which it goes
     */
    abstract Command.Builder wish(SignedCommands commands, String id);

    /** Adds what was made here to what is printed of a command that had its effect. */
    void done(ObjectNode answer) {}

    @Override
    public Integer call() {
        Profile profile = connection.profile(shell);
        Map<String, Object> settings = bus.settings(profile)
                .orElseThrow(() -> CliException.usage(
                        "where the bus is nobody knows: --bootstrap-server HOST:PORT, here or at the login"));
        TopicNames names = bus.names(profile);
        String owner = Optional.ofNullable(profile.actor())
                .orElseThrow(() -> new CliException(
                        ExitCode.NOT_ALLOWED, "there is no key of your own to sign with: keyfabric login enrols one"));
        SignedCommands commands = new SignedCommands(
                new Profiles(shell.folder()).key(connection.name()),
                owner,
                Door.CLI,
                names,
                shell.clock(),
                shell.random());
        String id = id();
        Command.Builder wish = wish(commands, id).setId(id).setComment(comment);
        shell.say("command " + id);
        try (CommandLineBus line = CommandLineBus.open(settings, names)) {
            return told(send(line, commands, wish, id)).status();
        }
    }

    private String id() {
        if (commandId == null) {
            return CommandId.random(shell.random());
        }
        if (!ID.matcher(commandId).matches()) {
            throw CliException.usage("--command-id must be 64 lower-case hex digits");
        }
        return commandId;
    }

    private CommandResult send(CommandLineBus line, SignedCommands commands, Command.Builder wish, String id) {
        for (int attempt = 1; ; attempt++) {
            Command command = wish.setAttempt(CommandId.random(shell.random())).build();
            Optional<CommandResult> result;
            try {
                result = line.send(commands, command, Duration.ofSeconds(seconds));
            } catch (CliException e) {
                throw e.code() == ExitCode.UNSURE ? unsure(id, e.words()) : e;
            }
            CommandResult known =
                    result.orElseThrow(() -> unsure(id, "no result within " + seconds + " s; it may still be decided"));
            Problem problem = known.getProblem();
            if (problem == null || problem.getStatus() != NOT_NOW || attempt == TRIES) {
                return known;
            }
            shell.say("not decided yet (" + Plain.text(problem.getCode()) + "); sending it again");
            shell.pause().of(Duration.ofMillis(500));
        }
    }

    private static CliException unsure(String id, String why) {
        return new CliException(
                ExitCode.UNSURE,
                "it is NOT KNOWN whether this was done: " + why + ". Ask: keyfabric command " + id
                        + "\nor send it again, which does nothing twice: the same line with --command-id " + id);
    }

    private ExitCode told(CommandResult result) {
        Problem problem = result.getProblem();
        if (problem != null) {
            StringBuilder words = new StringBuilder(Plain.text(problem.getDetail()) + " (" + problem.getStatus() + " "
                    + Plain.text(problem.getCode()) + ")");
            problem.getErrors()
                    .forEach(fault -> words.append("\n  ")
                            .append(Plain.text(fault.getField()))
                            .append(": ")
                            .append(Plain.text(fault.getDetail())));
            throw new CliException(
                    problem.getStatus() == NOT_NOW ? ExitCode.UNREACHABLE : ExitCode.REFUSED, words.toString());
        }
        ObjectNode answer = Json.object();
        answer.put("commandId", result.getCommandId());
        answer.put("outcome", result.getOutcome().name().toLowerCase(Locale.ROOT));
        answer.put("subject", result.getSubject());
        answer.put("version", result.getVersion());
        if (result.getOutcome() == Outcome.APPLIED || result.getOutcome() == Outcome.NO_EFFECT) {
            done(answer);
        }
        output.one(shell, answer);
        return ExitCode.OK;
    }
}
