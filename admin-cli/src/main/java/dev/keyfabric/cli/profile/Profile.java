package dev.keyfabric.cli.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.cli.output.Json;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * What one login knows: where the registry is, the token, and where the bus is. It holds a token.
 *
 * @param expiresAt when the token ends; null = not known
 * @param actor as whom the registry writes changes down; null where no key was enrolled
 * @param keyEndsAt when the enrolled key of one's own ends; null where there is none
 * @param authority certificates to trust, in PEM; null = those of the JVM
 * @param bootstrap Kafka's addresses, for what goes over the bus; null = not known
 * @param commandConfig a properties file for the Kafka client; null = none
 */
public record Profile(
        URI server,
        @Nullable String token,
        @Nullable Instant expiresAt,
        @Nullable String actor,
        @Nullable Instant keyEndsAt,
        @Nullable Path authority,
        @Nullable String bootstrap,
        @Nullable Path commandConfig,
        String topicPrefix) {
    JsonNode toJson() {
        ObjectNode json = Json.object();
        json.put("registry", server.toString());
        json.put("token", token);
        put(json, "expiresAt", expiresAt);
        json.put("actor", actor);
        put(json, "keyEndsAt", keyEndsAt);
        put(json, "ca", authority);
        json.put("bootstrapServers", bootstrap);
        put(json, "commandConfig", commandConfig);
        json.put("topicPrefix", topicPrefix);
        return json;
    }

    static Profile of(JsonNode json) {
        return new Profile(
                ServerAddress.of(json.path("registry").asText()),
                text(json, "token"),
                time(json, "expiresAt"),
                text(json, "actor"),
                time(json, "keyEndsAt"),
                path(json, "ca"),
                text(json, "bootstrapServers"),
                path(json, "commandConfig"),
                json.path("topicPrefix").asText("keyfabric."));
    }

    /** The same with the key of one's own. */
    public Profile enrolled(String owner, @Nullable Instant ends) {
        return new Profile(server, token, expiresAt, owner, ends, authority, bootstrap, commandConfig, topicPrefix);
    }

    /** The same, logged out. */
    public Profile withoutToken() {
        return new Profile(server, null, null, null, null, authority, bootstrap, commandConfig, topicPrefix);
    }

    private static void put(ObjectNode json, String name, @Nullable Object value) {
        json.put(name, value == null ? null : value.toString());
    }

    private static @Nullable String text(JsonNode json, String name) {
        return json.path(name).isTextual() ? json.path(name).asText() : null;
    }

    private static @Nullable Path path(JsonNode json, String name) {
        String text = text(json, name);
        return text == null ? null : Path.of(text);
    }

    private static @Nullable Instant time(JsonNode json, String name) {
        String text = text(json, name);
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    @Override
    public String toString() {
        return "Profile[" + server + ", " + actor + "]";
    }
}
