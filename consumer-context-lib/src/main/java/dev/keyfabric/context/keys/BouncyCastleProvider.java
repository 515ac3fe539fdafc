package dev.keyfabric.context.keys;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** BouncyCastle's lightweight API. Its checks are stated here again, so that another version cannot drop one unseen. */
final class BouncyCastleProvider implements SignatureProvider {
    private static final int HALF = 32;
    private static final ECDomainParameters P256 = p256();

    /** The order of the Ed25519 group, little-endian half of a signature must be below it (RFC 8032 section 5.1.7). */
    private static final BigInteger ED25519_ORDER =
            BigInteger.ONE.shiftLeft(252).add(new BigInteger("27742317777372353535851937790883648493"));

    @Override
    public Optional<Verification> ed25519(byte[] x) {
        if (x.length != Ed25519.PUBLIC_KEY_SIZE) {
            return Optional.empty();
        }
        // Full: refuses what is not canonical, not on the curve, of low order or outside the prime-order group.
        Ed25519.PublicPoint point = Ed25519.validatePublicKeyFullExport(x, 0);
        return point == null
                ? Optional.empty()
                : Optional.of((message, signature) -> verifyEd25519(point, message, signature));
    }

    private static boolean verifyEd25519(Ed25519.PublicPoint point, byte[] message, byte[] signature) {
        return signature.length == Ed25519.SIGNATURE_SIZE
                && littleEndian(signature, HALF).compareTo(ED25519_ORDER) < 0
                && Ed25519.verify(signature, 0, point, message, 0, message.length);
    }

    @Override
    public Optional<Verification> p256(byte[] x, byte[] y) {
        if (x.length != HALF || y.length != HALF) {
            return Optional.empty();
        }
        ECPoint point;
        try {
            // Refuses coordinates that are not field elements and points off the curve; the cofactor is 1.
            point = P256.validatePublicPoint(P256.getCurve().createPoint(new BigInteger(1, x), new BigInteger(1, y)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        ECPublicKeyParameters key = new ECPublicKeyParameters(point, P256);
        return Optional.of((message, signature) -> verifyEs256(key, message, signature));
    }

    private static boolean verifyEs256(ECPublicKeyParameters key, byte[] message, byte[] signature) {
        if (signature.length != 2 * HALF) {
            return false;
        }
        BigInteger r = new BigInteger(1, Arrays.copyOfRange(signature, 0, HALF));
        BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, HALF, 2 * HALF));
        if (outOfRange(r) || outOfRange(s)) { // CVE-2022-21449: (0, 0) once fitted every message.
            return false;
        }
        SHA256Digest digest = new SHA256Digest();
        byte[] hash = new byte[digest.getDigestSize()];
        digest.update(message, 0, message.length);
        digest.doFinal(hash, 0);
        ECDSASigner signer = new ECDSASigner();
        signer.init(false, key);
        return signer.verifySignature(hash, r, s);
    }

    private static boolean outOfRange(BigInteger half) {
        return half.signum() == 0 || half.compareTo(P256.getN()) >= 0;
    }

    @Override
    public Signing ed25519Signing(byte[] seed) {
        if (seed.length != Ed25519.SECRET_KEY_SIZE) {
            throw new IllegalArgumentException("an Ed25519 seed has 32 bytes");
        }
        byte[] secret = seed.clone();
        byte[] publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
        Ed25519.generatePublicKey(secret, 0, publicKey, 0);
        return new Signing() {
            @Override
            public byte[] sign(byte[] message) {
                byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
                Ed25519.sign(secret, 0, publicKey, 0, message, 0, message.length, signature, 0);
                return signature;
            }

            @Override
            public byte[] publicKey() {
                return publicKey.clone();
            }
        };
    }

    private static BigInteger littleEndian(byte[] bytes, int from) {
        byte[] reversed = new byte[bytes.length - from];
        for (int i = 0; i < reversed.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return new BigInteger(1, reversed);
    }

    private static ECDomainParameters p256() {
        X9ECParameters curve = SECNamedCurves.getByName("secp256r1");
        return new ECDomainParameters(curve.getCurve(), curve.getG(), curve.getN(), curve.getH());
    }
}
