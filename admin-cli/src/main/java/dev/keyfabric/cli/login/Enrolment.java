package dev.keyfabric.cli.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.cli.http.Answer;
import dev.keyfabric.cli.http.Change;
import dev.keyfabric.cli.http.Registry;
import dev.keyfabric.cli.output.Json;
import dev.keyfabric.context.jws.Jws;
import dev.keyfabric.context.keys.SigningKey;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** The enrolment of a person's own key with their token: the registry's nonce, signed with the new key, proves who holds it. */
public final class Enrolment {
    private static final String PROOF = "kf-proof";

    private Enrolment() {}

    /**
     * Enrols a key.
     *
     * @return the signing key's record; empty when the token is good and may enrol none
     */
    public static Optional<JsonNode> enrol(Registry registry, SigningKey key) {
        Answer challenge = registry.ask("POST", "/v1/signing-keys/challenge", Map.of(), Json.object());
        if (challenge.status() == 403) {
            return Optional.empty();
        }
        String nonce = Registry.good(challenge).body().path("nonce").asText();
        JsonNode body = Json.object()
                .put("nonce", nonce)
                .put("proof", Jws.sign(key, PROOF, nonce.getBytes(UTF_8)))
                .set("publicKey", jwk(key));
        return Optional.of(
                registry.change(new Change("POST", "/v1/signing-keys", body, "enrol-" + key.kid(), null, false))
                        .body());
    }

    private static JsonNode jwk(SigningKey key) {
        try {
            return Json.read(key.publicKey().toJwkText());
        } catch (IOException e) {
            throw new IllegalStateException("a JWK that is no JSON", e);
        }
    }
}
