package dev.keyfabric.registry.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.broker.EmbeddedBroker;
import dev.keyfabric.registry.decide.Commands;
import dev.keyfabric.registry.decide.Terms;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.ConsumerEvent;
import dev.keyfabric.schemas.event.KeyEvent;
import dev.keyfabric.schemas.event.KeyEventType;
import dev.keyfabric.schemas.event.Outcome;
import dev.keyfabric.schemas.topics.RecordHeaders;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.wire.Wire;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class PurgeIT {
    @Test
    void aPurgeLeavesATombstoneAndItsStoryAndAfterARestartTheKeyIsUnknownAndTheConsumersIdIsTaken() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.started(Bench.folder("broker"));
                Bench bench = new Bench(broker, "purge")) {
            bench.terms = new Terms(Duration.ZERO, Duration.ofDays(7));
            Command issue = Commands.issue("acme", "one", Instant.now()).build();
            String key = issue.getSubject();
            Command purge = Commands.about(key, key, CommandType.PURGE_SUBJECT, Instant.now())
                    .build();
            try (RegistryWriter writer = bench.readyWriter("a")) {
                bench.decided(Commands.register("acme", Instant.now()).build());
                bench.decided(issue);
                bench.decided(
                        Commands.key(key, CommandType.REVOKE_KEY, Instant.now()).build());
                assertThat(bench.decided(purge).getOutcome()).isEqualTo(Outcome.APPLIED);
                bench.decided(Commands.consumer("acme", CommandType.DELETE_CONSUMER, Instant.now())
                        .build());
                assertThat(bench.decided(Commands.about("acme", "acme", CommandType.PURGE_SUBJECT, Instant.now())
                                        .build())
                                .getOutcome())
                        .isEqualTo(Outcome.APPLIED);
                assertThat(writer.status().lastFailure()).isEmpty();
            }

            ConsumerRecord<String, byte[]> tombstone = last(bench.committed(Topic.KEYS), key);
            assertThat(tombstone.value()).isNull();
            assertThat(Bench.header(tombstone, RecordHeaders.COMMAND)).isEqualTo(purge.getId());
            KeyEvent told =
                    Wire.decode(last(bench.committed(Topic.HISTORY), key).value(), KeyEvent.class);
            assertThat(told.getType()).isEqualTo(KeyEventType.KEY_PURGED);
            ConsumerEvent consumer =
                    Wire.decode(last(bench.committed(Topic.CONSUMERS), "acme").value(), ConsumerEvent.class);
            assertThat(consumer.getState().getName()).isEmpty();

            try (RegistryWriter writer = bench.readyWriter("a")) {
                assertThat(bench.decided(Commands.key(key, CommandType.REVOKE_KEY, Instant.now())
                                        .build())
                                .getProblem()
                                .getCode())
                        .isEqualTo("NOT_FOUND");
                assertThat(bench.decided(
                                        Commands.register("acme", Instant.now()).build())
                                .getProblem()
                                .getCode())
                        .isEqualTo("DUPLICATE");
                assertThat(bench.decided(Commands.about("acme", "acme", CommandType.PURGE_SUBJECT, Instant.now())
                                        .build())
                                .getOutcome())
                        .isEqualTo(Outcome.NO_EFFECT);
                assertThat(writer.status().lastFailure()).isEmpty();
            }
        }
    }

    private static ConsumerRecord<String, byte[]> last(List<ConsumerRecord<String, byte[]>> records, String key) {
        return records.stream()
                .filter(record -> record.key().equals(key))
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }
}
