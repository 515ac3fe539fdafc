package dev.keyfabric.registry.console.receipts;

import dev.keyfabric.registry.problem.ProblemException;
import dev.keyfabric.registry.receipt.CommandReceipts;
import dev.keyfabric.registry.receipt.Receipts;
import dev.keyfabric.schemas.topics.Position;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at receipts, for pages. */
@Singleton
public final class ReceiptLook {
    private final CommandReceipts commands;
    private final Receipts receipts;

    ReceiptLook(CommandReceipts commands, Receipts receipts) {
        this.commands = commands;
        this.receipts = receipts;
    }

    /** The receipt of a command that a page's address names; null when there is none, or it is none. */
    public @Nullable ReceiptView orNull(@Nullable String command) {
        return Optional.ofNullable(command).flatMap(this::of).orElse(null);
    }

    ReceiptView at(String command, Position position) {
        return ReceiptView.of(command, receipts.now(position));
    }

    Position inForce(String command) {
        return commands.inForce(command);
    }

    private Optional<ReceiptView> of(String command) {
        try {
            return Optional.of(at(command, commands.inForce(command)));
        } catch (ProblemException e) {
            return Optional.empty();
        }
    }
}
