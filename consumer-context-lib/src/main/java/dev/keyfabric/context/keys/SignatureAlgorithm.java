package dev.keyfabric.context.keys;

/** The algorithms that a key may be made for. A key has one for life, and no message can choose another. */
public enum SignatureAlgorithm {
    /** Ed25519 (RFC 8032, RFC 8037). What we sign with. */
    EDDSA("EdDSA"),
    /** ECDSA on P-256 with SHA-256 (RFC 7518 section 3.4): verified, for keys made elsewhere. */
    ES256("ES256");

    private final String joseName;

    SignatureAlgorithm(String joseName) {
        this.joseName = joseName;
    }

    /** The value of the header member {@code alg}. */
    public String joseName() {
        return joseName;
    }
}
