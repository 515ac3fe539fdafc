package dev.keyfabric.validation.view;

import dev.keyfabric.schemas.event.ConsumerStatus;
import dev.keyfabric.schemas.event.Environment;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.schemas.event.RevocationReason;
import dev.keyfabric.schemas.event.SecretStatus;
import dev.keyfabric.validation.address.CidrBlock;
import dev.keyfabric.validation.limits.CalendarPeriod;
import dev.keyfabric.validation.limits.CalendarQuota;
import dev.keyfabric.validation.limits.Limit;
import dev.keyfabric.validation.limits.LimitSet;
import dev.keyfabric.validation.limits.RateWindow;
import java.util.Set;

/**
 * Keys and consumers as few bytes, which are read in a fraction of the time that their stored form takes; their ids are
 * not among them, since whoever asks has them. In memory only: nothing of it outlasts the process, so that it may be
 * another in each build.
 */
final class Packing {
    private static final Mark[] MARKS = Mark.values();
    private static final Environment[] ENVIRONMENTS = Environment.values();
    private static final KeyStatus[] KEY_STATUSES = KeyStatus.values();
    private static final ConsumerStatus[] CONSUMER_STATUSES = ConsumerStatus.values();
    private static final SecretStatus[] SECRET_STATUSES = SecretStatus.values();
    private static final RevocationReason[] REASONS = RevocationReason.values();
    private static final CalendarPeriod[] PERIODS = CalendarPeriod.values();

    private Packing() {}

    static byte[] key(Held<KeyRecord> held) {
        PackWriter out = head(held);
        KeyRecord key = held.state();
        if (key == null) {
            return out.bytes();
        }
        out.text(key.consumerId());
        out.choice(key.environment());
        out.choice(key.status());
        out.choice(key.revocationReason());
        out.list(key.secrets(), secret -> {
            out.blob(secret.bytes());
            out.choice(secret.status());
            out.number(secret.retiresAt());
        });
        out.list(key.scopes(), out::text);
        out.list(key.audiences(), out::text);
        out.list(key.ipAllowlist(), block -> out.blob(block.toBytes()));
        out.list(key.limits().limits(), limit -> limit(limit, out));
        out.flag(key.enrols());
        out.time(key.notBefore());
        out.time(key.expiresAt());
        out.number(key.version());
        out.time(key.createdAt());
        out.time(key.changedAt());
        return out.bytes();
    }

    static Held<KeyRecord> key(String id, byte[] row) {
        PackReader in = new PackReader(row);
        return in.held(
                MARKS,
                () -> new KeyRecord(
                        id,
                        in.text(),
                        in.someChoice(ENVIRONMENTS),
                        in.someChoice(KEY_STATUSES),
                        in.choice(REASONS),
                        in.list(() -> new SecretRecord(in.blob(), in.someChoice(SECRET_STATUSES), in.number())),
                        in.list(in::text),
                        Set.copyOf(in.list(in::text)),
                        in.list(() -> CidrBlock.ofBytes(in.blob())),
                        limits(in),
                        in.flag(),
                        in.time(),
                        in.time(),
                        in.number(),
                        in.someTime(),
                        in.someTime()));
    }

    static byte[] consumer(Held<ConsumerRecord> held) {
        PackWriter out = head(held);
        ConsumerRecord consumer = held.state();
        if (consumer == null) {
            return out.bytes();
        }
        out.text(consumer.name());
        out.flag(consumer.plan() != null);
        if (consumer.plan() != null) {
            out.text(consumer.plan());
        }
        out.choice(consumer.status());
        out.text(consumer.metadata());
        out.number(consumer.version());
        return out.bytes();
    }

    static Held<ConsumerRecord> consumer(String id, byte[] row) {
        PackReader in = new PackReader(row);
        return in.held(
                MARKS,
                () -> new ConsumerRecord(
                        id,
                        in.text(),
                        in.flag() ? in.text() : null,
                        in.someChoice(CONSUMER_STATUSES),
                        in.text(),
                        in.number()));
    }

    private static PackWriter head(Held<?> held) {
        PackWriter out = new PackWriter();
        out.choice(held.mark());
        out.flag(held.isFinal());
        out.number(held.version());
        out.flag(held.state() != null);
        return out;
    }

    private static void limit(Limit limit, PackWriter out) {
        out.text(limit.name());
        out.number(limit.quota());
        out.flag(limit instanceof RateWindow);
        if (limit instanceof RateWindow rate) {
            out.number(rate.windowSeconds());
        } else if (limit instanceof CalendarQuota quota) {
            out.choice(quota.period());
        }
    }

    private static LimitSet limits(PackReader in) {
        var limits = in.list(() -> {
            String name = in.text();
            long quota = in.number();
            return in.flag()
                    ? (Limit) new RateWindow(name, quota, in.number())
                    : new CalendarQuota(name, quota, in.someChoice(PERIODS));
        });
        return limits.isEmpty() ? LimitSet.NONE : new LimitSet(limits);
    }
}
