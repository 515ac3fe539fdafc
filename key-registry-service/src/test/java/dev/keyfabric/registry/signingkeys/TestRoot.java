package dev.keyfabric.registry.signingkeys;

import dev.keyfabric.context.jws.Jws;
import dev.keyfabric.context.jws.JwsVerdict;
import dev.keyfabric.context.jws.KeyRing;
import dev.keyfabric.context.keys.SigningKey;
import java.security.SecureRandom;

/** A root key of a test's own. */
record TestRoot(SigningKey key) implements Nonces.Signer {
    TestRoot() {
        this(SigningKey.generate(new SecureRandom()));
    }

    @Override
    public String sign(String typ, byte[] payload) {
        return Jws.sign(key, typ, payload);
    }

    @Override
    public JwsVerdict verify(String jws, String typ) {
        return Jws.verify(jws, typ, KeyRing.of(key.publicKey()));
    }
}
