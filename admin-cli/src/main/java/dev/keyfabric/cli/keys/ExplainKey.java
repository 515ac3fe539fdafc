package dev.keyfabric.cli.keys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.cli.http.Address;
import dev.keyfabric.cli.http.Connection;
import dev.keyfabric.cli.http.Registry;
import dev.keyfabric.cli.output.Json;
import dev.keyfabric.cli.output.Output;
import dev.keyfabric.cli.profile.ServerAddress;
import dev.keyfabric.cli.shell.CliException;
import dev.keyfabric.cli.shell.ExitCode;
import dev.keyfabric.cli.shell.Input;
import dev.keyfabric.cli.shell.Shell;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "explain",
        description = {
            "Says why a key is refused.",
            "By its id: what the records say of it. With --validator: that node's verdict on the key itself, which comes"
                    + " from --key-stdin, --key-file or a question without echo; a yes costs the key nothing."
        })
final class ExplainKey implements Callable<Integer> {
    private final Shell shell;

    @Parameters(arity = "0..1", paramLabel = "KEY-ID", description = "the key's id, key_…; never the key")
    private @Nullable String id;

    @Option(names = "--validator", paramLabel = "URL", description = "the validator to ask, http://127.0.0.1:8090")
    private @Nullable String validator;

    @Option(names = "--key-stdin", description = "read the key from standard input")
    private boolean stdin;

    @Option(names = "--key-file", paramLabel = "FILE", description = "read the key from a file")
    private @Nullable Path file;

    @Option(names = "--audience", paramLabel = "SERVICE", description = "for which service it is used")
    private @Nullable String audience;

    @Option(names = "--scope", paramLabel = "SCOPE", description = "what is required of it; many times")
    private List<String> scopes = List.of();

    @Option(names = "--ip", paramLabel = "ADDRESS", description = "from which address it is used")
    private @Nullable String address;

    @Mixin
    private Connection connection = new Connection();

    @Mixin
    private Output output = new Output();

    ExplainKey(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if ((id == null) == (validator == null)) {
            throw CliException.usage("either a key's id, or --validator URL and the key itself");
        }
        return (validator == null ? byRecords(String.valueOf(id)) : byVerdict(validator)).status();
    }

    private ExitCode byRecords(String keyId) {
        Registry registry = connection.registry(shell);
        JsonNode key = registry.get(Address.path("v1", "keys", keyId));
        JsonNode consumer = registry.find(
                Address.path("v1", "consumers", key.path("consumerId").asText()));
        Optional<Finding> finding = Finding.of(key, consumer, shell.clock().instant());
        ObjectNode answer = Json.object();
        answer.put("keyId", keyId);
        answer.put("code", finding.map(Finding::code).orElse("NOTHING_AGAINST_IT"));
        answer.put(
                "why",
                finding.map(Finding::words)
                        .orElse("the records refuse it nowhere; ask a validator with the key itself: --validator URL"));
        for (String member : List.of("scopes", "audiences", "ipAllowlist", "secrets")) {
            answer.set(member, key.path(member));
        }
        answer.set(
                "history",
                registry.get(Address.query("/v1/history", Map.of("subject", keyId, "limit", "5")))
                        .path("items"));
        output.one(shell, answer);
        return finding.isEmpty() ? ExitCode.OK : ExitCode.REFUSED;
    }

    private ExitCode byVerdict(String url) {
        Registry node = Registry.anonymous(shell, ServerAddress.of(url), null);
        ObjectNode question = Json.object();
        question.put("key", new Input(shell).secret("key", file, stdin));
        question.put("cost", 0);
        question.put("explain", true);
        if (audience != null) {
            question.put("audience", audience);
        }
        if (address != null) {
            question.put("clientIp", address);
        }
        scopes.forEach(question.withArray("scopes")::add);
        JsonNode verdict = node.verdict("/v1/validate", question);
        output.one(shell, verdict);
        return verdict.path("valid").asBoolean(false) ? ExitCode.OK : ExitCode.REFUSED;
    }
}
