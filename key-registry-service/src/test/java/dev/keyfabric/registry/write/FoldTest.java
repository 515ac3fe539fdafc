package dev.keyfabric.registry.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyfabric.registry.decide.Commands;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandResult;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.KeyEvent;
import dev.keyfabric.schemas.event.KeyState;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.schemas.event.Outcome;
import dev.keyfabric.schemas.event.PlanEvent;
import dev.keyfabric.schemas.event.PlanState;
import dev.keyfabric.schemas.topics.RecordHeaders;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.wire.UnreadableValueException;
import dev.keyfabric.schemas.wire.Wire;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FoldTest {
    private final Instant now = Instant.ofEpochMilli(1_800_000_000_000L);
    private Driver driver;
    private PartitionStore store;
    private String keyId;
    private KeyEvent issued;

    @BeforeEach
    void aKey() {
        driver = new Driver((s, partition) -> -1, new OwnedPartitions());
        store = driver.store();
        driver.send(Commands.register("acme", now), now);
        Command issue = Commands.issue("acme", "one", now).build();
        driver.send(issue, now);
        keyId = issue.getSubject();
        issued = Wire.decode(driver.written(Topic.KEYS).get(0).value(), KeyEvent.class);
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void onlyAHigherVersionCounts() {
        fold(event(KeyStatus.SUSPENDED, 0));
        assertThat(status()).isEqualTo(KeyStatus.ACTIVE);
        fold(event(KeyStatus.SUSPENDED, 1));
        assertThat(status()).isEqualTo(KeyStatus.SUSPENDED);
    }

    @Test
    void aRevokedKeyNeverBecomesAnythingElseWhateverTheVersion() {
        fold(event(KeyStatus.REVOKED, 1));
        fold(event(KeyStatus.ACTIVE, 1000));
        Fold.apply(store, Topic.KEYS, keyId, new byte[] {9});

        assertThat(status()).isEqualTo(KeyStatus.REVOKED);
        assertThat(store.unrevokedKeys("acme", 9)).isEmpty();
    }

    @Test
    void aTombstoneTakesAKeyAwayAndNothingElse() {
        Fold.apply(store, Topic.CONSUMERS, "acme", null);
        Fold.apply(store, Topic.KEYS, keyId, null);

        assertThat(store.key(keyId)).isEmpty();
        assertThat(store.unrevokedKeys("acme", 9)).isEmpty();
        assertThat(store.consumer("acme")).isPresent();
    }

    @Test
    void aValueThatCannotBeReadTakesItsSubjectOutOfDecisionsUntilOneThatCan() {
        Fold.apply(store, Topic.KEYS, keyId, new byte[] {9});

        assertThatThrownBy(() -> store.key(keyId)).isInstanceOf(UnreadableValueException.class);
        assertThat(code(Commands.key(keyId, CommandType.SUSPEND_KEY, now))).isEqualTo("UNREADABLE");
        fold(event(KeyStatus.SUSPENDED, 1));
        assertThat(status()).isEqualTo(KeyStatus.SUSPENDED);
    }

    @Test
    void aRestrictionThatIsNotKnownHereMakesASubjectUnreadable() {
        KeyEvent restricted = event(KeyStatus.ACTIVE, 1);
        fold(KeyEvent.newBuilder(restricted)
                .setState(KeyState.newBuilder(restricted.getState())
                        .setCritical(List.of("only on Tuesdays"))
                        .build())
                .build());

        assertThat(code(Commands.key(keyId, CommandType.REINSTATE_KEY, now))).isEqualTo("UNREADABLE");
    }

    @Test
    void anAnswerThatCannotBeReadIsNotDecidedAgain() {
        Command.Builder command = Commands.register("beta", now);
        Fold.apply(store, Topic.COMMAND_RESULTS, command.getId(), new byte[] {9});

        assertThat(code(command)).isEqualTo("UNREADABLE");
        assertThat(store.consumer("beta")).isEmpty();
    }

    @Test
    void anAnswerThatCannotBeReadDoesNotStopTheSweep() {
        Command.Builder command = Commands.register("gamma", now);
        CommandResult answer = driver.send(command, now);
        assertThat(answer.getOutcome()).isEqualTo(Outcome.APPLIED);
        Fold.apply(store, Topic.COMMAND_RESULTS, command.getId(), new byte[] {9});

        Instant later = now.plus(Duration.ofDays(2));
        CommandResult next = driver.send(Commands.register("delta", later), later);

        assertThat(next.getOutcome()).isEqualTo(Outcome.APPLIED);
        assertThat(store.value(PartitionStore.Entry.ANSWER, command.getId()))
                .as("whether it was done cannot be told, so it must not be done again")
                .isPresent();
    }

    @Test
    void aPlanIsWhatItsHighestVersionSays() {
        driver.send(Commands.plan("gold", now), now);
        PlanEvent first = Wire.decode(driver.written(Topic.PLANS).get(0).value(), PlanEvent.class);

        Fold.apply(store, Topic.PLANS, "gold", Wire.encode(named(first, "older", -1)));
        assertThat(store.plan("gold").orElseThrow().getName()).isEqualTo("Plan gold");
        Fold.apply(store, Topic.PLANS, "gold", null);
        Fold.apply(store, Topic.PLANS, "gold", Wire.encode(named(first, "newer", 1)));
        assertThat(store.plan("gold").orElseThrow().getName()).isEqualTo("newer");
        Fold.apply(store, Topic.PLANS, "gold", new byte[] {9});
        assertThat(code(Commands.plan("gold", now))).isEqualTo("UNREADABLE");
    }

    private static PlanEvent named(PlanEvent event, String name, long later) {
        return PlanEvent.newBuilder(event)
                .setState(PlanState.newBuilder(event.getState())
                        .setName(name)
                        .setVersion(event.getState().getVersion() + later)
                        .build())
                .build();
    }

    @Test
    void ticksAreNoSubjects() {
        Fold.apply(store, Topic.KEYS, RecordHeaders.TICK_KEY, new byte[] {9});

        assertThat(store.key(RecordHeaders.TICK_KEY)).isEmpty();
    }

    @Test
    void keysOfAConsumerWhoseNameBeginsLikeAnothersAreNotItsKeys() {
        driver.send(Commands.register("acme2", now), now);
        Command other = Commands.issue("acme2", "two", now).build();
        driver.send(other, now);

        assertThat(store.unrevokedKeys("acme", 9)).containsExactly(keyId);
        assertThat(store.unrevokedKeys("acme2", 9)).containsExactly(other.getSubject());
    }

    private void fold(KeyEvent event) {
        Fold.apply(store, Topic.KEYS, keyId, Wire.encode(event));
    }

    private KeyEvent event(KeyStatus status, long later) {
        return KeyEvent.newBuilder(issued)
                .setState(KeyState.newBuilder(issued.getState())
                        .setStatus(status)
                        .setVersion(issued.getState().getVersion() + later)
                        .build())
                .build();
    }

    private KeyStatus status() {
        return store.key(keyId).orElseThrow().getStatus();
    }

    private String code(Command.Builder command) {
        return driver.send(command, now).getProblem().getCode();
    }
}
