package dev.keyfabric.context.enrol;

import dev.keyfabric.context.http.BoundedHttp;
import dev.keyfabric.context.jws.Jws;
import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.text.JsonObject;
import dev.keyfabric.context.text.JsonText;
import dev.keyfabric.context.text.MalformedTextException;
import dev.keyfabric.context.text.StrictJson;
import dev.keyfabric.context.trust.KeyState;
import dev.keyfabric.context.trust.KeyUse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Enrols public keys at the registry: docs/contract/identity.md, section 1. It asks for a nonce, signs it with the new
 * key to prove possession, and sends the public half. The address should be https, or one that nobody else can read.
 */
public final class Enroller {
    static final String PROOF_TYP = "kf-proof";

    private static final int MAX_LENGTH = 64 * 1024;
    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9_]{1,63}");
    private static final Pattern THUMBPRINT = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final BoundedHttp registry;

    /**
     * An enroller.
     *
     * @param registry its base address
     * @param timeout for each of the two requests
     */
    public Enroller(URI registry, Duration timeout) {
        String scheme = registry.getScheme();
        if (registry.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
            throw new IllegalArgumentException("the registry's address must be http or https");
        }
        this.registry = new BoundedHttp(registry, timeout);
    }

    /**
     * Enrols a key. Blocks for two requests. May be repeated with the same key, whatever became of it before.
     *
     * @param wished ACTIVE or PREPARED
     */
    public Enrolled enrol(EnrolmentKey secret, SigningKey key, KeyState wished) throws EnrolmentException {
        if (wished != KeyState.ACTIVE && wished != KeyState.PREPARED) {
            throw new IllegalArgumentException("a key is enrolled as ACTIVE or as PREPARED");
        }
        String nonce = nonce(ask("v1/signing-keys/challenge", secret, Map.of()));
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("publicKey", key.publicKey().toJwk());
        request.put("nonce", nonce);
        request.put("proof", Jws.sign(key, PROOF_TYP, nonce.getBytes(StandardCharsets.UTF_8)));
        request.put("status", wished.name());
        return enrolled(ask("v1/signing-keys", secret, request), key.kid());
    }

    private JsonObject ask(String path, EnrolmentKey secret, Map<String, ?> body) throws EnrolmentException {
        BoundedHttp.Answer answer;
        try {
            Map<String, String> headers = Map.of("Authorization", "Bearer " + secret.reveal());
            answer = registry.post(path, headers, JsonText.of(body), MAX_LENGTH);
        } catch (IOException e) {
            throw new EnrolmentException("the registry did not answer", e);
        }
        if (answer.status() != 200 && answer.status() != 201) {
            throw new EnrolmentException(code(answer), answer.status(), "the registry answered " + answer.status());
        }
        try {
            return StrictJson.read(answer.body());
        } catch (MalformedTextException e) {
            throw notUnderstood(e.getMessage());
        }
    }

    private static String nonce(JsonObject challenge) throws EnrolmentException {
        try {
            return challenge
                    .string("nonce")
                    .filter(text -> !text.isEmpty() && text.length() <= Jws.MAX_LENGTH / 2)
                    .orElseThrow(() -> notUnderstood("no nonce"));
        } catch (MalformedTextException e) {
            throw notUnderstood(e.getMessage());
        }
    }

    private static Enrolled enrolled(JsonObject answer, String kid) throws EnrolmentException {
        try {
            if (!answer.string("kid").orElse("").equals(kid)) {
                throw notUnderstood("an answer about another key");
            }
            return new Enrolled(
                    kid,
                    answer.string("owner").orElseThrow(() -> notUnderstood("no owner")),
                    answer.string("use").flatMap(KeyUse::ofWireName).orElseThrow(() -> notUnderstood("no use")),
                    answer.string("trustRoot")
                            .filter(root -> THUMBPRINT.matcher(root).matches())
                            .orElseThrow(() -> notUnderstood("no trustRoot")));
        } catch (MalformedTextException e) {
            throw notUnderstood(e.getMessage());
        }
    }

    /** The code of a problem document (RFC 9457), if it is one. */
    private static String code(BoundedHttp.Answer answer) {
        String status = "HTTP_" + answer.status();
        try {
            return StrictJson.read(answer.body())
                    .string("code")
                    .filter(code -> CODE.matcher(code).matches())
                    .orElse(status);
        } catch (MalformedTextException e) {
            return status;
        }
    }

    private static EnrolmentException notUnderstood(@Nullable String what) {
        return new EnrolmentException(EnrolmentException.NO_ANSWER, 0, "the registry's answer: " + what);
    }
}
