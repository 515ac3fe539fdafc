package dev.keyfabric.registry.decide;

import dev.keyfabric.schemas.event.KeySecret;
import dev.keyfabric.schemas.event.SecretDraft;
import dev.keyfabric.schemas.event.SecretStatus;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What happens to the list of a key's secrets: newest first, one CURRENT, then those whose grace runs, then the last
 * ten that are retired, so that their holders can be told.
 */
final class Secrets {
    /** So many secrets may be in their grace at once: more would let one key's record outgrow its topic. */
    static final int MAX_RETIRING = 10;

    private static final int KEPT_RETIRED = 10;

    private Secrets() {}

    static KeySecret current(SecretDraft draft, Case c) {
        return KeySecret.newBuilder()
                .setHash(copy(draft.getHash()))
                .setAlgorithm(draft.getAlgorithm())
                .setPrefix(draft.getPrefix())
                .setLastFour(draft.getLastFour())
                .setStatus(SecretStatus.CURRENT)
                .setCreatedAt(c.origin().at())
                .setCommand(c.command().getId())
                .build();
    }

    /** The old current secret retires after its grace, at once when there is none; graces that run keep their ends. */
    static List<KeySecret> rotate(List<KeySecret> secrets, KeySecret next, Instant now, Duration grace) {
        List<KeySecret> after = new ArrayList<>();
        after.add(next);
        for (KeySecret secret : secrets) {
            boolean retiring = secret.getStatus() == SecretStatus.CURRENT
                    ? !grace.isZero()
                    : secret.getStatus() == SecretStatus.RETIRING
                            && secret.getRetiresAt().isAfter(now);
            after.add(!retiring ? retired(secret) : inGrace(secret, now, grace));
        }
        return bounded(after);
    }

    /** The current secret gives way to one that its own command made anew: it never reached its holder. */
    static List<KeySecret> replace(List<KeySecret> secrets, KeySecret next) {
        List<KeySecret> after = new ArrayList<>();
        after.add(next);
        for (KeySecret secret : secrets) {
            after.add(secret.getStatus() == SecretStatus.CURRENT ? retired(secret) : secret);
        }
        return bounded(after);
    }

    /** Every grace ends now. */
    static List<KeySecret> endGraces(List<KeySecret> secrets) {
        return bounded(secrets.stream()
                .map(secret -> secret.getStatus() == SecretStatus.RETIRING ? retired(secret) : secret)
                .toList());
    }

    static long retiring(List<KeySecret> secrets) {
        return secrets.stream()
                .filter(secret -> secret.getStatus() == SecretStatus.RETIRING)
                .count();
    }

    static Optional<KeySecret> withHash(List<KeySecret> secrets, ByteBuffer hash) {
        return secrets.stream().filter(secret -> secret.getHash().equals(hash)).findFirst();
    }

    static ByteBuffer copy(ByteBuffer bytes) {
        return ByteBuffer.wrap(bytes(bytes));
    }

    static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static KeySecret inGrace(KeySecret secret, Instant now, Duration grace) {
        return secret.getStatus() == SecretStatus.RETIRING
                ? secret
                : KeySecret.newBuilder(secret)
                        .setStatus(SecretStatus.RETIRING)
                        .setRetiresAt(now.plus(grace))
                        .build();
    }

    private static KeySecret retired(KeySecret secret) {
        return KeySecret.newBuilder(secret)
                .setStatus(SecretStatus.RETIRED)
                .setRetiresAt(null)
                .build();
    }

    private static List<KeySecret> bounded(List<KeySecret> secrets) {
        List<KeySecret> kept = new ArrayList<>();
        int retired = 0;
        for (KeySecret secret : secrets) {
            if (secret.getStatus() != SecretStatus.RETIRED || retired++ < KEPT_RETIRED) {
                kept.add(secret);
            }
        }
        return kept;
    }
}
