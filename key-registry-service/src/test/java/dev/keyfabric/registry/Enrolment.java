package dev.keyfabric.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.context.jws.Jws;
import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.registry.Api.Answer;
import java.security.SecureRandom;

/** Enrols signing keys over HTTP, as a validator or a service does it. */
public final class Enrolment {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String url;
    private final Api admin;

    public Enrolment(String url, Api admin) {
        this.url = url;
        this.admin = admin;
    }

    public static SigningKey freshKey() {
        return SigningKey.generate(RANDOM);
    }

    /** The answer to a request for an enrolment key of a consumer, which is registered when it is not there. */
    public Answer issue(String consumer, String enrols) {
        admin.post("/v1/consumers", "{\"id\":\"" + consumer + "\",\"name\":\"" + consumer + "\"}");
        return admin.post(
                "/v1/keys",
                "{\"consumerId\":\"" + consumer + "\",\"name\":\"enrols\",\"environment\":\"live\",\"enrols\":" + enrols
                        + "}");
    }

    /** A fresh enrolment key for a validator's key. */
    public String keyForNode(String node) {
        Answer issued = issue("fleet", "{\"use\":\"txn\",\"owner\":\"" + node + "\",\"services\":[\"orders\"]}");
        assertThat(issued.status()).as(issued.text()).isEqualTo(201);
        return issued.at("/key");
    }

    public Api as(String credential) {
        return new Api(url, credential);
    }

    public String nonce(String credential) {
        Answer challenge = as(credential).post("/v1/signing-keys/challenge", null);
        assertThat(challenge.status()).as(challenge.text()).isEqualTo(200);
        return challenge.at("/nonce");
    }

    public static String body(SigningKey key, String nonce, String more) {
        return "{\"publicKey\":" + key.publicKey().toJwkText() + ",\"nonce\":\"" + nonce + "\",\"proof\":\""
                + Jws.sign(key, "kf-proof", nonce.getBytes(UTF_8)) + "\"" + more + "}";
    }

    /** Challenge and enrolment. */
    public Answer enrol(String credential, SigningKey key, String more) {
        return as(credential).post("/v1/signing-keys", body(key, nonce(credential), more));
    }

    /** A node's key, enrolled and ACTIVE. */
    public SigningKey node(String node) {
        SigningKey key = freshKey();
        Answer enrolled = enrol(keyForNode(node), key, "");
        assertThat(enrolled.status()).as(enrolled.text()).isEqualTo(201);
        return key;
    }
}
