package dev.keyfabric.registry.console.receipts;

import dev.keyfabric.registry.receipt.Receipt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A receipt as a page shows it, each node in its state.
 *
 * @param command whose receipt it is
 * @param complete whether every node is known
 */
public record ReceiptView(String command, List<Line> lines, int confirmed, boolean complete, boolean isFinal) {

    /**
     * A node.
     *
     * @param state {@code confirmed}, {@code pending} or {@code unheard}
     * @param servesUntil of an unheard node: when it refuses everything
     */
    public record Line(String node, String state, @Nullable Instant servesUntil) {}

    static ReceiptView of(String command, Receipt receipt) {
        List<Line> lines = new ArrayList<>();
        receipt.confirmed().forEach(node -> lines.add(new Line(node, "confirmed", null)));
        receipt.pending().forEach(node -> lines.add(new Line(node, "pending", null)));
        receipt.unheard().forEach(node -> lines.add(new Line(node.id(), "unheard", node.servesUntil())));
        lines.sort(Comparator.comparing(Line::node));
        return new ReceiptView(
                command, List.copyOf(lines), receipt.confirmed().size(), receipt.complete(), receipt.isFinal());
    }

    public int nodes() {
        return lines.size();
    }

    /** What is said aloud when it changes. */
    public String summary() {
        if (isFinal) {
            return lines.isEmpty()
                    ? "Final: there is no validator that could answer from before."
                    : "Final: all " + confirmed + (confirmed == 1 ? " node has" : " nodes have") + " applied it.";
        }
        return confirmed + " of " + lines.size() + " nodes have applied it"
                + (complete ? "." : "; not every node is known yet.");
    }
}
