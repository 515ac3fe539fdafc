package dev.keyfabric.registry.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyfabric.registry.Registries;
import dev.keyfabric.registry.decide.CommandOrigin;
import dev.keyfabric.registry.decide.Commands;
import dev.keyfabric.registry.decide.Decider;
import dev.keyfabric.registry.decide.Refusal;
import dev.keyfabric.registry.problem.ProblemException;
import dev.keyfabric.registry.readmodel.Answer;
import dev.keyfabric.registry.readmodel.Applied;
import dev.keyfabric.registry.readmodel.ReadModel;
import dev.keyfabric.registry.readmodel.Records;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandResult;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        public CompletionStage<?> send(Command command, String traceparent) {
            throw new ArithmeticException("no form on the bus");
        }
    }

    @Test
    void aCommandThatCannotBeSentLeavesNobodyWaiting() {
        CommandGateway gateway = new CommandGateway(
                new BrokenOutbox(), model.lookups(), InstantSource.fixed(NOW), new Random(1), Runnable::run);

        for (int i = 0; i < 5000; i++) {
            Asker asker = new Asker("ada", "command-" + i, null, null, null);
            assertThatThrownBy(() -> gateway.submit(asker, Commands.register("acme", NOW), List.of()))
                    .isInstanceOf(ArithmeticException.class);
        }
    }

    /** As a decider that refuses whatever it is sent. */
    private static final class RefusingOutbox implements CommandOutbox {
        private final Refusal refusal;
        private Applied.Listener listener = applied -> {};

        RefusingOutbox(Refusal refusal) {
            this.refusal = refusal;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public CompletionStage<?> send(Command command, String traceparent) {
            CommandOrigin origin = new CommandOrigin(0, 7, NOW.toEpochMilli());
            CommandResult result =
                    Decider.refused(command, origin, refusal, "for the test").result();
            listener.applied(new Applied(List.of(new Answer(result, origin.cause())), List.of()));
            return CompletableFuture.completedFuture(origin);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SIGNER_UNKNOWN, 503, WRITER_UNAVAILABLE",
        "SIGNER_NOT_ALLOWED, 503, WRITER_UNAVAILABLE",
        "COMMAND_SIGNATURE_INVALID, 403, COMMAND_SIGNATURE_INVALID",
        "DUPLICATE, 409, DUPLICATE"
    })
    void aRefusalForTheKeyOfThisInstanceIsNoFaultOfWhoeverAsked(Refusal refusal, int status, String code) {
        RefusingOutbox outbox = new RefusingOutbox(refusal);
        CommandGateway gateway =
                new CommandGateway(outbox, model.lookups(), InstantSource.fixed(NOW), new Random(1), Runnable::run);
        outbox.listener = gateway.listener();
        Asker asker = new Asker("ada", Commands.freshId(), null, null, null);

        CompletionStage<?> done = gateway.submit(asker, Commands.register("acme", NOW), List.of());

        assertThatThrownBy(() -> done.toCompletableFuture().join())
                .cause()
                .isInstanceOfSatisfying(ProblemException.class, refused -> {
                    assertThat(refused.problem().status()).isEqualTo(status);
                    assertThat(refused.problem().code()).isEqualTo(code);
                });
    }
}
