package dev.keyfabric.registry.command;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyfabric.registry.Registries;
import dev.keyfabric.registry.decide.Commands;
import dev.keyfabric.registry.readmodel.ReadModel;
import dev.keyfabric.registry.readmodel.Records;
import dev.keyfabric.schemas.event.Command;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CommandGatewayTest {
    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");

    private final ReadModel model = ReadModel.open(Registries.folder("gateway"), Records.root());

    @AfterEach
    void close() {
        model.close();
    }

    /** As a command that has no form on the bus. */
    private static final class BrokenOutbox implements CommandOutbox {
        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public CompletionStage<?> send(Command command) {
            throw new ArithmeticException("no form on the bus");
        }
    }

    @Test
    void aCommandThatCannotBeSentLeavesNobodyWaiting() {
        CommandGateway gateway = new CommandGateway(
                new BrokenOutbox(), model.lookups(), InstantSource.fixed(NOW), new Random(1), Runnable::run);

        for (int i = 0; i < 5000; i++) {
            Asker asker = new Asker("ada", "command-" + i, null, null);
            assertThatThrownBy(() -> gateway.submit(asker, Commands.register("acme", NOW), List.of()))
                    .isInstanceOf(ArithmeticException.class);
        }
    }
}
