package dev.keyfabric.validation.view;

import dev.keyfabric.follower.FollowedRecord;
import dev.keyfabric.schemas.digest.PartitionSum;
import dev.keyfabric.schemas.event.ConsumerEvent;
import dev.keyfabric.schemas.event.ConsumerEventType;
import dev.keyfabric.schemas.event.Digest;
import dev.keyfabric.schemas.event.KeyEvent;
import dev.keyfabric.schemas.event.KeyEventType;
import dev.keyfabric.schemas.event.PlanEvent;
import dev.keyfabric.schemas.event.PlanEventType;
import dev.keyfabric.schemas.event.ServiceEvent;
import dev.keyfabric.schemas.event.ServiceEventType;
import dev.keyfabric.schemas.event.SigningKeyEvent;
import dev.keyfabric.schemas.event.SigningKeyEventType;
import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.wire.UnreadableValueException;
import dev.keyfabric.schemas.wire.Wire;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads digests, which are values of each topic's own schema. */
final class DigestReading {
    private static final Pattern OFFSET = Pattern.compile("[0-9]{1,18}");

    private DigestReading() {}

    /**
     * What the registry said of a partition.
     *
     * @param at when it was asked to, by the broker's clock
     * @param command the offset of the command that asked it, in the partition of this number
     */
    record Told(PartitionSum sum, Instant at, long command) {}

    /** @throws UnreadableValueException for what is no digest of this partition, or one that is summed otherwise */
    static Told told(FollowedRecord record) {
        byte[] value = record.value();
        return switch (record.topic()) {
            case KEYS -> {
                KeyEvent event = Wire.decode(value, KeyEvent.class);
                yield told(
                        record,
                        event.getType() == KeyEventType.DIGEST,
                        event.getDigest(),
                        event.getAt(),
                        event.getCause());
            }
            case CONSUMERS -> {
                ConsumerEvent event = Wire.decode(value, ConsumerEvent.class);
                yield told(
                        record,
                        event.getType() == ConsumerEventType.DIGEST,
                        event.getDigest(),
                        event.getAt(),
                        event.getCause());
            }
            case PLANS -> {
                PlanEvent event = Wire.decode(value, PlanEvent.class);
                yield told(
                        record,
                        event.getType() == PlanEventType.DIGEST,
                        event.getDigest(),
                        event.getAt(),
                        event.getCause());
            }
            case SERVICES -> {
                ServiceEvent event = Wire.decode(value, ServiceEvent.class);
                yield told(
                        record,
                        event.getType() == ServiceEventType.DIGEST,
                        event.getDigest(),
                        event.getAt(),
                        event.getCause());
            }
            case SIGNING_KEYS -> {
                SigningKeyEvent event = Wire.decode(value, SigningKeyEvent.class);
                yield told(
                        record,
                        event.getType() == SigningKeyEventType.DIGEST,
                        event.getDigest(),
                        event.getAt(),
                        event.getCause());
            }
            default -> throw new UnreadableValueException("no topic for digests");
        };
    }

    private static Told told(
            FollowedRecord record, boolean isDigest, @Nullable Digest digest, Instant at, @Nullable String cause) {
        if (!isDigest || digest == null) {
            throw new UnreadableValueException("not a digest");
        }
        if (!digest.getAlgorithm().equals(PartitionSum.ALGORITHM)) {
            throw new UnreadableValueException("summed in a way that is not known here");
        }
        byte[] sum = new byte[digest.getSum().remaining()];
        digest.getSum().duplicate().get(sum);
        try {
            return new Told(PartitionSum.of(digest.getRecords(), sum), at, command(record, cause));
        } catch (IllegalArgumentException e) {
            throw new UnreadableValueException("no sum of a partition");
        }
    }

    private static long command(FollowedRecord record, @Nullable String cause) {
        String place = new PartitionId(Topic.COMMANDS, record.partition()) + "@";
        if (cause == null
                || !cause.startsWith(place)
                || !OFFSET.matcher(cause.substring(place.length())).matches()) {
            throw new UnreadableValueException("answers no command of its partition");
        }
        return Long.parseLong(cause.substring(place.length()));
    }
}
