package dev.keyfabric.validation.token;

import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.trust.KeyState;
import dev.keyfabric.context.trust.KeyUse;
import dev.keyfabric.context.trust.TrustedKey;
import dev.keyfabric.validation.view.FabricView;
import dev.keyfabric.validation.view.Held;
import dev.keyfabric.validation.view.SigningKeyRecord;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The key with which this node signs. It signs only while the view holds it as this node's own, of use {@code txn},
 * ACTIVE and not tainted: asked at each signature, so that a taint ends the signing with the record that brings it.
 */
public final class NodeKey {
    private final FabricView view;
    private final String nodeId;
    private final InstantSource clock;
    private volatile Supplier<Optional<SigningKey>> source = Optional::empty;

    /** No key yet. */
    public NodeKey(FabricView view, String nodeId, InstantSource clock) {
        this.view = view;
        this.nodeId = nodeId;
        this.clock = clock;
    }

    /**
     * A key that may sign now.
     *
     * @param services it may name
     */
    public record Usable(SigningKey key, Set<String> services) {}

    /** Where the private half comes from, asked at each signature. */
    public void from(Supplier<Optional<SigningKey>> keys) {
        source = keys;
    }

    /** The key that may sign now, or empty. */
    public Optional<Usable> usable() {
        SigningKey key = source.get().orElse(null);
        if (key == null) {
            return Optional.empty();
        }
        Held<SigningKeyRecord> held = view.signingKey(key.kid());
        SigningKeyRecord record = held == null ? null : held.usable();
        TrustedKey enrolled = record == null ? null : record.trusted();
        return enrolled != null && signs(enrolled)
                ? Optional.of(new Usable(key, enrolled.services()))
                : Optional.empty();
    }

    private boolean signs(TrustedKey enrolled) {
        Instant end = enrolled.notAfter();
        return enrolled.use() == KeyUse.TXN
                && enrolled.owner().equals(nodeId)
                && enrolled.state() == KeyState.ACTIVE
                && enrolled.taintedAt() == null
                && (end == null || clock.instant().isBefore(end));
    }
}
