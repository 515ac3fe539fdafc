package dev.keyfabric.registry.write;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyfabric.registry.decide.Commands;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandResult;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.KeyEvent;
import dev.keyfabric.schemas.event.KeyEventType;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.schemas.event.Outcome;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.wire.Wire;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

class WriterTopologyTest {
    private static final Refill NOTHING = (store, partition) -> -1;
    private final Instant now = Instant.ofEpochMilli(1_800_000_000_000L);
    private final OwnedPartitions owned = new OwnedPartitions();

    private Driver driver(Refill refill) {
        return new Driver(refill, owned);
    }

    @Test
    void anEventItsHistoryAndItsResultCarryTheirCommandAndItsPlace() {
        try (Driver driver = driver(NOTHING)) {
            driver.send(Commands.register("acme", now), now);
            driver.written(Topic.HISTORY);
            Command issue = Commands.issue("acme", "one", now).build();

            driver.send(issue, now.plusMillis(5));

            TestRecord<byte[], byte[]> event = only(driver.written(Topic.KEYS));
            TestRecord<byte[], byte[]> history = only(driver.written(Topic.HISTORY));
            TestRecord<byte[], byte[]> result = only(driver.written(Topic.COMMAND_RESULTS));
            assertThat(history.value()).isEqualTo(event.value());
            assertThat(new String(result.key(), UTF_8)).isEqualTo(issue.getId());
            assertThat(new String(event.key(), UTF_8)).isEqualTo(issue.getSubject());
            for (TestRecord<byte[], byte[]> record : List.of(event, history, result)) {
                assertThat(Cause.text(record.headers(), "kf_command")).isEqualTo(issue.getId());
                assertThat(Cause.text(record.headers(), "kf_cause")).isEqualTo("commands.v1-0@1");
            }
            KeyEvent issued = Wire.decode(event.value(), KeyEvent.class);
            assertThat(issued.getCause()).isEqualTo("commands.v1-0@1");
            assertThat(issued.getState().getVersion())
                    .isEqualTo(now.plusMillis(5).toEpochMilli());
        }
    }

    @Test
    void aCommandThatHasItsResultIsSkippedInSilence() {
        try (Driver driver = driver((store, partition) -> 1)) {
            driver.send(Commands.register("a", now).build(), now);
            driver.send(Commands.register("b", now).build(), now);
            assertThat(driver.written(Topic.COMMAND_RESULTS)).isEmpty();

            CommandResult third = driver.send(Commands.register("c", now), now);

            assertThat(third.getOutcome()).isEqualTo(Outcome.APPLIED);
            assertThat(driver.written(Topic.CONSUMERS)).hasSize(1);
        }
    }

    @Test
    void bytesThatAreNoCommandAreAnsweredAndTheNextCommandIsDecided() {
        try (Driver driver = driver(NOTHING)) {
            driver.send(new byte[] {1, 2, 3}, now);
            driver.send(new byte[] {0, 0, 0, 0, 6, 77}, "their-id", now);
            driver.send((byte[]) null, now);

            List<TestRecord<byte[], byte[]>> results = driver.written(Topic.COMMAND_RESULTS);
            assertThat(results)
                    .extracting(record -> new String(record.key(), UTF_8))
                    .containsExactly("commands.v1-0@0", "their-id", "commands.v1-0@2");
            assertThat(results).allSatisfy(record -> {
                CommandResult result = Wire.decode(record.value(), CommandResult.class);
                assertThat(result.getProblem().getCode()).isEqualTo("COMMAND_UNREADABLE");
                assertThat(result.getStored()).isFalse();
            });
            assertThat(driver.send(Commands.register("acme", now), now).getOutcome())
                    .isEqualTo(Outcome.APPLIED);
        }
    }

    @Test
    void aFaultOfOursRefusesTheCommandAndStopsNothing() {
        Driver driver = new Driver(
                new Signers(),
                hash -> {
                    throw new IllegalStateException("the read model is not there");
                },
                NOTHING,
                owned);
        try (driver) {
            driver.send(Commands.register("acme", now), now);
            Command.Builder issue = Commands.issue("acme", "one", now);

            CommandResult result = driver.send(issue, now);

            assertThat(result.getProblem().getCode()).isEqualTo("UNDECIDABLE");
            assertThat(result.getAttempt()).isEqualTo(issue.getAttempt());
            assertThat(driver.written(Topic.KEYS)).isEmpty();
            assertThat(driver.send(Commands.register("beta", now), now).getOutcome())
                    .isEqualTo(Outcome.APPLIED);
        }
    }

