package dev.keyfabric.registry.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.broker.EmbeddedBroker;
import dev.keyfabric.registry.decide.Commands;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.Outcome;
import dev.keyfabric.schemas.topics.Topic;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class BrokerOutageIT {
    @Test
    void aWriterGoesOnWhereItWasWhenItsBusComesBack() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.started(Bench.folder("broker"));
                Bench bench = new Bench(broker, "outage");
                RegistryWriter writer = bench.readyWriter("a")) {
            Command issue = Commands.issue("acme", "one", Instant.now()).build();
            bench.decided(Commands.register("acme", Instant.now()).build());
            bench.decided(issue);
            broker.stop();
            Command lost = Commands.register("lost", Instant.now()).build();
            Assertions.assertThatThrownBy(() -> bench.sender.send(lost).get(10, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(KafkaException.class);

            broker.start();

            assertThat(bench.decided(Commands.key(issue.getSubject(), CommandType.REVOKE_KEY, Instant.now())
                                    .build())
                            .getOutcome())
                    .isEqualTo(Outcome.APPLIED);
            assertThat(bench.committed(Topic.KEYS)).hasSize(2);
            Bench.awaitReady(writer);
        }
    }

    @Test
    void aWriterThatStartsBeforeItsBusIsReadyWhenThereIsOne() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.started(Bench.folder("broker"));
                Bench bench = new Bench(broker, "late")) {
            broker.stop();
            try (RegistryWriter writer = bench.writer("a")) {
                assertThat(writer.status().ready()).isEmpty();

                broker.start();

                Bench.awaitReady(writer);
                assertThat(bench.decided(
                                        Commands.register("acme", Instant.now()).build())
                                .getOutcome())
                        .isEqualTo(Outcome.APPLIED);
            }
        }
    }
}
