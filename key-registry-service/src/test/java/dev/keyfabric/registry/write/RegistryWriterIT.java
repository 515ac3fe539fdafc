package dev.keyfabric.registry.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.broker.EmbeddedBroker;
import dev.keyfabric.registry.decide.CommandOrigin;
import dev.keyfabric.registry.decide.Commands;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandResult;
import dev.keyfabric.schemas.event.KeyEvent;
import dev.keyfabric.schemas.event.KeyEventType;
import dev.keyfabric.schemas.event.Outcome;
import dev.keyfabric.schemas.topics.RecordHeaders;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.wire.Wire;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RegistryWriterIT {
    private static EmbeddedBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.started(Bench.folder("broker"));
    }

    @AfterAll
    static void stopBroker() {
        broker.stop();
    }

    @Test
    void anIssuedKeyIsOneEventItsHistoryAndItsResult() throws Exception {
        try (Bench bench = new Bench(broker, "issue");
                RegistryWriter writer = bench.readyWriter("a")) {
            assertThat(bench.decided(Commands.register("acme", Instant.now()).build())
                            .getOutcome())
                    .isEqualTo(Outcome.APPLIED);
            Command issue = Commands.issue("acme", "one", Instant.now()).build();

            CommandOrigin origin = bench.send(issue);

            ConsumerRecord<String, byte[]> result = bench.resultRecord(origin);
            CommandResult answer = Wire.decode(result.value(), CommandResult.class);
            assertThat(answer.getOutcome()).isEqualTo(Outcome.APPLIED);
            assertThat(answer.getAttempt()).isEqualTo(issue.getAttempt());
            assertThat(answer.getWritten()).isEqualTo(Map.of("keys.v1", 1, "history.v1", 1));
            ConsumerRecord<String, byte[]> event = bench.committed(Topic.KEYS).get(0);
            KeyEvent issued = Wire.decode(event.value(), KeyEvent.class);
            assertThat(issued.getType()).isEqualTo(KeyEventType.KEY_ISSUED);
            assertThat(issued.getState().getVersion()).isEqualTo(origin.appendTime());
            ConsumerRecord<String, byte[]> history = bench.committed(Topic.HISTORY).stream()
                    .filter(record -> record.key().equals(issue.getSubject()))
                    .findFirst()
                    .orElseThrow();
            assertThat(history.value()).isEqualTo(event.value());
            for (ConsumerRecord<String, byte[]> record : List.of(event, history, result)) {
                assertThat(record.partition()).isEqualTo(origin.partition());
                assertThat(Bench.header(record, RecordHeaders.COMMAND)).isEqualTo(issue.getId());
                assertThat(Bench.header(record, RecordHeaders.CAUSE)).isEqualTo(origin.cause());
            }
        }
    }
}
