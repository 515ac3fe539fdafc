package dev.keyfabric.context.verify;

import static dev.keyfabric.context.verify.RefusedStampException.refuseIf;

import dev.keyfabric.context.stamp.StampRefusal;
import dev.keyfabric.context.stamp.TimeRule;
import dev.keyfabric.context.stamp.TopicPolicy;
import dev.keyfabric.context.trust.Moment;
import dev.keyfabric.context.trust.TrustedKey;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.record.TimestampType;

/** For which moment a stamp is judged, and whether its record may be from then. */
final class TimeJudge {
    private TimeJudge() {}

    static Moment moment(RecordFacts record, Instant claimed, TopicPolicy policy) throws RefusedStampException {
        refuseIf(
                record.timestamp() < 0 || record.timestampType() == TimestampType.NO_TIMESTAMP_TYPE,
                StampRefusal.NO_TIMESTAMP);
        if (record.timestampType() == TimestampType.CREATE_TIME) {
            refuseIf(policy.time() != TimeRule.CREATE, StampRefusal.CREATE_TIME_NOT_ALLOWED);
            return Moment.onItsWordAlone(claimed);
        }
        Instant appended = Instant.ofEpochMilli(record.timestamp());
        Duration delay = Duration.between(claimed, appended);
        refuseIf(delay.compareTo(policy.maxDelay()) > 0, StampRefusal.STAMPED_TOO_EARLY);
        refuseIf(delay.compareTo(TrustedKey.CLOCK_SKEW.negated()) < 0, StampRefusal.STAMPED_TOO_LATE);
        return Moment.ofRecord(claimed, appended);
    }
}
