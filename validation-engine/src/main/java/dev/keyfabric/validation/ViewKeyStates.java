package dev.keyfabric.validation;

import dev.keyfabric.context.trust.ApiKeyState;
import dev.keyfabric.context.trust.KeyStates;
import dev.keyfabric.key.KeyId;
import dev.keyfabric.validation.view.StoreException;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The present state of API keys as this node's view holds them; Unavailable while the node may not answer. */
final class ViewKeyStates implements KeyStates {
    private final Standings standings;
    private final BooleanSupplier answering;

    ViewKeyStates(Standings standings, BooleanSupplier answering) {
        this.standings = standings;
        this.answering = answering;
    }

    @Override
    public Answer of(KeyId keyId) {
        try {
            Optional<KeyStanding> standing = standings.of(keyId.text());
            if (!answering.getAsBoolean()) {
                return new Answer.Unavailable();
            }
            return standing.<Answer>map(s -> new Answer.Known(
                            new ApiKeyState(s.status(), s.reason(), s.changedAt(), s.consumerStatus())))
                    .orElseGet(Answer.Unknown::new);
        } catch (StoreException e) {
            return new Answer.Unavailable();
        }
    }
}
