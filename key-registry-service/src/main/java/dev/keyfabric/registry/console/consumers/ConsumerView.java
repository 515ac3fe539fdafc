package dev.keyfabric.registry.console.consumers;

import dev.keyfabric.registry.console.form.Filled;
import dev.keyfabric.registry.console.receipts.ReceiptView;
import dev.keyfabric.registry.readmodel.HistoryEntry;
import dev.keyfabric.registry.readmodel.Subject;
import dev.keyfabric.schemas.event.ConsumerState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The page of a consumer.
 *
 * @param state null when no record of it could ever be read
 * @param did what was just done, in a word, or null
 * @param receipt of that, or null
 */
public record ConsumerView(
        Subject subject,
        @Nullable ConsumerState state,
        Forms forms,
        @Nullable String did,
        @Nullable ReceiptView receipt,
        List<HistoryEntry> history) {

    /** The forms of the page. */
    public record Forms(Filled change, Filled suspend, Filled reinstate, Filled delete) {}

    public String status() {
        return subject.status();
    }

    /** Whether it can still be changed. */
    public boolean isOpen() {
        return state != null && !status().equals("DELETED") && !status().equals(Subject.UNREADABLE);
    }
}
