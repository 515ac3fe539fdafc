package dev.keyfabric.registry.console.keys;

import dev.keyfabric.registry.console.receipts.ReceiptView;
import dev.keyfabric.registry.readmodel.HistoryEntry;
import dev.keyfabric.registry.readmodel.Subject;
import dev.keyfabric.schemas.event.KeySecret;
import dev.keyfabric.schemas.event.KeyState;
import dev.keyfabric.schemas.event.SecretStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The page of a key.
 *
 * @param state null when no record of it could ever be read
 * @param plan of its consumer, or null
 * @param forms as they stand on the page
 * @param did what was just done, in a word, or null
 * @param receipt of that, or null
 * @param history null for somebody who may not see it
 */
public record KeyView(
        Subject subject,
        @Nullable KeyState state,
        String status,
        @Nullable String plan,
        List<Secret> secrets,
        KeyForms forms,
        @Nullable String did,
        @Nullable ReceiptView receipt,
        @Nullable List<HistoryEntry> history) {

    /**
     * A secret of the key, which is not here: its prefix and last four characters.
     *
     * @param retiresAt when its grace ends, or null
     * @param grace how long that is in all, in seconds
     * @param left of that, in seconds
     */
    public record Secret(
            String shown,
            String status,
            Instant createdAt,
            @Nullable Instant retiresAt,
            long grace,
            long left) {

        public boolean isRetiring() {
            return status.equals("RETIRING");
        }
    }

    /** Grace begins when the secret that stands in its place was made. */
    static List<Secret> secrets(KeyState state, Instant now) {
        Instant rotated = state.getSecrets().stream()
                .filter(secret -> secret.getStatus() == SecretStatus.CURRENT)
                .map(KeySecret::getCreatedAt)
                .findFirst()
                .orElse(now);
        return state.getSecrets().stream()
                .map(secret -> secret(secret, rotated, now))
                .toList();
    }

    private static Secret secret(KeySecret secret, Instant rotated, Instant now) {
        Instant end = secret.getRetiresAt();
        boolean retiring = secret.getStatus() == SecretStatus.RETIRING && end != null && end.isAfter(now);
        boolean over = secret.getStatus() == SecretStatus.RETIRING && !retiring;
        return new Secret(
                KeyRow.shown(secret),
                over ? SecretStatus.RETIRED.name() : secret.getStatus().name(),
                secret.getCreatedAt(),
                end,
                retiring ? Math.max(1, Duration.between(rotated, end).toSeconds()) : 0,
                retiring ? Duration.between(now, end).toSeconds() : 0);
    }

    /** Whether it can still be changed. */
    public boolean isOpen() {
        return state != null && !status.equals("REVOKED") && !status.equals(Subject.UNREADABLE);
    }

    public boolean isSuspended() {
        return subject.status().equals("SUSPENDED");
    }
}
