package dev.keyfabric.cli.values;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.cli.output.Json;
import dev.keyfabric.cli.shell.CliException;
import dev.keyfabric.cli.shell.Shell;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a key shall be: the options that issuing and changing share, over HTTP and straight to the bus. */
public final class KeyOptions {
    @Option(names = "--name", paramLabel = "NAME", description = "what people call it")
    private @Nullable String name;

    @Option(names = "--scope", paramLabel = "SCOPE", description = "a scope that it grants; many times")
    private @Nullable List<String> scopes;

    @Option(names = "--audience", paramLabel = "SERVICE", description = "a service that it is good for; none = any")
    private @Nullable List<String> audiences;

    @Option(names = "--ip", paramLabel = "CIDR", description = "addresses that it may come from; none = any")
    private @Nullable List<String> addresses;

    @Option(
            names = "--not-before",
            paramLabel = "TIME",
            converter = MomentConverter.class,
            description = "when it begins")
    private @Nullable Instant notBefore;

    @Option(
            names = "--expires-at",
            paramLabel = "TIME",
            converter = MomentConverter.class,
            description = "when it ends")
    private @Nullable Instant expiresAt;

    @Option(
            names = "--expires-in",
            paramLabel = "TIME",
            converter = SpanConverter.class,
            description = "how long it lives from now on: 90d, 12h")
    private @Nullable Duration expiresIn;

    @Option(
            names = "--rate-limit",
            paramLabel = "NAME:QUOTA/TIME",
            converter = Limit.Converter.class,
            description = "a limit of its own, such as burst:20/1s; many times")
    private @Nullable List<Limit> limits;

    @Mixin
    private Metadata metadata = new Metadata();

    /** The members that were given. */
    public ObjectNode body(Shell shell) {
        if (expiresAt != null && expiresIn != null) {
            throw CliException.usage("--expires-at and --expires-in say the same: give one");
        }
        ObjectNode body = Json.object();
        if (name != null) {
            body.put("name", name);
        }
        texts(body, "scopes", scopes);
        texts(body, "audiences", audiences);
        texts(body, "ipAllowlist", addresses);
        time(body, "notBefore", notBefore);
        time(
                body,
                "expiresAt",
                expiresIn == null
                        ? expiresAt
                        : shell.clock()
                                .instant()
                                .truncatedTo(ChronoUnit.SECONDS)
                                .plus(expiresIn));
        if (limits != null) {
            ArrayNode array = body.putArray("rateLimits");
            limits.forEach(limit -> array.add(limit.toJson()));
        }
        metadata.given(shell).ifPresent(given -> body.set("metadata", given));
        return body;
    }

    private static void texts(ObjectNode body, String member, @Nullable List<String> texts) {
        if (texts != null) {
            ArrayNode array = body.putArray(member);
            // One empty text empties the list.
            texts.stream().filter(text -> !text.isEmpty()).forEach(array::add);
        }
    }

    private static void time(ObjectNode body, String member, @Nullable Instant time) {
        if (time != null) {
            body.put(member, time.toString());
        }
    }
}
