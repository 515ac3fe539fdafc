package dev.keyfabric.context.trust;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What has become of an API key.
 *
 * @param status ACTIVE, SUSPENDED, REVOKED, EXPIRED or a name this library does not know: whoever decides must refuse
 *     what is not expressly allowed
 * @param reason why it was revoked ({@code superseded}, {@code compromised}, ...); null if it was not
 * @param changedAt when it last changed; null if that is not known
 * @param consumerStatus ACTIVE, SUSPENDED or DELETED; null if its consumer is not known
 */
public record ApiKeyState(
        String status,
        @Nullable String reason,
        @Nullable Instant changedAt,
        @Nullable String consumerStatus) {}
