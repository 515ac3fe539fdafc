package dev.keyfabric.cli.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.keyfabric.cli.output.Json;
import dev.keyfabric.context.text.MalformedTextException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One line of {@code token verify --lines}: something signed, and the keys that may have signed it.
 *
 * @param id whatever the line has for it
 * @param jwks a JWK set
 * @param allow the algorithms that are good enough; empty = those that the library knows
 */
record Vector(JsonNode id, Mode mode, JsonNode jwks, String jws, Set<String> allow) {
    /** What is checked. */
    enum Mode {
        signature,
        token
    }

    Vector {
        allow = Set.copyOf(allow);
    }

    /** The id of a line, as far as it can be read. */
    static JsonNode idOf(String line) {
        try {
            return Json.read(line).path("id").isMissingNode()
                    ? NullNode.getInstance()
                    : Json.read(line).path("id");
        } catch (IOException e) {
            return NullNode.getInstance();
        }
    }

    /** Reads a line. */
    static Vector read(String line) throws MalformedTextException {
        JsonNode read;
        try {
            read = Json.read(line);
        } catch (IOException e) {
            throw new MalformedTextException("not JSON");
        }
        String mode = read.path("mode").asText("");
        boolean formed = read.isObject()
                && (mode.equals("signature") || mode.equals("token"))
                && read.path("jwks").path("keys").isArray()
                && read.path("jws").isTextual()
                && (read.path("allow").isMissingNode() || read.path("allow").isArray());
        if (!formed) {
            throw new MalformedTextException("not a line of this form");
        }
        Set<String> allow = new LinkedHashSet<>();
        read.path("allow").forEach(name -> allow.add(name.asText()));
        if (allow.isEmpty() && read.path("allow").isArray()) {
            allow.add("(none)"); // An empty list allows nothing.
        }
        return new Vector(
                read.path("id").isMissingNode() ? NullNode.getInstance() : read.path("id"),
                Mode.valueOf(mode),
                read.path("jwks"),
                read.path("jws").asText(),
                allow);
    }

    List<JsonNode> keys() {
        List<JsonNode> keys = new ArrayList<>();
        jwks.path("keys").forEach(keys::add);
        return keys;
    }

    boolean allows(String algorithm) {
        return allow.isEmpty() ? Signatures.STANDARD.contains(algorithm) : allow.contains(algorithm);
    }
}
