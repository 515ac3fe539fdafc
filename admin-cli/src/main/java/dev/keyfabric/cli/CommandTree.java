package dev.keyfabric.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The tree of commands, whole, or the one branch that a line names: reading the annotations of all would be half of what
 * a run costs.
 */
final class CommandTree {
    private CommandTree() {}

    static CommandLine whole(IFactory factory) {
        CommandLine root = new CommandLine(KeyfabricCommand.class, factory);
        KeyfabricCommand.COMMANDS.values().forEach(type -> root.addSubcommand(new CommandLine(type, factory)));
        return root;
    }

    /** What a line needs of the tree: all of it where its first word names no branch, or the one that prints the tree. */
    static CommandLine forLine(List<String> line, IFactory factory) {
        Class<?> first = KeyfabricCommand.COMMANDS.get(line.get(0));
        if (first == null || line.get(0).equals("completion")) {
            return whole(factory);
        }
        return new CommandLine(KeyfabricCommand.class, factory)
                .addSubcommand(line.get(0), branch(first, line.size() > 1 ? line.get(1) : "", factory));
    }

    private static CommandLine branch(Class<?> group, String second, IFactory factory) {
        Optional<Class<?>> leaf = Arrays.stream(
                        group.getAnnotation(Command.class).subcommands())
                .filter(type -> type.getAnnotation(Command.class).name().equals(second))
                .findFirst();
        return leaf.map(type ->
                        new CommandLine(CommandSpec.create()).addSubcommand(second, new CommandLine(type, factory)))
                .orElseGet(() -> new CommandLine(group, factory));
    }
}
