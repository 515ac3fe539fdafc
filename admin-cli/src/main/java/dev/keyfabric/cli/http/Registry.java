package dev.keyfabric.cli.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.cli.output.Json;
import dev.keyfabric.cli.output.Progress;
import dev.keyfabric.cli.profile.Profile;
import dev.keyfabric.cli.shell.CliException;
import dev.keyfabric.cli.shell.ExitCode;
import dev.keyfabric.cli.shell.Shell;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The registry's HTTP, as somebody who is logged in, or as nobody. Holds a token. */
public final class Registry {
    private static final Duration LIMIT = Duration.ofSeconds(35);

    private final Wire wire;
    private final Shell shell;
    private final @Nullable String token;

    private Registry(Wire wire, Shell shell, @Nullable String token) {
        this.wire = wire;
        this.shell = shell;
        this.token = token;
    }

    public static Registry of(Shell shell, Profile profile) {
        return new Registry(new Wire(profile.server(), profile.authority()), shell, profile.token());
    }

    /**
     * A registry, or a validator, that is asked without a token.
     *
     * @param authority certificates to trust, in PEM; null = those of this JVM
     */
    public static Registry anonymous(Shell shell, URI server, @Nullable Path authority) {
        return new Registry(new Wire(server, authority), shell, null);
    }

    /** The same, with a token. */
    public Registry with(String bearer) {
        return new Registry(wire, shell, bearer);
    }

    public URI server() {
        return wire.server();
    }

    /** The body of a good answer. */
    public JsonNode get(String path) {
        return good(ask("GET", path, Map.of(), null)).body();
    }

    /** The body of an answer; null when there is no such thing. */
    public @Nullable JsonNode find(String path) {
        Answer answer = ask("GET", path, Map.of(), null);
        return answer.status() == 404 ? null : good(answer).body();
    }

    /** A request that may be made once or many times alike. */
    public Answer ask(String method, String path, Map<String, String> headers, @Nullable JsonNode body) {
        try {
            return wire.send(method, path, authorized(headers), body, LIMIT);
        } catch (Wire.NotSentException e) {
            throw new CliException(ExitCode.UNREACHABLE, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new CliException(ExitCode.UNREACHABLE, "the connection to " + wire.server() + " was lost");
        }
    }

    /** A validator's verdict, which comes with 503 too when it may not judge. */
    public JsonNode verdict(String path, JsonNode question) {
        Answer answer = ask("POST", path, Map.of(), question);
        return (answer.body().path("valid").isBoolean() ? answer : good(answer)).body();
    }

    /** All pages of a list as one. */
    public JsonNode all(String path, Map<String, String> parameters) {
        ObjectNode whole = Json.object();
        ArrayNode items = whole.putArray("items");
        Map<String, String> next = new LinkedHashMap<>(parameters);
        try (Progress progress = new Progress(shell, "reading")) {
            do {
                JsonNode page = get(Address.query(path, next));
                page.path("items").forEach(items::add);
                progress.at(items.size(), 0);
                next.put("cursor", page.path("nextCursor").asText(""));
            } while (!next.getOrDefault("cursor", "").isEmpty());
        }
        whole.putNull("nextCursor");
        return whole;
    }

    /** A change, asked for until its answer is had; a refusal ends the run. */
    public Answer change(Change change) {
        return good(new Repeats(wire, shell).send(change, authorized(change.headers())));
    }

    /** The answer, unless it is a refusal, or no registry's, which ends the run. */
    public static Answer good(Answer answer) {
        if (!answer.isGood() || !answer.body().isObject()) {
            throw Problems.of(answer);
        }
        return answer;
    }

    private Map<String, String> authorized(Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(headers);
        if (token != null) {
            all.put("Authorization", "Bearer " + token);
        }
        return all;
    }

    @Override
    public String toString() {
        return "Registry[" + wire.server() + "]";
    }
}
