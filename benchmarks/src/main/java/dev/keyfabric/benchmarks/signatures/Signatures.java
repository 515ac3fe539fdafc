package dev.keyfabric.benchmarks.signatures;

import com.google.crypto.tink.subtle.EcdsaVerifyJce;
import com.google.crypto.tink.subtle.Ed25519Sign;
import com.google.crypto.tink.subtle.Ed25519Verify;
import com.google.crypto.tink.subtle.EllipticCurves.EcdsaEncoding;
import com.google.crypto.tink.subtle.Enums.HashType;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Ed25519 and ES256 over a message of 700 bytes, about a Txn-Token's signing input, with the JDK, BouncyCastle's
 * lightweight API and Tink. Keys are decoded beforehand where a library lets one keep a decoded key.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@SuppressWarnings("NullAway.Init") // JMH calls keys() before anything else.
public class Signatures {
    private static final int HALF = 32;

    private final byte[] message = new byte[700];
    private byte[] seed = {};
    private byte[] publicKey = {};
    private byte[] edSignature = {};
    private byte[] ecSignature = {};
    private KeyPair edPair;
    private KeyPair ecPair;
    private Ed25519.PublicPoint bcPoint;
    private ECPublicKeyParameters bcP256;
    private Ed25519Sign tinkSign;
    private Ed25519Verify tinkVerify;
    private EcdsaVerifyJce tinkEcdsa;

    @Setup
    public void keys() throws GeneralSecurityException {
        new SplittableRandom(8).nextBytes(message);
        edPair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        seed = ((EdECPrivateKey) edPair.getPrivate()).getBytes().orElseThrow();
        byte[] spki = edPair.getPublic().getEncoded();
        publicKey = Arrays.copyOfRange(spki, spki.length - HALF, spki.length);
        bcPoint = Ed25519.validatePublicKeyFullExport(publicKey, 0);
        tinkSign = new Ed25519Sign(seed);
        tinkVerify = new Ed25519Verify(publicKey);
        edSignature = jcaEd25519Sign();

        KeyPairGenerator ec = KeyPairGenerator.getInstance("EC");
        ec.initialize(new ECGenParameterSpec("secp256r1"));
        ecPair = ec.generateKeyPair();
        ECPublicKey point = (ECPublicKey) ecPair.getPublic();
        X9ECParameters curve = SECNamedCurves.getByName("secp256r1");
        bcP256 = new ECPublicKeyParameters(
                curve.getCurve()
                        .createPoint(point.getW().getAffineX(), point.getW().getAffineY()),
                new ECDomainParameters(curve));
        tinkEcdsa = new EcdsaVerifyJce(point, HashType.SHA256, EcdsaEncoding.IEEE_P1363);
        ecSignature = jca("SHA256withECDSAinP1363Format");

        // Figures for answers that differ would compare nothing.
        if (!Arrays.equals(bouncyCastleEd25519Sign(), edSignature) || !Arrays.equals(tinkEd25519Sign(), edSignature)) {
            throw new IllegalStateException("the libraries do not sign alike");
        }
        if (!jcaEd25519Verify() || !bouncyCastleEd25519Verify() || !jcaEs256Verify() || !bouncyCastleEs256Verify()) {
            throw new IllegalStateException("a good signature did not verify");
        }
        tinkEd25519Verify();
        tinkEs256Verify();
    }

    @Benchmark
    public byte[] jcaEd25519Sign() throws GeneralSecurityException {
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(edPair.getPrivate());
        signer.update(message);
        return signer.sign();
    }

    @Benchmark
    public byte[] bouncyCastleEd25519Sign() {
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(seed, 0, publicKey, 0, message, 0, message.length, signature, 0);
        return signature;
    }

    @Benchmark
    public byte[] tinkEd25519Sign() throws GeneralSecurityException {
        return tinkSign.sign(message);
    }

    @Benchmark
    public boolean jcaEd25519Verify() throws GeneralSecurityException {
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(edPair.getPublic());
        verifier.update(message);
        return verifier.verify(edSignature);
    }

    @Benchmark
    public boolean bouncyCastleEd25519Verify() {
        return Ed25519.verify(edSignature, 0, bcPoint, message, 0, message.length);
    }

    @Benchmark
    public void tinkEd25519Verify() throws GeneralSecurityException {
        tinkVerify.verify(edSignature, message);
    }

    @Benchmark
    public boolean jcaEs256Verify() throws GeneralSecurityException {
        Signature verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
        verifier.initVerify(ecPair.getPublic());
        verifier.update(message);
        return verifier.verify(ecSignature);
    }

    @Benchmark
    public boolean bouncyCastleEs256Verify() {
        SHA256Digest digest = new SHA256Digest();
        byte[] hash = new byte[digest.getDigestSize()];
        digest.update(message, 0, message.length);
        digest.doFinal(hash, 0);
        ECDSASigner verifier = new ECDSASigner();
        verifier.init(false, bcP256);
        return verifier.verifySignature(
                hash,
                new BigInteger(1, Arrays.copyOfRange(ecSignature, 0, HALF)),
                new BigInteger(1, Arrays.copyOfRange(ecSignature, HALF, 2 * HALF)));
    }

    /** Tink has no arithmetic of its own here: it calls the JDK. */
    @Benchmark
    public void tinkEs256Verify() throws GeneralSecurityException {
        tinkEcdsa.verify(ecSignature, message);
    }

    private byte[] jca(String algorithm) throws GeneralSecurityException {
        Signature signer = Signature.getInstance(algorithm);
        signer.initSign(ecPair.getPrivate());
        signer.update(message);
        return signer.sign();
    }
}
