package dev.keyfabric.registry.decide;

import dev.keyfabric.schemas.event.KeyDraft;
import dev.keyfabric.schemas.event.KeyEvent;
import dev.keyfabric.schemas.event.KeyEventType;
import dev.keyfabric.schemas.event.KeySecret;
import dev.keyfabric.schemas.event.KeyState;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.schemas.event.RevocationReason;
import dev.keyfabric.schemas.event.SecretStatus;
import dev.keyfabric.schemas.topics.Topic;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The states of a key after each event, and the events that carry them. */
final class KeyStates {
    private static final Set<RevocationReason> END_GRACES =
            EnumSet.of(RevocationReason.COMPROMISED, RevocationReason.LEAKED);

    private KeyStates() {}

    static KeyState issued(Case c, KeySecret secret) {
        KeyDraft draft = c.command().getKey();
        return KeyState.newBuilder()
                .setKeyId(c.subject())
                .setConsumerId(c.command().getRouting())
                .setName(draft.getName())
                .setEnvironment(draft.getEnvironment())
                .setStatus(KeyStatus.ACTIVE)
                .setSecrets(List.of(secret))
                .setScopes(orNone(draft.getScopes()))
                .setAudiences(orNone(draft.getAudiences()))
                .setIpAllowlist(orNone(draft.getIpAllowlist()))
                .setNotBefore(draft.getNotBefore())
                .setExpiresAt(
                        draft.getExpiresAt() == null && draft.getEnrols() != null
                                ? c.origin().at().plus(KeyRules.ENROLS_FOR)
                                : draft.getExpiresAt())
                .setRateLimits(orNone(draft.getRateLimits()))
                .setMetadata(draft.getMetadata() == null ? "{}" : draft.getMetadata())
                .setEnrols(draft.getEnrols())
                .setVersion(c.origin().appendTime())
                .setCreatedAt(c.origin().at())
                .setCreatedBy(c.command().getActor())
                .setChangedAt(c.origin().at())
                .setChangedBy(c.command().getActor())
                .build();
    }

    /** The key with what a draft says; version and change marks as they were. */
    static KeyState updated(KeyState present, KeyDraft draft) {
        KeyState.Builder updated = KeyState.newBuilder(present);
        Optional.ofNullable(draft.getName()).ifPresent(updated::setName);
        Optional.ofNullable(draft.getScopes()).ifPresent(updated::setScopes);
        Optional.ofNullable(draft.getAudiences()).ifPresent(updated::setAudiences);
        Optional.ofNullable(draft.getIpAllowlist()).ifPresent(updated::setIpAllowlist);
        Optional.ofNullable(draft.getNotBefore()).ifPresent(updated::setNotBefore);
        Optional.ofNullable(draft.getExpiresAt()).ifPresent(updated::setExpiresAt);
        Optional.ofNullable(draft.getRateLimits()).ifPresent(updated::setRateLimits);
        Optional.ofNullable(draft.getMetadata()).ifPresent(updated::setMetadata);
        if (draft.getClears().contains("notBefore")) {
            updated.setNotBefore(null);
        }
        if (draft.getClears().contains("expiresAt")) {
            updated.setExpiresAt(null);
        }
        return updated.build();
    }

    static KeyState revoked(Case c, KeyState present) {
        RevocationReason given = c.command().getRevocationReason();
        RevocationReason reason = given == null ? RevocationReason.OTHER : given;
        KeyState revoked = KeyState.newBuilder(present)
                .setStatus(KeyStatus.REVOKED)
                .setRevocationReason(reason)
                .setComment(c.command().getComment())
                .setSecrets(
                        END_GRACES.contains(reason) ? Secrets.endGraces(present.getSecrets()) : present.getSecrets())
                .build();
        return next(c, present, revoked);
    }

    static KeyState with(Case c, KeyState present, KeyStatus status) {
        return next(c, present, KeyState.newBuilder(present).setStatus(status).build());
    }

    static KeyState with(Case c, KeyState present, List<KeySecret> secrets) {
        return next(c, present, KeyState.newBuilder(present).setSecrets(secrets).build());
    }

    static KeyState next(Case c, KeyState present, KeyState wished) {
        return KeyState.newBuilder(wished)
                .setVersion(present.getVersion() + 1)
                .setChangedAt(c.origin().at())
                .setChangedBy(c.command().getActor())
                .build();
    }

    static Change change(Case c, KeyEventType type, KeyState state) {
        return new Change(
                Topic.KEYS,
                state.getKeyId(),
                KeyEvent.newBuilder()
                        .setType(type)
                        .setAt(c.origin().at())
                        .setActor(c.command().getActor())
                        .setDoor(c.command().getDoor())
                        .setReason(c.command().getReason())
                        .setCause(c.origin().cause())
                        .setState(state)
                        .build());
    }

    /** One event; its answer names the valid secret when this command made it. */
    static Ruling applied(Case c, KeyEventType type, KeyState state) {
        Optional<byte[]> made = state.getSecrets().stream()
                .filter(secret -> secret.getStatus() == SecretStatus.CURRENT
                        && c.command().getSecret() != null
                        && secret.getHash().equals(c.command().getSecret().getHash()))
                .map(secret -> Secrets.bytes(secret.getHash()))
                .findFirst();
        return new Ruling.Applied(List.of(change(c, type, state)), state.getVersion(), made, List.of());
    }

    private static <T> List<T> orNone(List<T> list) {
        return list == null ? List.of() : list;
    }
}
