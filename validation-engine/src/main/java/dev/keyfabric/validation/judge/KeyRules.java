package dev.keyfabric.validation.judge;

import dev.keyfabric.schemas.event.ConsumerStatus;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.validation.address.IpAddress;
import dev.keyfabric.validation.time.ForwardClock;
import dev.keyfabric.validation.view.ConsumerRecord;
import dev.keyfabric.validation.view.Held;
import dev.keyfabric.validation.view.KeyRecord;
import org.jspecify.annotations.Nullable;

/** What can be wrong with a key that was found, and what a good key is not for; each in the order of the table of codes. */
final class KeyRules {
    private final ForwardClock clock;
    private final JudgeSettings settings;

    KeyRules(ForwardClock clock, JudgeSettings settings) {
        this.clock = clock;
        this.settings = settings;
    }

    /** What is wrong with the key itself, or null. */
    @Nullable
    Code faultOf(Finder.Found found, @Nullable Held<ConsumerRecord> consumer) {
        long now = clock.millis();
        KeyRecord key = found.key().usable();
        if (key == null || (consumer != null && consumer.usable() == null)) {
            return Code.UNREADABLE;
        }
        ConsumerRecord owner = consumer == null ? null : consumer.usable();
        if (key.status() == KeyStatus.REVOKED || (owner != null && owner.status() == ConsumerStatus.DELETED)) {
            return Code.REVOKED;
        }
        if (!found.secret().liveAt(now)) {
            return Code.SECRET_RETIRED;
        }
        if (key.status() != KeyStatus.ACTIVE) {
            return Code.SUSPENDED;
        }
        if (key.expiredAt(now)) {
            return Code.EXPIRED;
        }
        if (key.notBefore() != null && key.notBefore().toEpochMilli() > clock.present()) {
            return Code.NOT_YET_VALID;
        }
        if (owner == null) {
            return Code.CONSUMER_UNKNOWN;
        }
        return owner.status() == ConsumerStatus.ACTIVE ? null : Code.CONSUMER_SUSPENDED;
    }

    /** What a good key is not for, or null. */
    @Nullable
    Code mismatch(KeyRecord key, Question question) {
        String audience = settings.audience(question.audience());
        // An enrolment key is for the registry, and for no service.
        boolean bound = !key.audiences().isEmpty();
        if (key.enrols() || (bound && (audience == null || !key.audiences().contains(audience)))) {
            return Code.AUDIENCE_MISMATCH;
        }
        if (!settings.environments().contains(key.environment())) {
            return Code.ENVIRONMENT_MISMATCH;
        }
        if (!key.ipAllowlist().isEmpty() && !allowed(key, question.clientIp())) {
            return Code.IP_NOT_ALLOWED;
        }
        return Scopes.cover(key.scopes(), question.scopes()) ? null : Code.INSUFFICIENT_SCOPE;
    }

    private static boolean allowed(KeyRecord key, @Nullable String clientIp) {
        IpAddress address = clientIp == null ? null : IpAddress.parse(clientIp).orElse(null);
        return address != null && key.ipAllowlist().stream().anyMatch(block -> block.contains(address));
    }
}
