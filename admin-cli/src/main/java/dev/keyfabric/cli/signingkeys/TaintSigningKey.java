package dev.keyfabric.cli.signingkeys;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.cli.shell.Shell;
import dev.keyfabric.cli.values.MomentConverter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "taint",
        description = "Says that a signing key may be in other hands: what it signed since is refused.")
final class TaintSigningKey extends SigningKeyStep {
    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = MomentConverter.class,
            description = "since when it may be (default: now)")
    private @Nullable Instant since;

    TaintSigningKey(Shell shell) {
        super(shell, "taint");
    }

    @Override
    protected boolean takesRightsAway() {
        return true;
    }

    @Override
    ObjectNode body() {
        ObjectNode body = super.body();
        return since == null ? body : body.put("taintedAt", since.toString());
    }
}
