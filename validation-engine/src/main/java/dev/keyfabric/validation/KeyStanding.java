package dev.keyfabric.validation;

import dev.keyfabric.validation.judge.AsOf;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a key stands, for whoever holds a message that was sent with it.
 *
 * @param status ACTIVE, SUSPENDED, REVOKED, EXPIRED or UNREADABLE
 * @param reason of a revocation, lower case as the contract spells it, else null
 * @param changedAt null when the key cannot be read
 * @param consumerStatus ACTIVE, SUSPENDED, DELETED, UNKNOWN (no record applied yet) or UNREADABLE
 */
public record KeyStanding(
        String status, @Nullable String reason, @Nullable Instant changedAt, String consumerStatus, AsOf asOf) {}
