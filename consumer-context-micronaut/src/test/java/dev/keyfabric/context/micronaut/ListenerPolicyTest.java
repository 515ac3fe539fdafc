package dev.keyfabric.context.micronaut;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.context.stamp.StampRefusal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which refused records are judged again. */
class ListenerPolicyTest {
    private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

    @ParameterizedTest
    @CsvSource({"0, true", "-4999, true", "-5000, false", "4999, true", "5000, false", "3600000, false"})
    void aRecordFromTheFutureIsAsOldAsOneFromThePast(long ahead, boolean waits) {
        var policy = new ListenerPolicy(OnRefused.DEAD_LETTER, null, ".dead", Duration.ofSeconds(5), () -> NOW);
        var record = new ConsumerRecord<byte[], byte[]>(
                "a",
                0,
                0,
                NOW.toEpochMilli() + ahead,
                TimestampType.CREATE_TIME,
                -1,
                -1,
                null,
                null,
                new RecordHeaders(),
                Optional.empty());
        assertThat(policy.isWorthWaiting(StampRefusal.PROOF_KEY_UNKNOWN, record, new HeldPartitions(() -> 0)))
                .isEqualTo(waits);
    }
}
