package dev.keyfabric.cli.keys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.cli.http.Registry;
import dev.keyfabric.cli.registry.ChangeCommand;
import dev.keyfabric.cli.registry.Request;
import dev.keyfabric.cli.shell.CliException;
import dev.keyfabric.cli.shell.ExitCode;
import dev.keyfabric.cli.shell.Shell;
import dev.keyfabric.cli.values.KeyOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "issue",
        description = "Issues a key, and shows it this once. The same --idempotency-key again within a day makes the "
                + "secret anew for the same key id.")
final class IssueKey extends ChangeCommand {
    @Option(names = "--consumer", required = true, paramLabel = "ID", description = "whose key it is")
    private String consumer = "";

    @Option(
            names = "--environment",
            paramLabel = "ENVIRONMENT",
            defaultValue = "live",
            description = "live or test (default ${DEFAULT-VALUE})")
    private String environment = "live";

    @Option(
            names = "--enrols",
            paramLabel = "USE:OWNER[:SERVICE,...]",
            description = "makes it an enrolment key, for a txn or stamp key of this owner")
    private @Nullable String enrols;

    @Mixin
    private KeyOptions key = new KeyOptions();

    @Mixin
    private SecretFile secretFile = new SecretFile();

    IssueKey(Shell shell) {
        super(shell);
    }

    @Override
    protected ExitCode run(Registry registry) {
        secretFile.prepare();
        return secretFile.orGone(() -> super.run(registry));
    }

    @Override
    protected Request request() {
        ObjectNode body = key.body(shell);
        body.put("consumerId", consumer);
        body.put("environment", environment);
        if (enrols != null) {
            String[] parts = enrols.split(":", -1);
            if (parts.length < 2 || parts.length > 3) {
                throw CliException.usage("--enrols must be like txn:node-1:orders,payments or stamp:orders");
            }
            ObjectNode enrolment = body.putObject("enrols").put("use", parts[0]).put("owner", parts[1]);
            if (parts.length == 3) {
                List.of(parts[2].split(",")).forEach(enrolment.putArray("services")::add);
            }
        }
        return Request.post("/v1/keys", body);
    }

    @Override
    protected JsonNode printed(JsonNode subject) {
        return secretFile.kept(shell, subject);
    }
}
