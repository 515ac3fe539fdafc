package dev.keyfabric.registry.decide;

import dev.keyfabric.schemas.event.PlanState;
import dev.keyfabric.schemas.event.ServiceState;
import dev.keyfabric.schemas.event.SigningKeyState;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** References for tests: signing keys in a map, and whatever the test answers for hashes. */
public final class Held implements References {
    private final Function<byte[], Optional<String>> hashes;
    private final Map<String, SigningKeyState> signingKeys = new ConcurrentHashMap<>();

    private final Map<String, SigningKeyState> committed = new ConcurrentHashMap<>();

    private volatile boolean broken;
    private volatile boolean behind;
    private final Set<String> asked = ConcurrentHashMap.newKeySet();

    public Held(Function<byte[], Optional<String>> hashes) {
        this.hashes = hashes;
    }

    public static Held nothing() {
        return new Held(hash -> Optional.empty());
    }

    /** From now on it cannot be asked for keys. */
    public void breakDown() {
        broken = true;
    }

    /** The kids that were looked for. */
    public Set<String> asked() {
        return Set.copyOf(asked);
    }

    public Held with(SigningKeyState key) {
        signingKeys.put(key.getKid(), key);
        return this;
    }

    /** Lies on the bus, and will be held from the next catching up on. */
    public Held soonWith(SigningKeyState key) {
        committed.put(key.getKid(), key);
        return this;
    }

    /** From now on it does not catch up in time. */
    public void fallBehind() {
        behind = true;
    }

    @Override
    public boolean catchUpOnSigningKeys() {
        if (behind) {
            return false;
        }
        signingKeys.putAll(committed);
        committed.clear();
        return true;
    }

    @Override
    public Optional<String> keyWithHash(byte[] hash) {
        return hashes.apply(hash);
    }

    @Override
    public Optional<PlanState> plan(String planId) {
        return Optional.empty();
    }

    @Override
    public Optional<ServiceState> service(String serviceId) {
        return Optional.empty();
    }

    @Override
    public Optional<SigningKeyState> signingKey(String kid) {
        asked.add(kid);
        if (broken) {
            throw new IllegalStateException("no database");
        }
        return Optional.ofNullable(signingKeys.get(kid));
    }
}
