package dev.keyfabric.registry.console.keys;

import dev.keyfabric.registry.console.form.Actions;
import dev.keyfabric.registry.console.form.Filled;
import dev.keyfabric.registry.console.page.Asked;
import dev.keyfabric.registry.console.receipts.ReceiptLook;
import dev.keyfabric.registry.http.Json;
import dev.keyfabric.registry.issuer.IssuerRights;
import dev.keyfabric.registry.problem.Problem;
import dev.keyfabric.registry.problem.ProblemException;
import dev.keyfabric.registry.readmodel.HistoryListing;
import dev.keyfabric.registry.readmodel.Lookups;
import dev.keyfabric.registry.readmodel.Subject;
import dev.keyfabric.registry.readmodel.SubjectKind;
import dev.keyfabric.schemas.event.ConsumerState;
import dev.keyfabric.schemas.event.KeyState;
import io.micronaut.security.authentication.Authentication;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Looks at one key, for its page. */
@Singleton
final class KeyLook {
    private static final int HISTORY = 50;
    private static final List<String> DONE =
            List.of("ISSUED", "CHANGED", "ROTATED", "SUSPENDED", "REINSTATED", "REVOKED");

    private final Lookups lookups;
    private final IssuerRights rights;
    private final ReceiptLook receipts;
    private final Actions actions;
    private final InstantSource clock;

    KeyLook(Lookups lookups, IssuerRights rights, ReceiptLook receipts, Actions actions, InstantSource clock) {
        this.lookups = lookups;
        this.rights = rights;
        this.receipts = receipts;
        this.actions = actions;
        this.clock = clock;
    }

    /** @throws ProblemException 404 when there is no such key, or it is none of this person's business */
    KeyView at(String id, Authentication who, Asked asked, UnaryOperator<KeyForms> forms) {
        Subject key = lookups.subject(SubjectKind.KEY, id)
                .filter(found -> rights.mayRead(who, found))
                .orElseThrow(() -> new ProblemException(Problem.notFound("there is no such key")));
        KeyState state = key.key();
        Instant now = clock.instant();
        boolean all = rights.seesAll(who);
        return new KeyView(
                key,
                state,
                state == null ? key.status() : KeyRow.status(key, state, now),
                plan(state),
                state == null ? List.of() : KeyView.secrets(state, now),
                forms.apply(fresh(key, state)),
                asked.word("did", DONE),
                receipts.orNull(asked),
                all
                        ? lookups.history(new HistoryListing(id, true, HISTORY, null))
                                .items()
                        : null);
    }

    private @Nullable String plan(@Nullable KeyState state) {
        return Optional.ofNullable(state)
                .flatMap(key -> lookups.subject(SubjectKind.CONSUMER, key.getConsumerId()))
                .map(Subject::consumer)
                .map(ConsumerState::getPlan)
                .orElse(null);
    }

    private KeyForms fresh(Subject key, @Nullable KeyState state) {
        Filled empty = Filled.fresh(Map.of(), "");
        if (state == null) {
            return new KeyForms(empty, empty, empty, empty, empty);
        }
        Filled change = Filled.fresh(
                Map.of(
                        "name", state.getName(),
                        "scopes", String.join("\n", state.getScopes()),
                        "audiences", String.join("\n", state.getAudiences()),
                        "ipAllowlist", String.join("\n", state.getIpAllowlist()),
                        "expiresAt", Expiry.asField(state.getExpiresAt()),
                        "metadata", Json.metadata(state.getMetadata()).toPrettyString(),
                        "_version", String.valueOf(key.version())),
                actions.once());
        return new KeyForms(change, once(), once(), once(), once());
    }

    private Filled once() {
        return Filled.fresh(Map.of(), actions.once());
    }
}
