package dev.keyfabric.registry.console.receipts;

import dev.keyfabric.registry.console.page.Asked;
import dev.keyfabric.registry.problem.ProblemException;
import dev.keyfabric.registry.receipt.CommandReceipts;
import dev.keyfabric.registry.receipt.Receipts;
import dev.keyfabric.schemas.topics.Position;
import io.micronaut.security.authentication.Authentication;
import jakarta.inject.Singleton;
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

    /** The receipt of the command that a page's address names; null when there is none that this person may see. */
    public @Nullable ReceiptView orNull(Asked asked) {
        Authentication who = asked.who();
        String command = asked.text("command");
        return who == null || command == null ? null : orNull(who, command);
    }

    /** The receipt of a command; null when there is none that this person may see. */
    public @Nullable ReceiptView orNull(Authentication who, String command) {
        try {
            return at(command, inForce(who, command));
        } catch (ProblemException e) {
            return null;
        }
    }

    ReceiptView at(String command, Position position) {
        return ReceiptView.of(command, receipts.now(position));
    }

    /** @throws ProblemException as {@link CommandReceipts#inForce} */
    Position inForce(Authentication who, String command) {
        return commands.inForce(who, command);
    }
}
