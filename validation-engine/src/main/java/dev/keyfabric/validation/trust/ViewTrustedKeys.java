package dev.keyfabric.validation.trust;

import dev.keyfabric.context.trust.TrustedKey;
import dev.keyfabric.context.trust.TrustedKeys;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.validation.view.FabricView;
import dev.keyfabric.validation.view.Held;
import dev.keyfabric.validation.view.SigningKeyRecord;
import dev.keyfabric.validation.view.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The trusted keys as this node's view holds them, with no step between: a taint that is applied is heeded by the next
 * question. What was decoded is remembered by the view. A node that may not answer, or was told of no root, says
 * Unavailable of every key.
 */
public final class ViewTrustedKeys implements TrustedKeys {
    private final FabricView view;
    private final BooleanSupplier answering;
    private final Derived<List<TrustedKey>> all;

    /** The keys of a view, as long as the node may answer from it. */
    public ViewTrustedKeys(FabricView view, BooleanSupplier answering) {
        this.view = view;
        this.answering = answering;
        this.all = new Derived<>(() -> view.changes(Topic.SIGNING_KEYS), this::read);
    }

    @Override
    public Answer find(String kid) {
        try {
            Held<SigningKeyRecord> held = view.signingKey(kid);
            // Asked last: what was read before the node stopped answering is no answer.
            if (!answering.getAsBoolean()) {
                return new Answer.Unavailable();
            }
            SigningKeyRecord record = held == null ? null : held.usable();
            TrustedKey key = record == null ? null : record.trusted();
            return key == null ? new Answer.Unknown() : new Answer.Known(key);
        } catch (StoreException e) {
            return new Answer.Unavailable();
        }
    }

    /** Every key that anything can be said of, in order of kids: the same list while nothing has changed. */
    public List<TrustedKey> all() {
        return all.get();
    }

    private List<TrustedKey> read() {
        List<TrustedKey> keys = new ArrayList<>();
        for (Held<SigningKeyRecord> held : view.signingKeys()) {
            SigningKeyRecord record = held.usable();
            TrustedKey key = record == null ? null : record.trusted();
            if (key != null) {
                keys.add(key);
            }
        }
        return List.copyOf(keys);
    }
}
