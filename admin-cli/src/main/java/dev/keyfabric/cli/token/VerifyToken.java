package dev.keyfabric.cli.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.cli.http.Registry;
import dev.keyfabric.cli.output.Json;
import dev.keyfabric.cli.output.Output;
import dev.keyfabric.cli.output.Progress;
import dev.keyfabric.cli.profile.ServerAddress;
import dev.keyfabric.cli.shell.CliException;
import dev.keyfabric.cli.shell.ExitCode;
import dev.keyfabric.cli.shell.Input;
import dev.keyfabric.cli.shell.Shell;
import dev.keyfabric.cli.values.Metadata;
import dev.keyfabric.cli.values.MomentConverter;
import dev.keyfabric.context.Refusal;
import dev.keyfabric.context.text.MalformedTextException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "verify",
        description = {
            "Checks a Txn-Token from standard input against the keys of a validator or a file.",
            "With --lines: one JSON object a line, {\"id\",\"mode\":\"signature\"|\"token\",\"jwks\":{\"keys\":[]},\"jws\",\"allow\":[]} in,"
                    + " {\"id\",\"valid\",\"reason\"} out. `signature` checks the signature alone, under the allowed of EdDSA, ES256 and"
                    + " HS256; `token` the whole policy for Txn-Tokens."
        })
final class VerifyToken implements Callable<Integer> {
    private static final int LONGEST_LINE = 1 << 20;

    private final Shell shell;

    @Option(names = "--lines", description = "check many, one a line; exit status 0 once all are answered")
    private boolean lines;

    @Option(
            names = "--issuer",
            paramLabel = "DOMAIN",
            defaultValue = "keyfabric",
            description = "the trust domain that must have issued it (default ${DEFAULT-VALUE})")
    private String issuer = "keyfabric";

    @Option(names = "--audience", paramLabel = "DOMAIN", description = "for whom it must be (default: the issuer)")
    private @Nullable String audience;

    @Option(names = "--validator", paramLabel = "URL", description = "whose /.well-known/jwks.json has the keys")
    private @Nullable String validator;

    @Option(names = "--jwks-file", paramLabel = "FILE", description = "a file with the keys")
    private @Nullable Path jwksFile;

    @Option(names = "--file", paramLabel = "FILE", description = "read the token from a file, not from standard input")
    private @Nullable Path file;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            converter = MomentConverter.class,
            description = "for which moment (default: now)")
    private @Nullable Instant at;

    @Mixin
    private Output output = new Output();

    VerifyToken(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        Instant moment = at;
        InstantSource clock = moment == null ? shell.clock() : InstantSource.fixed(moment);
        TokenPolicy policy = new TokenPolicy(issuer, audience == null ? issuer : audience, clock);
        return (lines ? many(policy) : one(policy)).status();
    }

    private ExitCode one(TokenPolicy policy) {
        if ((validator == null) == (jwksFile == null)) {
            throw CliException.usage("the keys come from --validator or from --jwks-file");
        }
        JsonNode jwks = validator != null
                ? Registry.anonymous(shell, ServerAddress.of(validator), null).get("/.well-known/jwks.json")
                : Metadata.object(new Input(shell).text(Objects.requireNonNull(jwksFile)), "--jwks-file");
        String token = new Input(shell).secret("token", file, file == null);
        Verdict verdict = policy.check(new Vector(NullNode.getInstance(), Vector.Mode.token, jwks, token, Set.of()));
        output.one(shell, Output.without(answer(NullNode.getInstance(), verdict), "id"));
        return verdict.isValid() ? ExitCode.OK : ExitCode.REFUSED;
    }

    private ExitCode many(TokenPolicy policy) throws IOException {
        BoundedLines in = new BoundedLines(shell.in(), LONGEST_LINE);
        try (Progress progress = new Progress(shell, "checked")) {
            long checked = 0;
            for (BoundedLines.Line line = in.next(); line != null; line = in.next()) {
                if (!line.text().isBlank() || line.tooLong()) {
                    shell.out().println(Json.line(answer(line, policy)));
                    progress.at(++checked, 0);
                }
                if (!in.isMoreAtHand()) {
                    shell.out().flush();
                }
            }
        }
        shell.out().flush();
        return ExitCode.OK;
    }

    private static ObjectNode answer(BoundedLines.Line line, TokenPolicy policy) {
        if (line.tooLong()) {
            return answer(NullNode.getInstance(), new Verdict(Refusal.TOO_LONG));
        }
        try {
            Vector vector = Vector.read(line.text());
            return answer(
                    vector.id(),
                    vector.mode() == Vector.Mode.signature ? Signatures.check(vector) : policy.check(vector));
        } catch (MalformedTextException e) {
            return answer(Vector.idOf(line.text()), new Verdict(Refusal.MALFORMED));
        }
    }

    private static ObjectNode answer(JsonNode id, Verdict verdict) {
        ObjectNode answer = Json.object();
        answer.set("id", id);
        answer.put("valid", verdict.isValid());
        Refusal reason = verdict.reason();
        return answer.put("reason", reason == null ? null : reason.name());
    }
}
