package dev.keyfabric.context.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyfabric.context.text.Base64Url;
import dev.keyfabric.context.text.MalformedTextException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerifyingKeyTest {
    private static final byte[] MESSAGE = "a message".getBytes(StandardCharsets.UTF_8);
    private static final BigInteger ED25519_ORDER =
            BigInteger.ONE.shiftLeft(252).add(new BigInteger("27742317777372353535851937790883648493"));
    private static final BigInteger P256_ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    /** RFC 8032 section 7.1, tests 1 to 3. */
    @ParameterizedTest
    @CsvSource({
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
                + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',"
                + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
                + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,72,"
                + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
                + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,af82,"
                + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
    })
    void theVectorsOfRfc8032Hold(String seed, String x, String message, String signature) {
        SigningKey key = SigningKey.fromSecretSeed(hex(seed));
        assertThat(key.publicKey()).isEqualTo(VerifyingKey.ofEd25519(hex(x)));
        assertThat(key.sign(hex(message))).isEqualTo(hex(signature));
        assertThat(key.publicKey().verifies(hex(message), hex(signature))).isTrue();
    }

    /** The points of order 1, 2, 4 and 8, and encodings of them with y not reduced. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0100000000000000000000000000000000000000000000000000000000000000",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0000000000000000000000000000000000000000000000000000000000000080",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
                "0100000000000000000000000000000000000000000000000000000000000080",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "0200000000000000000000000000000000000000000000000000000000000000",
                // The key of RFC 8032's test 1 with a point of order 8, and of order 2, added.
                "3b5b475c4b82dd1572799fc546f4c6c03e478c6654aa4c7f945b347ea32af60d",
                "16a567fe7d4ef5482ab4012c369bf8c5f11e8d0c2559dcda50fde59708f8aee5"
            })
    void anEd25519KeyOfLowOrMixedOrderOrNotCanonicalOrOffTheCurveIsRefused(String x) {
        String jwk = "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + Base64Url.encode(hex(x)) + "\"}";
        assertThatThrownBy(() -> VerifyingKey.fromJwk(jwk)).isInstanceOf(MalformedTextException.class);
    }

    @Test
    void anEd25519SignatureWithTheOrderAddedToSIsRefused() {
        SigningKey key = SigningKey.generate(new SecureRandom());
        byte[] signature = key.sign(MESSAGE);
        byte[] s = Arrays.copyOfRange(signature, 32, 64);
        byte[] malleable = signature.clone();
        byte[] sum = new BigInteger(1, reversed(s)).add(ED25519_ORDER).toByteArray();
        for (int i = 0; i < 32; i++) {
            malleable[32 + i] = i < sum.length ? sum[sum.length - 1 - i] : 0;
        }
        assertThat(key.publicKey().verifies(MESSAGE, signature)).isTrue();
        assertThat(key.publicKey().verifies(MESSAGE, malleable)).isFalse();
    }

    @Test
    void everyBitOfAnEd25519SignatureAndMessageCounts() {
        SigningKey key = SigningKey.generate(new SecureRandom());
        byte[] signature = key.sign(MESSAGE);
        for (int bit = 0; bit < signature.length * 8; bit++) {
            assertThat(key.publicKey().verifies(MESSAGE, flipped(signature, bit)))
                    .as("bit %d", bit)
                    .isFalse();
        }
        for (int bit = 0; bit < MESSAGE.length * 8; bit++) {
            assertThat(key.publicKey().verifies(flipped(MESSAGE, bit), signature))
                    .as("bit %d", bit)
                    .isFalse();
        }
    }

    @Test
    void theSignaturesOfTheJdkHoldAndOursHoldForTheJdk() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] spki = ((EdECPublicKey) pair.getPublic()).getEncoded();
        VerifyingKey key = VerifyingKey.ofEd25519(Arrays.copyOfRange(spki, spki.length - 32, spki.length));
        Signature jdk = Signature.getInstance("Ed25519");
        jdk.initSign(pair.getPrivate());
        jdk.update(MESSAGE);
        assertThat(key.verifies(MESSAGE, jdk.sign())).isTrue();

        SigningKey ours = SigningKey.fromSecretSeed(
                ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow());
        jdk.initVerify(pair.getPublic());
        jdk.update(MESSAGE);
        assertThat(jdk.verify(ours.sign(MESSAGE))).isTrue();
    }

    @Test
    void anEs256SignatureOfTheJdkHoldsAndEveryBitOfItCounts() throws Exception {
        Es256 es256 = new Es256();
        byte[] signature = es256.sign(MESSAGE);
        assertThat(es256.key.algorithm()).isEqualTo(SignatureAlgorithm.ES256);
        assertThat(es256.key.verifies(MESSAGE, signature)).isTrue();
        for (int bit = 0; bit < signature.length * 8; bit += 3) {
            assertThat(es256.key.verifies(MESSAGE, flipped(signature, bit)))
                    .as("bit %d", bit)
                    .isFalse();
        }
    }

    /** CVE-2022-21449, and every other half that is 0, n or more. */
    @Test
    void anEs256SignatureOutOfRangeIsRefused() throws Exception {
        Es256 es256 = new Es256();
        byte[] good = es256.sign(MESSAGE);
        byte[] zero = new byte[32];
        byte[] n = HexFormat.of().parseHex(P256_ORDER.toString(16));
        byte[] all = new byte[32];
        Arrays.fill(all, (byte) 0xff);
        for (byte[] half : new byte[][] {zero, n, all}) {
            assertThat(es256.key.verifies(MESSAGE, joined(half, half))).isFalse();
            assertThat(es256.key.verifies(MESSAGE, joined(half, Arrays.copyOfRange(good, 32, 64))))
                    .isFalse();
            assertThat(es256.key.verifies(MESSAGE, joined(Arrays.copyOfRange(good, 0, 32), half)))
                    .isFalse();
        }
    }

    @Test
    void aSignatureOfAnotherLengthIsRefusedNotAnError() throws Exception {
        SigningKey ed25519 = SigningKey.generate(new SecureRandom());
        Es256 es256 = new Es256();
        for (int length = 0; length < 130; length++) {
            if (length != 64) {
                assertThat(ed25519.publicKey().verifies(MESSAGE, new byte[length]))
                        .isFalse();
                assertThat(es256.key.verifies(MESSAGE, new byte[length])).isFalse();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"kty\":\"oct\",\"k\":\"AAAA\"}",
                "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}",
                // A point off the curve, a coordinate too long, a missing y, Ed25519 with a y.
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\",\"y\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\"}",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AH_Nzidw9sRdQYPL7m_bS3tYBzM1e-nvE7rPbjx70VRF\",\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\"}",
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\",\"y\":\"\"}",
                "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}",
                "{\"kty\":\"EC\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}",
                // A private member, and members that disagree.
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\",\"d\":\"\"}",
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\",\"kid\":\"other\"}",
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\",\"alg\":\"ES256\"}",
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\",\"use\":\"enc\"}",
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURp\"}"
            })
    void aJwkThatIsNotExactlyAPublicKeyOfOursIsRefused(String jwk) {
        assertThatThrownBy(() -> VerifyingKey.fromJwk(jwk)).isInstanceOf(MalformedTextException.class);
    }

    @Test
    void aPrintedJwkIsReadAsTheSameKeyAndHoldsNothingPrivate() throws Exception {
        SigningKey key = SigningKey.generate(new SecureRandom());
        String jwk = key.publicKey().toJwkText();
        assertThat(VerifyingKey.fromJwk(jwk)).isEqualTo(key.publicKey());
        assertThat(jwk).contains("\"kid\":\"" + key.kid() + "\"").doesNotContain("\"d\"");
        VerifyingKey es256 = new Es256().key;
        assertThat(VerifyingKey.fromJwk(es256.toJwkText())).isEqualTo(es256);
    }

    private static final class Es256 {
        private final KeyPair pair;
        private final VerifyingKey key;

        Es256() throws GeneralSecurityException, MalformedTextException {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            pair = generator.generateKeyPair();
            var point = ((ECPublicKey) pair.getPublic()).getW();
            key = VerifyingKey.fromJwk("{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" + coordinate(point.getAffineX())
                    + "\",\"y\":\"" + coordinate(point.getAffineY()) + "\"}");
        }

        byte[] sign(byte[] message) throws GeneralSecurityException {
            Signature jdk = Signature.getInstance("SHA256withECDSAinP1363Format");
            jdk.initSign(pair.getPrivate());
            jdk.update(message);
            return jdk.sign();
        }

        private static String coordinate(BigInteger value) {
            byte[] bytes = HexFormat.of().parseHex(String.format("%064x", value));
            return Base64Url.encode(bytes);
        }
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    private static byte[] flipped(byte[] bytes, int bit) {
        byte[] changed = bytes.clone();
        changed[bit / 8] ^= (byte) (1 << bit % 8);
        return changed;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, 64);
        System.arraycopy(second, 0, both, 32, 32);
        return both;
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }
}
