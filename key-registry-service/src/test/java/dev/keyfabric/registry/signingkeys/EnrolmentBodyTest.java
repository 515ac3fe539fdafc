package dev.keyfabric.registry.signingkeys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.keyfabric.context.jws.Jws;
import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.text.Base64Url;
import dev.keyfabric.registry.body.Fault;
import dev.keyfabric.registry.body.JsonBody;
import dev.keyfabric.schemas.event.SigningKeyStatus;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EnrolmentBodyTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final SigningKey KEY = SigningKey.generate(RANDOM);
    private static final String JWK = KEY.publicKey().toJwkText();
    private static final TestRoot ROOT = new TestRoot();
    private static final Instant START = Instant.parse("2027-01-01T00:00:00Z");
    private static final String NONCE =
            new Nonces(ROOT, () -> START, new Random(1)).issue("key:a").text();
    private static final String OTHER_NONCE =
            new Nonces(ROOT, () -> START, new Random(2)).issue("key:a").text();
    private static final String FOREIGN_NONCE =
            new Nonces(ROOT, () -> START, new Random(3)).issue("key:b").text();
    private static final String OLD_NONCE = new Nonces(ROOT, () -> START.minusSeconds(600), new Random(4))
            .issue("key:a")
            .text();
    private static final String SEED = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A";

    private static String proof(SigningKey by, String typ, String payload) {
        return Jws.sign(by, typ, payload.getBytes(UTF_8));
    }

    private static String body(String jwk, String nonce, String proof) {
        return "{\"publicKey\":" + jwk + ",\"nonce\":\"" + nonce + "\",\"proof\":\"" + proof + "\"}";
    }

    private static JsonBody json(String text) {
        return JsonBody.parse(text.getBytes(UTF_8));
    }

    private static EnrolmentBody read(JsonBody body) {
        return EnrolmentBody.read(body, new Nonces(ROOT, () -> START, new Random(5)), "key:a");
    }

    @Test
    void aGoodBodyHasTheKeyAndIsActiveUnlessItSaysOtherwise() {
        String good = body(JWK, NONCE, proof(KEY, "kf-proof", NONCE));
        JsonBody body = json(good);

        EnrolmentBody read = read(body);

        assertThat(body.faults()).isEmpty();
        assertThat(read.key()).isEqualTo(KEY.publicKey());
        assertThat(read.status()).isEqualTo(SigningKeyStatus.ACTIVE);
        assertThat(read(json(good.replaceFirst("\\{", "{\"status\":\"PREPARED\",")))
                        .status())
                .isEqualTo(SigningKeyStatus.PREPARED);
    }

    @Test
    void aP256KeyEnrolsByItsOwnSignature() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        String jwk = "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"%s\",\"y\":\"%s\"}"
                .formatted(
                        coordinate(((ECPublicKey) pair.getPublic()).getW().getAffineX()),
                        coordinate(((ECPublicKey) pair.getPublic()).getW().getAffineY()));
        String kid = dev.keyfabric.context.keys.VerifyingKey.fromJwk(jwk).kid();
        String input =
                Base64Url.encode(("{\"alg\":\"ES256\",\"kid\":\"" + kid + "\",\"typ\":\"kf-proof\"}").getBytes(UTF_8))
                        + "." + Base64Url.encode(NONCE.getBytes(UTF_8));
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initSign(pair.getPrivate());
        signature.update(input.getBytes(UTF_8));
        JsonBody body = json(body(jwk, NONCE, input + "." + Base64Url.encode(signature.sign())));

        assertThat(read(body).key().kid()).isEqualTo(kid);
        assertThat(body.faults()).isEmpty();
    }

    private static String coordinate(java.math.BigInteger value) {
        byte[] bytes = value.toByteArray();
        byte[] padded = new byte[32];
        int length = Math.min(32, bytes.length);
        System.arraycopy(bytes, bytes.length - length, padded, 32 - length, length);
        return Base64Url.encode(padded);
    }

    static Stream<Arguments> bad() {
        SigningKey other = SigningKey.generate(RANDOM);
        String proof = proof(KEY, "kf-proof", NONCE);
        String x = JWK.replaceFirst(".*\"x\":\"([^\"]+)\".*", "$1");
        return Stream.of(
                arguments("{}", "/publicKey:REQUIRED /nonce:REQUIRED /proof:REQUIRED"),
                arguments(
                        "{\"publicKey\":null,\"nonce\":null,\"proof\":null}",
                        "/publicKey:REQUIRED /nonce:REQUIRED /proof:REQUIRED"),
                arguments(
                        "{\"publicKey\":\"k\",\"nonce\":7,\"proof\":{},\"status\":\"RETIRED\",\"use\":\"txn\"}",
                        "/publicKey:WRONG_TYPE /nonce:WRONG_TYPE /proof:WRONG_TYPE /status:INVALID_FORMAT"
                                + " /use:UNKNOWN_MEMBER"),
                arguments("[]", ":WRONG_TYPE"),
                // the key
                arguments(body("{}", NONCE, proof), "/publicKey:INVALID_FORMAT"),
                arguments(
                        body("{\"kty\":\"RSA\",\"n\":\"AQ\",\"e\":\"AQAB\"}", NONCE, proof),
                        "/publicKey:INVALID_FORMAT"),
                arguments(
                        body("{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"" + x + "\"}", NONCE, proof),
                        "/publicKey:INVALID_FORMAT"),
                arguments(
                        body("{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + x + "=\"}", NONCE, proof),
                        "/publicKey:INVALID_FORMAT"),
                arguments(body(JWK.replace(KEY.kid(), other.kid()), NONCE, proof), "/publicKey:INVALID_FORMAT"),
                arguments(body(JWK.replace("EdDSA", "ES256"), NONCE, proof), "/publicKey:INVALID_FORMAT"),
                arguments(
                        body(
                                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + x + "\",\"x\":\"" + x + "\"}",
                                NONCE,
                                proof),
                        "/publicKey/x:DUPLICATE_MEMBER"),
                arguments(
                        body(
                                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + x + "\",\"d\":\"" + SEED + "\"}",
                                NONCE,
                                proof),
                        "/publicKey:PRIVATE_KEY"),
                arguments(body("{\"kty\":\"oct\",\"k\":\"" + SEED + "\"}", NONCE, proof), "/publicKey:PRIVATE_KEY"),
                // the nonce
                arguments(body(JWK, "x", proof(KEY, "kf-proof", "x")), "/nonce:INVALID_NONCE"),
                arguments(body(JWK, FOREIGN_NONCE, proof(KEY, "kf-proof", FOREIGN_NONCE)), "/nonce:INVALID_NONCE"),
                arguments(body(JWK, OLD_NONCE, proof(KEY, "kf-proof", OLD_NONCE)), "/nonce:EXPIRED"),
                // the proof
                arguments(body(JWK, NONCE, "x"), "/proof:INVALID_PROOF"),
                arguments(body(JWK, NONCE, proof(other, "kf-proof", NONCE)), "/proof:INVALID_PROOF"),
                arguments(body(JWK, NONCE, proof(KEY, "kf-proof", OTHER_NONCE)), "/proof:INVALID_PROOF"),
                arguments(body(JWK, NONCE, proof(KEY, "kf-record", NONCE)), "/proof:INVALID_PROOF"),
                arguments(
                        body(JWK, NONCE, proof.substring(0, proof.length() - 8) + "AAAAAAAA"), "/proof:INVALID_PROOF"),
                arguments(body(JWK, NONCE, "x".repeat(9000)), "/proof:INVALID_PROOF"),
                // all at once
                arguments(
                        "{\"publicKey\":{},\"nonce\":\"x\",\"proof\":\"y\",\"status\":\"active\",\"nonce\":\"z\"}",
                        "/nonce:DUPLICATE_MEMBER /publicKey:INVALID_FORMAT /status:INVALID_FORMAT"
                                + " /nonce:INVALID_NONCE"));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void everyFaultIsToldAndNothingThatWasSentIsRepeated(String text, String faults) {
        JsonBody body = json(text);

        EnrolmentBody read = read(body);

        List<Fault> found = body.faults();
        assertThat(found.stream().map(f -> f.field() + ":" + f.code()).toList())
                .containsExactlyElementsOf(Arrays.asList(faults.split(" ")));
        assertThat(found.toString()).doesNotContain(SEED).doesNotContain(NONCE);
        assertThat(read.toString()).doesNotContain(SEED);
    }
}
