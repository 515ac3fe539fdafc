package dev.keyfabric.context.keys;

import java.security.SecureRandom;

/** An Ed25519 key pair: the half that signs, never printed, and the public half. Safe for use by many threads. */
public final class SigningKey {
    private static final int SEED_LENGTH = 32;

    private final byte[] seed;
    private final SignatureProvider.Signing signing;
    private final VerifyingKey publicKey;

    private SigningKey(byte[] seed) {
        this.seed = seed.clone();
        this.signing = SignatureProvider.CHOSEN.ed25519Signing(seed);
        this.publicKey = VerifyingKey.ofEd25519(signing.publicKey());
    }

    public static SigningKey generate(SecureRandom random) {
        byte[] seed = new byte[SEED_LENGTH];
        random.nextBytes(seed);
        return new SigningKey(seed);
    }

    /** The key pair of a private seed (RFC 8032 section 5.1.5). Whoever calls this holds a secret in the clear. */
    static SigningKey fromSecretSeed(byte[] seed) {
        return new SigningKey(seed);
    }

    /** The private half, for {@link SigningKeyFile} alone. */
    byte[] secretSeed() {
        return seed.clone();
    }

    /** The raw 64-byte signature over a message. */
    public byte[] sign(byte[] message) {
        return signing.sign(message);
    }

    public VerifyingKey publicKey() {
        return publicKey;
    }

    public String kid() {
        return publicKey.kid();
    }

    @Override
    public String toString() {
        return "SigningKey[kid=" + kid() + ", private half not shown]";
    }
}
