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
        KeyfabricCommand.COMMANDS.forEach((name, type) -> root.addSubcommand(name, level(name, type, line, factory)));
        return root;
    }

    /** A command of the first level, with what the line needs of those below it. */
    private static CommandLine level(String name, Class<?> type, List<String> line, IFactory factory) {
        Class<?>[] below = type.getAnnotation(Command.class).subcommands();
        boolean named = name.equals(line.get(0));
        if (below.length == 0) {
            return named ? new CommandLine(type, factory) : outline(type);
        }
        CommandLine group = outline(type);
        if (named) {
            for (Class<?> sub : below) {
                String subName = sub.getAnnotation(Command.class).name();
                boolean leaf = line.size() > 1 && subName.equals(line.get(1));
                group.addSubcommand(subName, leaf ? new CommandLine(sub, factory) : outline(sub));
            }
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
