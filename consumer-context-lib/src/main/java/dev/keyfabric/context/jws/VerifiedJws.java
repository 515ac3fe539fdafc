package dev.keyfabric.context.jws;

/** The payload of a JWS whose signature held. You only receive one from {@link Jws}. */
public final class VerifiedJws implements JwsVerdict {
    private final String kid;
    private final byte[] payload;

    VerifiedJws(String kid, byte[] payload) {
        this.kid = kid;
        this.payload = payload;
    }

    /** The name of the key that signed. */
    public String kid() {
        return kid;
    }

    public byte[] payload() {
        return payload.clone();
    }

    @Override
    public String toString() {
        return "VerifiedJws[kid=" + kid + ", payload of " + payload.length + " bytes]";
    }
}
