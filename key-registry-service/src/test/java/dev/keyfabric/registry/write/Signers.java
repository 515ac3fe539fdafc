package dev.keyfabric.registry.write;

import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.registry.decide.Held;
import dev.keyfabric.registry.root.RegistryKeys;
import dev.keyfabric.registry.root.RootKey;
import dev.keyfabric.schemas.event.SigningKeyState;
import dev.keyfabric.schemas.event.SigningKeyStatus;
import dev.keyfabric.schemas.event.SigningUse;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A root and a registry's key that it has enrolled, for tests. */
final class Signers {
    private static final SecureRandom RANDOM = new SecureRandom();

    final RootKey root = new RootKey(fresh());
    final SigningKey own = fresh();
    final RegistryKeys keys = new RegistryKeys(root, () -> own);

    static SigningKey fresh() {
        return SigningKey.generate(RANDOM);
    }

    /** References that know the registry's key, and nothing else. */
    Held held() {
        return held(hash -> Optional.empty());
    }

    Held held(Function<byte[], Optional<String>> hashes) {
        return new Held(hashes)
                .with(state(own, SigningUse.REGISTRY, SigningKeyStatus.ACTIVE).build());
    }

    static SigningKeyState.Builder state(SigningKey key, SigningUse use, SigningKeyStatus status) {
        Instant then = Instant.ofEpochMilli(1_700_000_000_000L);
        return SigningKeyState.newBuilder()
                .setKid(key.kid())
                .setOwner("registry-1")
                .setUse(use)
                .setStatus(status)
                .setAlgorithm("EdDSA")
                .setPublicJwk(key.publicKey().toJwkText())
                .setServices(List.of())
                .setRoles(List.of())
                .setVersion(then.toEpochMilli())
                .setCreatedAt(then)
                .setCreatedBy("root")
                .setChangedAt(then)
                .setChangedBy("root");
    }
}
