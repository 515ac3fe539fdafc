package dev.keyfabric.registry.console.consumers;

import dev.keyfabric.registry.console.consumers.ConsumerView.Forms;
import dev.keyfabric.registry.console.form.Actions;
import dev.keyfabric.registry.console.form.Filled;
import dev.keyfabric.registry.console.page.Asked;
import dev.keyfabric.registry.console.receipts.ReceiptLook;
import dev.keyfabric.registry.http.Json;
import dev.keyfabric.registry.problem.Problem;
import dev.keyfabric.registry.problem.ProblemException;
import dev.keyfabric.registry.readmodel.HistoryListing;
import dev.keyfabric.registry.readmodel.Lookups;
import dev.keyfabric.registry.readmodel.Subject;
import dev.keyfabric.registry.readmodel.SubjectKind;
import dev.keyfabric.schemas.event.ConsumerState;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Looks at one consumer, for its page. */
@Singleton
final class ConsumerLook {
    private static final int HISTORY = 50;
    private static final List<String> DONE = List.of("REGISTERED", "CHANGED", "SUSPENDED", "REINSTATED", "DELETED");

    private final Lookups lookups;
    private final ReceiptLook receipts;
    private final Actions actions;

    ConsumerLook(Lookups lookups, ReceiptLook receipts, Actions actions) {
        this.lookups = lookups;
        this.receipts = receipts;
        this.actions = actions;
    }

    /** @throws ProblemException 404 when there is no such consumer */
    ConsumerView at(String id, Asked asked, UnaryOperator<Forms> forms) {
        Subject consumer = lookups.subject(SubjectKind.CONSUMER, id)
                .orElseThrow(() -> new ProblemException(Problem.notFound("there is no such consumer")));
        ConsumerState state = consumer.consumer();
        return new ConsumerView(
                consumer,
                state,
                forms.apply(fresh(consumer, state)),
                asked.word("did", DONE),
                receipts.orNull(asked),
                lookups.history(new HistoryListing(id, true, HISTORY, null)).items());
    }

    private Forms fresh(Subject consumer, @Nullable ConsumerState state) {
        Map<String, String> values = state == null
                ? Map.of()
                : Map.of(
                        "name", state.getName(),
                        "plan", Objects.requireNonNullElse(state.getPlan(), ""),
                        "metadata", Json.metadata(state.getMetadata()).toPrettyString(),
                        "_version", String.valueOf(consumer.version()));
        return new Forms(Filled.fresh(values, actions.once()), empty(), empty(), empty());
    }

    private Filled empty() {
        return Filled.fresh(Map.of(), actions.once());
    }
}
