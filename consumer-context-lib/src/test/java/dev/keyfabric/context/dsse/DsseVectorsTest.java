package dev.keyfabric.context.dsse;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our digests and envelopes against two files that our code did not make. */
class DsseVectorsTest {
    static List<DsseVector> computed() {
        return DsseVector.read("dsse-vectors.txt");
    }

    static List<DsseVector> published() {
        return DsseVector.read("published-vectors.txt");
    }

    @ParameterizedTest
    @MethodSource("computed")
    void digestsPayloadAndEnvelopeAreThoseOfTheScript(DsseVector vector) throws Exception {
        VerificationMaterial material = vector.material();

        assertThat(material.core()).isEqualTo(vector.hex("core"));
        assertThat(material.ext()).isEqualTo(vector.hex("ext"));
        assertThat(new String(material.payload(), StandardCharsets.UTF_8)).isEqualTo(vector.text("payload"));
        byte[] pae = Envelope.preAuthEncoding(material.payload());
        assertThat(pae).isEqualTo(vector.hex("pae"));
        byte[] signature = rfc8037(pae);
        assertThat(signature).isEqualTo(vector.hex("signature"));
        assertThat(Envelope.of(
                                material.payload(),
                                new Envelope.Signature("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k", signature))
                        .text())
                .isEqualTo(vector.text("material"));
    }

    @ParameterizedTest
    @MethodSource("published")
    void thePublishedVectorsVerify(DsseVector vector) throws Exception {
        Envelope envelope = Envelope.parse(vector.text("material"));
        VerificationMaterial signed = VerificationMaterial.parse(envelope.payload());

        assertThat(signed.sameCore(vector.material())).isEqualTo(vector.text("core-open") == null);
        assertThat(signed.sameExtensions(vector.material())).isTrue();
        assertThat(envelope.payload()).isEqualTo(signed.payload());
        assertThat(envelope.signatures()).hasSize(1);
        Signature es256 = Signature.getInstance("SHA256withECDSAinP1363Format");
        es256.initVerify(publishedKey());
        es256.update(Envelope.preAuthEncoding(envelope.payload()));
        assertThat(es256.verify(envelope.signatures().get(0).bytes())).isTrue();
        assertThat(envelope.text()).isEqualTo(vector.text("material"));
    }

    private static byte[] rfc8037(byte[] message) throws Exception {
        byte[] seed = HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
        PrivateKey key = KeyFactory.getInstance("Ed25519")
                .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
        Signature ed25519 = Signature.getInstance("Ed25519");
        ed25519.initSign(key);
        ed25519.update(message);
        return ed25519.sign();
    }

    private static PublicKey publishedKey() throws Exception {
        AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
        curve.init(new ECGenParameterSpec("secp256r1"));
        ECPoint point = new ECPoint(
                new BigInteger("46950820868899156662930047687818585632848591499744589407958293238635476079160"),
                new BigInteger("5640078356564379163099075877009565129882514886557779369047442380624545832820"));
        return KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(point, curve.getParameterSpec(ECParameterSpec.class)));
    }
}
