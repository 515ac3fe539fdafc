package dev.keyfabric.cli.completion;

import dev.keyfabric.cli.output.Output;
import dev.keyfabric.cli.shell.Shell;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "completion",
        description = "Prints the completion script of a shell: source <(keyfabric completion bash)")
public final class CompletionCommand implements Callable<Integer> {
    /** Shells that there is a script for. */
    enum ShellName {
        bash,
        zsh
    }

    private final Shell shell;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
    private ShellName name = ShellName.bash;

    CompletionCommand(Shell shell) {
        this.shell = shell;
    }

    /** picocli's script is bash's; zsh runs it by its own bashcompinit, which the script turns on. */
    @Override
    public Integer call() {
        if (name == ShellName.zsh) {
            Output.print(shell, "autoload -U +X compinit && compinit");
        }
        Output.print(shell, AutoComplete.bash("keyfabric", spec.root().commandLine()));
        return 0;
    }
}
