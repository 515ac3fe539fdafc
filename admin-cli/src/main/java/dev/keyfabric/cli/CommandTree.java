package dev.keyfabric.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The tree of commands, whole, or as much of it as a line needs: what the line names, and beside that names and
 * descriptions. To read the options of all would be half of what a run costs.
 */
final class CommandTree {
    private CommandTree() {}

    static CommandLine whole(IFactory factory) {
        CommandLine root = new CommandLine(KeyfabricCommand.class, factory);
        KeyfabricCommand.COMMANDS.values().forEach(type -> root.addSubcommand(new CommandLine(type, factory)));
        return root;
    }

    static CommandLine forLine(List<String> line, IFactory factory) {
        if (line.get(0).equals("completion")) {
            return whole(factory);
        }
        CommandLine root = new CommandLine(KeyfabricCommand.class, factory);
        Class<?> named = KeyfabricCommand.COMMANDS.get(line.get(0));
        if (named == null) {
            KeyfabricCommand.COMMANDS.forEach((name, type) -> root.addSubcommand(name, outline(type)));
            return root;
        }
        return root.addSubcommand(line.get(0), branch(named, line.size() > 1 ? line.get(1) : "", factory));
    }

    private static CommandLine branch(Class<?> named, String second, IFactory factory) {
        Class<?>[] below = named.getAnnotation(Command.class).subcommands();
        if (below.length == 0) {
            return new CommandLine(named, factory);
        }
        CommandLine group = outline(named);
        for (Class<?> type : below) {
            String name = type.getAnnotation(Command.class).name();
            group.addSubcommand(name, name.equals(second) ? new CommandLine(type, factory) : outline(type));
        }
        return group;
    }

    /** Name and description, for the help of the command above and for guesses at what was meant. */
    private static CommandLine outline(Class<?> type) {
        CommandSpec spec = CommandSpec.create();
        spec.usageMessage().description(type.getAnnotation(Command.class).description());
        return new CommandLine(spec);
    }
}
