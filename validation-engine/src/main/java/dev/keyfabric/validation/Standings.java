package dev.keyfabric.validation;

import dev.keyfabric.schemas.event.ConsumerStatus;
import dev.keyfabric.schemas.event.RevocationReason;
import dev.keyfabric.validation.judge.Judge;
import dev.keyfabric.validation.time.ForwardClock;
import dev.keyfabric.validation.view.Applied;
import dev.keyfabric.validation.view.ConsumerRecord;
import dev.keyfabric.validation.view.Held;
import dev.keyfabric.validation.view.KeyRecord;
import dev.keyfabric.validation.view.Subjects;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks up how keys stand. */
final class Standings {
    private static final String UNREADABLE = "UNREADABLE";

    private final Subjects subjects;
    private final Judge judge;
    private final ForwardClock clock;

    Standings(Subjects subjects, Judge judge, ForwardClock clock) {
        this.subjects = subjects;
        this.judge = judge;
        this.clock = clock;
    }

    Optional<KeyStanding> of(String keyId) {
        Applied applied = subjects.applied();
        Held<KeyRecord> held = subjects.key(keyId);
        if (held == null) {
            return Optional.empty();
        }
        KeyRecord state = held.state();
        String owner = state == null ? "UNKNOWN" : consumerStatus(subjects.consumer(state.consumerId()));
        KeyRecord key = held.usable();
        String status = key == null ? UNREADABLE : status(key, owner);
        return Optional.of(new KeyStanding(
                status,
                key == null ? null : reason(key, status),
                key == null ? null : key.changedAt(),
                owner,
                judge.asOf(applied, keyId)));
    }

    private String status(KeyRecord key, String owner) {
        if (owner.equals(ConsumerStatus.DELETED.name())) {
            return "REVOKED";
        }
        return switch (key.status()) {
            case REVOKED, SUSPENDED, UNKNOWN -> key.status().name();
            case ACTIVE -> key.expiredAt(clock.millis()) ? "EXPIRED" : "ACTIVE";
        };
    }

    private static @Nullable String reason(KeyRecord key, String status) {
        if (!status.equals("REVOKED")) {
            return null;
        }
        RevocationReason reason = key.revocationReason();
        RevocationReason shown = reason == null ? RevocationReason.CONSUMER_DELETED : reason;
        return shown.name().toLowerCase(Locale.ROOT);
    }

    private static String consumerStatus(@Nullable Held<ConsumerRecord> held) {
        if (held == null) {
            return "UNKNOWN";
        }
        ConsumerRecord consumer = held.usable();
        return consumer == null ? UNREADABLE : consumer.status().name();
    }
}
