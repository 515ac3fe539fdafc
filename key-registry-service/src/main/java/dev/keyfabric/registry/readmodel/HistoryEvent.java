package dev.keyfabric.registry.readmodel;

import dev.keyfabric.follower.FollowedRecord;
import dev.keyfabric.schemas.event.ConsumerEvent;
import dev.keyfabric.schemas.event.KeyEvent;
import dev.keyfabric.schemas.event.KeyEventType;
import dev.keyfabric.schemas.event.PlanEvent;
import dev.keyfabric.schemas.event.ServiceEvent;
import dev.keyfabric.schemas.event.SigningKeyEvent;
import dev.keyfabric.schemas.topics.RecordHeaders;
import dev.keyfabric.schemas.wire.UnreadableValueException;
import dev.keyfabric.schemas.wire.Wire;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecordBase;
import org.jspecify.annotations.Nullable;

/** Reads a record of history.v1, whose value is that of any lifecycle topic. */
final class HistoryEvent {
    private static final Map<Class<?>, SubjectKind> KINDS = Map.of(
            KeyEvent.class, SubjectKind.KEY,
            ConsumerEvent.class, SubjectKind.CONSUMER,
            PlanEvent.class, SubjectKind.PLAN,
            ServiceEvent.class, SubjectKind.SERVICE,
            SigningKeyEvent.class, SubjectKind.SIGNING_KEY);

    /** As the table has them: a longer text is cut, since nothing is decided by it. */
    private static final int LONGEST_TEXT = 1000;

    private static final int LONGEST_ID = 255;

    private HistoryEvent() {}

    /** @throws UnreadableValueException when it is no event of a subject that its record key names */
    static HistoryEntry of(FollowedRecord record) {
        String subject = record.keyText();
        if (subject == null || subject.length() > LONGEST_ID) {
            throw new UnreadableValueException("names no subject");
        }
        SpecificRecordBase event = Wire.decode(record.value());
        SubjectKind kind = KINDS.get(event.getClass());
        if (kind == null || !(member(event, "state") instanceof SpecificRecordBase state)) {
            throw new UnreadableValueException("is no event of a subject");
        }
        Object version = member(state, "version");
        return new HistoryEntry(
                Instant.ofEpochMilli(record.appendTime()),
                kind,
                subject,
                String.valueOf(member(event, "type")),
                text(member(state, "status"), LONGEST_ID),
                version instanceof Long number ? number : 0,
                String.valueOf(text(member(event, "actor"), LONGEST_ID)),
                String.valueOf(member(event, "door")),
                reason(event, state),
                text(record.header(RecordHeaders.COMMAND), LONGEST_ID),
                record.partition(),
                record.offset());
    }

    /** What somebody wrote; of a key's revocation the reason it stands under, and the comment on it. */
    private static @Nullable String reason(SpecificRecordBase event, SpecificRecordBase state) {
        Object written = member(event, "reason");
        if (member(event, "type") != KeyEventType.KEY_REVOKED) {
            return text(written, LONGEST_TEXT);
        }
        String named = String.valueOf(member(state, "revocationReason")).toLowerCase(Locale.ROOT);
        Object comment = written == null ? member(state, "comment") : written;
        return text(comment == null ? named : named + ": " + comment, LONGEST_TEXT);
    }

    private static @Nullable Object member(SpecificRecordBase of, String name) {
        Schema.Field field = of.getSchema().getField(name);
        return field == null ? null : of.get(field.pos());
    }

    private static @Nullable String text(@Nullable Object value, int longest) {
        String text = value == null ? null : value.toString();
        return text == null || text.length() <= longest ? text : text.substring(0, longest);
    }
}
