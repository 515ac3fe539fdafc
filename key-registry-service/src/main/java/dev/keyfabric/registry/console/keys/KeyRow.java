package dev.keyfabric.registry.console.keys;

import dev.keyfabric.registry.readmodel.Subject;
import dev.keyfabric.schemas.event.KeySecret;
import dev.keyfabric.schemas.event.KeyState;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.schemas.event.SecretStatus;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A key in a list: what can be known of it without its secret.
 *
 * @param shown prefix and last four characters of its current secret
 * @param plan of its consumer, or null
 * @param status with {@code EXPIRED}, which follows from time
 * @param enrols what it enrols when it is an enrolment key, or null
 */
public record KeyRow(
        String id,
        String name,
        String shown,
        String consumer,
        @Nullable String plan,
        String status,
        String environment,
        List<String> scopes,
        @Nullable Instant expiresAt,
        Instant createdAt,
        @Nullable String enrols) {

    /** @param planOf gives the plan of a consumer, or null */
    static KeyRow of(Subject subject, Instant now, Function<String, @Nullable String> planOf) {
        KeyState state = subject.key();
        if (state == null) {
            return new KeyRow(
                    subject.id(), "", "", "", null, subject.status(), "", List.of(), null, Instant.EPOCH, null);
        }
        return new KeyRow(
                subject.id(),
                state.getName(),
                shown(state),
                state.getConsumerId(),
                planOf.apply(state.getConsumerId()),
                status(subject, state, now),
                state.getEnvironment().name(),
                state.getScopes(),
                state.getExpiresAt(),
                state.getCreatedAt(),
                state.getEnrols() == null ? null : state.getEnrols().getUse().name());
    }

    static String status(Subject subject, KeyState state, Instant now) {
        boolean over = state.getExpiresAt() != null && !state.getExpiresAt().isAfter(now);
        return over && !subject.status().equals(KeyStatus.REVOKED.name()) ? "EXPIRED" : subject.status();
    }

    static String shown(KeyState state) {
        return state.getSecrets().stream()
                .filter(secret -> secret.getStatus() == SecretStatus.CURRENT)
                .map(KeyRow::shown)
                .findFirst()
                .orElse("");
    }

    static String shown(KeySecret secret) {
        return secret.getPrefix() + "_…" + secret.getLastFour();
    }
}
