package dev.keyfabric.validation.view;

import dev.keyfabric.key.KeyId;
import dev.keyfabric.key.Routing;
import dev.keyfabric.schemas.event.Environment;
import dev.keyfabric.schemas.event.KeyEvent;
import dev.keyfabric.schemas.event.KeySecret;
import dev.keyfabric.schemas.event.KeyState;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.schemas.event.RevocationReason;
import dev.keyfabric.schemas.event.SecretStatus;
import dev.keyfabric.schemas.wire.UnreadableValueException;
import dev.keyfabric.schemas.wire.Wire;
import dev.keyfabric.validation.address.CidrBlock;
import dev.keyfabric.validation.limits.LimitSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key as the judge needs it.
 *
 * @param revocationReason null unless revoked
 * @param secrets those that are recognised by SHA-256, whatever their status
 * @param audiences empty = any
 * @param ipAllowlist empty = any address
 * @param limits its own, which stand before those of its consumer's plan
 * @param enrols whether it may enrol a signing key at the registry, and is good for nothing else
 */
public record KeyRecord(
        String id,
        String consumerId,
        Environment environment,
        KeyStatus status,
        @Nullable RevocationReason revocationReason,
        List<SecretRecord> secrets,
        List<String> scopes,
        Set<String> audiences,
        List<CidrBlock> ipAllowlist,
        LimitSet limits,
        boolean enrols,
        @Nullable Instant notBefore,
        @Nullable Instant expiresAt,
        long version,
        Instant createdAt,
        Instant changedAt)
        implements Subject {
    private static final String SHA_256 = "sha-256";
    private static final int HASH_LENGTH = 32;

    static KeyRecord read(byte[] value) {
        KeyState state = Readings.state(Wire.decode(value, KeyEvent.class).getState());
        boolean revoked = state.getStatus() == KeyStatus.REVOKED;
        if (state.getStatus() == KeyStatus.UNKNOWN) {
            throw new UnreadableValueException("unknown status");
        }
        if (KeyId.parse(state.getKeyId())
                .filter(id -> id.slot() == Routing.slot(state.getConsumerId()))
                .isEmpty()) {
            throw new UnreadableValueException("the key id's slot is not its consumer's");
        }
        // A revocation is believed whatever else of it is not understood: nothing stricter can be meant.
        if (!revoked) {
            Readings.refuseCritical(state.getCritical());
            if (state.getEnvironment() == Environment.UNKNOWN) {
                throw new UnreadableValueException("unknown environment");
            }
        }
        return new KeyRecord(
                state.getKeyId(),
                state.getConsumerId(),
                state.getEnvironment(),
                state.getStatus(),
                revoked ? reason(state.getRevocationReason()) : null,
                secrets(state.getSecrets(), revoked),
                state.getEnrols() == null ? List.copyOf(state.getScopes()) : List.of(),
                Set.copyOf(state.getAudiences()),
                revoked ? List.of() : blocks(state.getIpAllowlist()),
                revoked ? LimitSet.NONE : LimitReading.read(state.getRateLimits(), List.of()),
                state.getEnrols() != null,
                state.getNotBefore(),
                state.getExpiresAt(),
                Readings.version(state.getVersion()),
                state.getCreatedAt(),
                state.getChangedAt());
    }

    @Override
    public int strictness() {
        return switch (status) {
            case UNKNOWN, ACTIVE -> 0;
            case SUSPENDED -> 1;
            case REVOKED -> 2;
        };
    }

    @Override
    public boolean isFinal() {
        return status == KeyStatus.REVOKED;
    }

    public boolean expiredAt(long millis) {
        return expiresAt != null && expiresAt.toEpochMilli() <= millis;
    }

    private static RevocationReason reason(@Nullable RevocationReason reason) {
        return reason == null || reason == RevocationReason.UNKNOWN ? RevocationReason.OTHER : reason;
    }

    private static List<SecretRecord> secrets(List<KeySecret> secrets, boolean revoked) {
        List<SecretRecord> records = new ArrayList<>(secrets.size());
        for (KeySecret secret : secrets) {
            if (secret.getStatus() == SecretStatus.UNKNOWN && !revoked) {
                throw new UnreadableValueException("a secret of unknown status");
            }
            if (SHA_256.equals(secret.getAlgorithm())) {
                byte[] hash = new byte[secret.getHash().remaining()];
                secret.getHash().duplicate().get(hash);
                if (hash.length != HASH_LENGTH) {
                    throw new UnreadableValueException("a hash that is not 32 bytes long");
                }
                Instant retiresAt = secret.getRetiresAt();
                records.add(new SecretRecord(
                        hash, secret.getStatus(), retiresAt == null ? Long.MIN_VALUE : retiresAt.toEpochMilli()));
            }
        }
        return List.copyOf(records);
    }

    private static List<CidrBlock> blocks(List<String> texts) {
        return texts.stream()
                .map(text -> CidrBlock.parse(text)
                        .orElseThrow(() -> new UnreadableValueException("an unreadable CIDR block")))
                .toList();
    }
}
