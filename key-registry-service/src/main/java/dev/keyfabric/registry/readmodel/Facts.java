package dev.keyfabric.registry.readmodel;

import dev.keyfabric.follower.FollowedRecord;
import dev.keyfabric.schemas.event.ConsumerEvent;
import dev.keyfabric.schemas.event.ConsumerState;
import dev.keyfabric.schemas.event.Environment;
import dev.keyfabric.schemas.event.KeyEvent;
import dev.keyfabric.schemas.event.KeySecret;
import dev.keyfabric.schemas.event.KeyState;
import dev.keyfabric.schemas.event.PlanEvent;
import dev.keyfabric.schemas.event.PlanState;
import dev.keyfabric.schemas.event.ServiceEvent;
import dev.keyfabric.schemas.event.ServiceState;
import dev.keyfabric.schemas.event.SigningKeyEvent;
import dev.keyfabric.schemas.event.SigningKeyState;
import dev.keyfabric.schemas.wire.UnreadableValueException;
import dev.keyfabric.schemas.wire.Wire;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a lifecycle value says, as far as lists are filtered, searched and sorted by it.
 *
 * @param belongsTo of a key its consumer, of a consumer its plan, of a signing key its owner
 * @param environment {@code LIVE} or {@code TEST}; keys only
 * @param use of a signing key, or of those that an enrolment key enrols
 * @param scopes each between two spaces, so that one is found by {@code LIKE '% scope %'}
 * @param search lower-case text in which a search looks
 * @param hashes of all secrets of a key, whatever their status
 */
record Facts(
        String id,
        long version,
        String status,
        String name,
        @Nullable String belongsTo,
        @Nullable String environment,
        @Nullable String use,
        String scopes,
        Instant createdAt,
        Instant changedAt,
        @Nullable Instant expiresAt,
        String search,
        List<ByteBuffer> hashes) {

    /** The status of subjects that have none: plans and services. */
    static final String DEFINED = "DEFINED";

    /**
     * The facts of a record that is no tombstone, tick or digest.
     *
     * @throws UnreadableValueException when the value cannot be understood in full, or is not about its record key
     */
    static Facts of(FollowedRecord record) {
        Facts facts = switch (SubjectKind.of(record.topic())) {
            case KEY -> key(present(Wire.decode(record.value(), KeyEvent.class).getState()));
            case CONSUMER ->
                consumer(
                        present(Wire.decode(record.value(), ConsumerEvent.class).getState()));
            case PLAN ->
                plan(present(Wire.decode(record.value(), PlanEvent.class).getState()));
            case SERVICE ->
                service(present(Wire.decode(record.value(), ServiceEvent.class).getState()));
            case SIGNING_KEY ->
                signingKey(present(
                        Wire.decode(record.value(), SigningKeyEvent.class).getState()));
        };
        if (!facts.id.equals(record.keyText())) {
            throw new UnreadableValueException("is about another subject than its record key");
        }
        if (facts.isTooLong()) {
            throw new UnreadableValueException("has a text that is longer than any of ours may be");
        }
        if (facts.status.equals("UNKNOWN")) {
            throw new UnreadableValueException("has a status that this version does not know");
        }
        return facts;
    }

    /** What the tables have no room for; without this, one such record would stop the stream. */
    private boolean isTooLong() {
        return name.length() > 1000
                || (belongsTo != null && belongsTo.length() > 255)
                || scopes.length() > 100_000
                || search.length() > 100_000
                || (!hashes.isEmpty() && id.length() > 64)
                || hashes.stream().anyMatch(hash -> hash.remaining() > 1024);
    }

    private static Facts key(KeyState state) {
        understood(state.getCritical());
        if (state.getEnvironment() == Environment.UNKNOWN) {
            throw new UnreadableValueException("has an environment that this version does not know");
        }
        return new Facts(
                state.getKeyId(),
                state.getVersion(),
                state.getStatus().name(),
                state.getName(),
                state.getConsumerId(),
                state.getEnvironment().name(),
                state.getEnrols() == null ? null : state.getEnrols().getUse().name(),
                state.getScopes().stream().collect(Collectors.joining(" ", " ", " ")),
                state.getCreatedAt(),
                state.getChangedAt(),
                state.getExpiresAt(),
                search(Stream.concat(
                        Stream.of(state.getKeyId(), state.getName(), state.getConsumerId()),
                        state.getSecrets().stream().map(s -> s.getPrefix() + " " + s.getLastFour()))),
                state.getSecrets().stream().map(KeySecret::getHash).toList());
    }

    private static Facts consumer(ConsumerState state) {
        understood(state.getCritical());
        return plain(
                state.getConsumerId(),
                state.getVersion(),
                state.getStatus().name(),
                state.getName(),
                state.getPlan(),
                null,
                state.getCreatedAt(),
                state.getChangedAt());
    }

    private static Facts plan(PlanState state) {
        understood(state.getCritical());
        return plain(
                state.getPlanId(),
                state.getVersion(),
                DEFINED,
                state.getName(),
                null,
                null,
                state.getCreatedAt(),
                state.getChangedAt());
    }

    private static Facts service(ServiceState state) {
        understood(state.getCritical());
        return plain(
                state.getServiceId(),
                state.getVersion(),
                DEFINED,
                state.getName(),
                null,
                null,
                state.getCreatedAt(),
                state.getChangedAt());
    }

    /** A key that could not be printed in a JWK set is unreadable: nobody may trust it. */
    private static Facts signingKey(SigningKeyState state) {
        understood(state.getCritical());
        if (SigningKeys.trusted(state).isEmpty()) {
            throw new UnreadableValueException("has a use, status or public key that this version does not know");
        }
        return plain(
                state.getKid(),
                state.getVersion(),
                state.getStatus().name(),
                state.getOwner(),
                state.getOwner(),
                state.getUse().name(),
                state.getCreatedAt(),
                state.getChangedAt());
    }

    private static Facts plain(
            String id,
            long version,
            String status,
            String name,
            @Nullable String belongsTo,
            @Nullable String use,
            Instant createdAt,
            Instant changedAt) {
        return new Facts(
                id,
                version,
                status,
                name,
                belongsTo,
                null,
                use,
                "",
                createdAt,
                changedAt,
                null,
                search(Stream.of(id, name)),
                List.of());
    }

    private static <T> T present(@Nullable T state) {
        if (state == null) {
            throw new UnreadableValueException("has no state");
        }
        return state;
    }

    /** No restriction is named in {@code critical} yet: whatever stands there is not understood. */
    private static void understood(List<String> critical) {
        if (!critical.isEmpty()) {
            throw new UnreadableValueException("names a restriction that this version does not know");
        }
    }

    private static String search(Stream<String> words) {
        return words.collect(Collectors.joining(" ")).toLowerCase(Locale.ROOT);
    }
}