    @Test
    void aPartitionIsOwnedFromItsRefillToItsEnd() {
        List<Integer> ownedDuringRefill = new ArrayList<>();
        Driver driver = driver((store, partition) -> {
            ownedDuringRefill.addAll(owned.now());
            return -1;
        });

        assertThat(ownedDuringRefill).isEmpty();
        assertThat(owned.now()).containsExactly(0);
        driver.close();
        assertThat(owned.now()).isEmpty();
    }

    @Test
    void aRefillThatFailsStopsTheTask() {
        assertThatThrownBy(() -> driver((store, partition) -> {
                    throw new RefillException("no end in sight");
                }))
                .isInstanceOf(StreamsException.class)
                .hasRootCauseInstanceOf(RefillException.class);
        assertThat(owned.now()).isEmpty();
    }

    @Test
    void decisionsRestOnWhatTheRefillFound() {
        List<byte[]> events = new ArrayList<>();
        try (Driver first = driver(NOTHING)) {
            first.send(Commands.register("acme", now), now);
            events.add(only(first.written(Topic.CONSUMERS)).value());
        }
        Refill refill = (store, partition) -> {
            Fold.apply(store, Topic.CONSUMERS, "acme", events.get(0));
            return 0;
        };
        try (Driver second = driver(refill)) {
            second.send(new byte[0], now); // offset 0 has its result

            assertThat(second.send(Commands.register("acme", now), now)
                            .getProblem()
                            .getCode())
                    .isEqualTo("DUPLICATE");
        }
    }

    @Test
    void anAnswerIsForgottenWhenStreamTimeHasPassedItsEnd() {
        try (Driver driver = driver(NOTHING)) {
            Command first = Commands.register("acme", now).build();
            driver.send(first, now);
            driver.written(Topic.COMMAND_RESULTS);

            Instant kept = first.getExpiresAt().plus(Duration.ofMinutes(9));
            CommandResult repeated = driver.send(Commands.again(first).setExpiresAt(kept), kept.minusSeconds(60));
            Instant forgotten = first.getExpiresAt().plus(Duration.ofMinutes(11));
            driver.send(Commands.register("beta", forgotten), forgotten);
            CommandResult anew = driver.send(
                    Commands.again(first).setExpiresAt(forgotten.plusSeconds(60)), forgotten.plusSeconds(2));

            assertThat(repeated.getOutcome()).isEqualTo(Outcome.APPLIED);
            assertThat(repeated.getStored()).isFalse();
            assertThat(anew.getProblem().getCode()).isEqualTo("DUPLICATE");
            assertThat(anew.getStored()).isTrue();
        }
    }

    @Test
    void theKeysOfADeletedConsumerAreRevokedByACommandOnTheSamePartition() {
        try (Driver driver = driver(NOTHING)) {
            driver.send(Commands.register("acme", now), now);
            for (int i = 0; i < 3; i++) {
                driver.send(Commands.issue("acme", "secret " + i, now), now);
            }
            driver.written(Topic.KEYS);
            Command delete =
                    Commands.consumer("acme", CommandType.DELETE_CONSUMER, now).build();

            driver.send(delete, now);

            TestRecord<byte[], byte[]> followUp = only(driver.written(Topic.COMMANDS));
            assertThat(Wire.decode(followUp.value(), Command.class).getId()).isEqualTo(delete.getId() + "/1");
            assertThat(driver.written(Topic.KEYS)).hasSize(3).allSatisfy(record -> {
                KeyEvent event = Wire.decode(record.value(), KeyEvent.class);
                assertThat(event.getType()).isEqualTo(KeyEventType.KEY_REVOKED);
                assertThat(event.getState().getStatus()).isEqualTo(KeyStatus.REVOKED);
                assertThat(Cause.text(record.headers(), "kf_command")).isEqualTo(delete.getId() + "/1");
            });
            assertThat(driver.store().unrevokedKeys("acme", 10)).isEmpty();
        }
    }

    private static TestRecord<byte[], byte[]> only(List<TestRecord<byte[], byte[]>> records) {
        assertThat(records).hasSize(1);
        return records.get(0);
    }
}
