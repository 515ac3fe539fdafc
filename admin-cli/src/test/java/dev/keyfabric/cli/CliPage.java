package dev.keyfabric.cli;

import dev.keyfabric.cli.shell.ExitCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The part of docs/cli.md that the code says: exit statuses, and every command with its options. */
final class CliPage {
    static final String MARK = "<!-- Made from the code; again by: mvn -pl admin-cli -am verify -Dtest=CliPageTest "
            + "-Dsurefire.failIfNoSpecifiedTests=false -Dkeyfabric.docs.write=true -->\n";

    private static final Set<String> EVERYWHERE = Set.of("--profile", "--output", "--wide", "--help", "--version");
    private static final List<String> CHANGES = List.of("--idempotency-key", "--if-version", "--wait");
    private static final List<String> LISTS = List.of("--limit", "--sort", "--cursor", "--all", "--watch");

    private CliPage() {}

    static String text() {
        StringBuilder page = new StringBuilder(MARK).append("\n## Exit status\n\n| status | meaning |\n|---|---|\n");
        for (ExitCode code : ExitCode.values()) {
            page.append("| ")
                    .append(code.status())
                    .append(" | ")
                    .append(code.meaning())
                    .append(" |\n");
        }
        page.append(
                        "\n## Commands\n\nEvery command takes `--help`; those that print an answer `-o table` or `-o json` and `--wide`, those")
                .append(" that use a login `-p NAME`.\n");
        CommandLine all = Keyfabric.commandLine(ArgumentsTest.ShellOf.nothing());
        shared("A *change*", "consumer", "update", CHANGES, all, page);
        shared("A *list*", "consumer", "list", LISTS, all, page);
        leaves(all).forEach(command -> section(command, page));
        return page.toString();
    }

    private static void shared(
            String what, String group, String command, List<String> options, CommandLine all, StringBuilder page) {
        CommandSpec spec =
                all.getSubcommands().get(group).getSubcommands().get(command).getCommandSpec();
        page.append('\n').append(what).append(" takes:\n\n| | |\n|---|---|\n");
        options.forEach(name -> row(name(spec.findOption(name)), spec.findOption(name), page));
    }

    private static boolean hasAll(CommandSpec spec, List<String> options) {
        return options.stream().allMatch(name -> spec.findOption(name) != null);
    }

    private static String name(OptionSpec option) {
        return String.join(", ", option.names()) + (option.arity().max() == 0 ? "" : " " + option.paramLabel());
    }

    private static List<CommandLine> leaves(CommandLine command) {
        List<CommandLine> leaves = new ArrayList<>();
        if (command.getSubcommands().isEmpty()) {
            leaves.add(command);
        }
        command.getSubcommands().values().forEach(sub -> leaves.addAll(leaves(sub)));
        return leaves;
    }

    private static void section(CommandLine command, StringBuilder page) {
        CommandSpec spec = command.getCommandSpec();
        String parameters = spec.positionalParameters().stream()
                .map(parameter -> parameter.arity().min() == 0
                        ? " [" + parameter.paramLabel() + "]"
                        : " " + parameter.paramLabel())
                .collect(Collectors.joining());
        page.append("\n### `").append(spec.qualifiedName()).append(parameters).append("`\n\n");
        boolean change = hasAll(spec, CHANGES);
        boolean list = hasAll(spec, LISTS);
        page.append(escaped(String.join(" ", spec.usageMessage().description())))
                .append(change ? " A change." : list ? " A list." : "")
                .append('\n');
        List<OptionSpec> options = spec.options().stream()
                .filter(option -> !EVERYWHERE.contains(option.longestName()))
                .filter(option -> !(change && CHANGES.contains(option.longestName())))
                .filter(option -> !(list && LISTS.contains(option.longestName())))
                .sorted(Comparator.comparing((OptionSpec option) -> !option.required())
                        .thenComparing(OptionSpec::longestName))
                .toList();
        List<PositionalParamSpec> positional = spec.positionalParameters();
        if (options.isEmpty() && positional.isEmpty()) {
            return;
        }
        page.append("\n| | |\n|---|---|\n");
        positional.forEach(parameter -> row(parameter.paramLabel(), parameter, page));
        options.forEach(option -> row(name(option), option, page));
    }

    private static void row(String name, ArgSpec arg, StringBuilder page) {
        page.append("| `").append(escaped(name)).append("` | ").append(escaped(String.join(" ", arg.description())));
        page.append(arg.required() && arg.isOption() ? "; needed |\n" : " |\n");
    }

    private static String escaped(String text) {
        return text.replace("|", "\\|");
    }
}
