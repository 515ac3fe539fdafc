package dev.keyfabric.context.keys;

import java.util.Optional;

/** The seam to the library that does the arithmetic: docs/decisions/0008-signature-provider.md. */
interface SignatureProvider {
    SignatureProvider CHOSEN = new BouncyCastleProvider();

    /** A public key, its point already decoded and checked. */
    interface Verification {
        /** Whether the raw 64-byte signature is this key's over the message. Any bytes are answered, none throw. */
        boolean verifies(byte[] message, byte[] signature);
    }

    /** A private key. */
    interface Signing {
        byte[] sign(byte[] message);

        byte[] publicKey();
    }

    /** The key of 32 bytes that are a canonical point of the prime-order group; otherwise empty. */
    Optional<Verification> ed25519(byte[] x);

    /** The key of two 32-byte coordinates of a point on P-256; otherwise empty. */
    Optional<Verification> p256(byte[] x, byte[] y);

    /** The private key that a 32-byte seed is. */
    Signing ed25519Signing(byte[] seed);
}
