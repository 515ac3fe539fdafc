package dev.keyfabric.registry.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.key.KeyId;
import dev.keyfabric.key.Routing;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandResult;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.ConsumerStatus;
import dev.keyfabric.schemas.event.Door;
import dev.keyfabric.schemas.event.KeyDraft;
import dev.keyfabric.schemas.event.KeyEvent;
import dev.keyfabric.schemas.event.KeySecret;
import dev.keyfabric.schemas.event.KeyState;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.schemas.event.Outcome;
import dev.keyfabric.schemas.event.RevocationReason;
import dev.keyfabric.schemas.event.SecretStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeciderTest {
    private static final int EIGHT = 8;
    private final MemoryState fabric = new MemoryState();

    @BeforeEach
    void aConsumer() {
        fabric.consumer("acme", ConsumerStatus.ACTIVE);
    }

    @Test
    void aRotationIsOneEventThatLeavesTheOldSecretItsGrace() {
        KeyState key = fabric.key("acme", KeyStatus.ACTIVE);

        Decision decision = rotate(key, 60);

        List<KeySecret> secrets = state(decision).getSecrets();
        assertThat(secrets)
                .extracting(KeySecret::getStatus)
                .containsExactly(SecretStatus.CURRENT, SecretStatus.RETIRING);
        assertThat(secrets.get(1).getRetiresAt()).isEqualTo(fabric.now().plusSeconds(60));
        assertThat(secrets.get(1).getHash()).isEqualTo(key.getSecrets().get(0).getHash());
    }

    @Test
    void aRotationWithoutGraceRetiresTheOldSecretAtOnce() {
        KeyState key = fabric.key("acme", KeyStatus.ACTIVE);

        Decision decision = rotate(key, 0);

        assertThat(state(decision).getSecrets())
                .extracting(KeySecret::getStatus)
                .containsExactly(SecretStatus.CURRENT, SecretStatus.RETIRED);
    }

    @Test
    void anotherRotationLeavesGracesThatRunTheirEndsAndRetiresThoseThatRanOut() {
        KeyState key = fabric.key("acme", KeyStatus.ACTIVE);
        rotate(key, 1);
        rotate(key, 3600);
        fabric.pass(Duration.ofSeconds(10));
        KeySecret running = fabric.keys.get(key.getKeyId()).getSecrets().get(1);

        List<KeySecret> secrets = state(rotate(key, 0)).getSecrets();

        assertThat(secrets)
                .extracting(KeySecret::getStatus)
                .containsExactly(
                        SecretStatus.CURRENT, SecretStatus.RETIRED, SecretStatus.RETIRING, SecretStatus.RETIRED);
        assertThat(secrets.get(2)).isEqualTo(running);
    }

    @Test
    void aKeyKeepsTenRetiredSecretsAndNoMore() {
        KeyState key = fabric.key("acme", KeyStatus.ACTIVE);

        IntStream.range(0, 30).forEach(i -> rotate(key, 0));

        List<KeySecret> secrets = fabric.keys.get(key.getKeyId()).getSecrets();
        assertThat(secrets).hasSize(11);
        assertThat(secrets.get(0).getStatus()).isEqualTo(SecretStatus.CURRENT);
    }

    @Test
    void noMoreThanTenSecretsAreInTheirGraceAtOnce() {
        KeyState key = fabric.key("acme", KeyStatus.ACTIVE);
        IntStream.range(0, 10)
                .forEach(
                        i -> assertThat(rotate(key, 3600).result().getOutcome()).isEqualTo(Outcome.APPLIED));

        Decision eleventh = rotate(key, 3600);

        assertThat(eleventh.result().getProblem().getCode()).isEqualTo("ILLEGAL_TRANSITION");
        assertThat(rotate(key, 0).result().getOutcome()).isEqualTo(Outcome.APPLIED);
    }

    @Test
    void aCompromisedKeyLosesAllItsGracesAndAnOrderlyOneKeepsThemInItsRecord() {
        KeyState compromised = fabric.key("acme", KeyStatus.ACTIVE);
        KeyState replaced = fabric.key("acme", KeyStatus.ACTIVE);
        rotate(compromised, 3600);
        rotate(replaced, 3600);

        KeyState first = state(revoke(compromised, RevocationReason.COMPROMISED));
        KeyState second = state(revoke(replaced, RevocationReason.SUPERSEDED));

        assertThat(first.getSecrets()).extracting(KeySecret::getStatus).doesNotContain(SecretStatus.RETIRING);
        assertThat(second.getSecrets()).extracting(KeySecret::getStatus).contains(SecretStatus.RETIRING);
        assertThat(first.getRevocationReason()).isEqualTo(RevocationReason.COMPROMISED);
    }

    @Test
    void aRevocationWithoutReasonIsForAnotherReason() {
        KeyState key = fabric.key("acme", KeyStatus.ACTIVE);

        assertThat(state(revoke(key, null)).getRevocationReason()).isEqualTo(RevocationReason.OTHER);
    }

    @Test
    void aClearedExpiryIsGoneAndTheRestStays() {
        KeyState key = fabric.key("acme", KeyStatus.ACTIVE);
        Instant end = fabric.now().plus(Duration.ofDays(1));
        fabric.send(update(key, KeyDraft.newBuilder().setNotBefore(fabric.now()).setExpiresAt(end)));

        Decision cleared = fabric.send(update(key, KeyDraft.newBuilder().setClears(List.of("expiresAt"))));
        Decision again = fabric.send(update(key, KeyDraft.newBuilder().setClears(List.of("expiresAt"))));

        assertThat(state(cleared).getExpiresAt()).isNull();
        assertThat(state(cleared).getNotBefore()).isNotNull();
        assertThat(again.result().getOutcome()).isEqualTo(Outcome.NO_EFFECT);
    }

    private Command.Builder update(KeyState key, KeyDraft.Builder draft) {
        return Commands.key(key.getKeyId(), CommandType.UPDATE_KEY, fabric.now())
                .setKey(draft.build());
    }

    @Test
    void aSecretThatAnyKeyHoldsIsADuplicate() {
        fabric.hashesElsewhere.put(Commands.hash("known"), "key_elsewhere");
        KeyState key = fabric.key("acme", KeyStatus.ACTIVE);

        Decision issue = fabric.send(Commands.issue("acme", "known", fabric.now()));
        Decision rotate = fabric.send(Commands.key(key.getKeyId(), CommandType.ROTATE_KEY, fabric.now())
                .setSecret(Commands.secret("known")));

        assertThat(issue.result().getProblem().getCode()).isEqualTo("DUPLICATE");
        assertThat(rotate.result().getProblem().getCode()).isEqualTo("DUPLICATE");
    }

    @Test
    void aKeyCannotGoBackToASecretItHad() {
        Command issue = Commands.issue("acme", "first", fabric.now()).build();
        fabric.send(issue);
        rotate(fabric.keys.get(issue.getSubject()), 0);

        Decision decision = fabric.send(Commands.key(issue.getSubject(), CommandType.ROTATE_KEY, fabric.now())
                .setSecret(Commands.secret("first")));

        assertThat(decision.result().getProblem().getCode()).isEqualTo("DUPLICATE");
    }

    @Test
    void aPeriodIsCheckedWithWhatTheKeyAlreadyHas() {
        KeyState key = fabric.key("acme", KeyStatus.ACTIVE);
        fabric.send(Commands.key(key.getKeyId(), CommandType.UPDATE_KEY, fabric.now())
                .setKey(KeyDraft.newBuilder()
                        .setExpiresAt(fabric.now().plusSeconds(100))
                        .build()));

        Decision decision = fabric.send(Commands.key(key.getKeyId(), CommandType.UPDATE_KEY, fabric.now())
                .setKey(KeyDraft.newBuilder()
                        .setNotBefore(fabric.now().plusSeconds(200))
                        .build()));

        assertThat(decision.result().getProblem().getCode()).isEqualTo("VALIDATION_FAILED");
        assertThat(decision.result().getProblem().getErrors().get(0).getField()).isEqualTo("/expiresAt");
    }

    @Test
    void aKeyIsNotChangedThroughAnotherConsumer() {
        fabric.consumer("other", ConsumerStatus.ACTIVE);
        KeyState key = fabric.key("acme", KeyStatus.ACTIVE);
        String sameSlot = consumerInSlot(Routing.slot("acme"));

        Decision decision = fabric.send(Commands.about(key.getKeyId(), sameSlot, CommandType.REVOKE_KEY, fabric.now()));

        assertThat(decision.result().getProblem().getCode()).isEqualTo("NOT_FOUND");
    }

    @Test
    void aCommandOnAnotherPartitionThanItsSubjectsIsRefusedAndNotRemembered() {
        Command register = Commands.register("acme", fabric.now()).build();
        int right = Routing.partition("acme", EIGHT);
        int wrong = (right + 1) % EIGHT;

        CommandResult result = new Decider(EIGHT, SampleTerms.USUAL)
                .decide(new MemoryState(), fabric, register, at(wrong))
                .result();

        assertThat(result.getProblem().getCode()).isEqualTo("WRONG_PARTITION");
        assertThat(result.getStored()).isFalse();
        assertThat(new Decider(EIGHT, SampleTerms.USUAL)
                        .decide(new MemoryState(), fabric, register, at(right))
                        .result()
                        .getOutcome())
                .isEqualTo(Outcome.APPLIED);
    }

    @Test
    void aKeyIdWhoseSlotIsNotItsConsumersIsRefused() {
        Command issue = Commands.issue("acme", "one", fabric.now()).build();
        String foreign = KeyId.derive(consumerNotInSlot(Routing.slot("acme")), issue.getId())
                .text();

        Decision decision = fabric.send(Command.newBuilder(issue).setSubject(foreign));

        assertThat(decision.result().getProblem().getCode()).isEqualTo("WRONG_PARTITION");
    }

    @Test
    void aKeyIdThatIsNotDerivedFromItsCommandIsRefused() {
        Command issue = Commands.issue("acme", "one", fabric.now()).build();

        Decision decision = fabric.send(Command.newBuilder(issue)
                .setSubject(KeyId.derive("acme", "another command").text()));

        assertThat(decision.result().getProblem().getCode()).isEqualTo("VALIDATION_FAILED");
    }

    @Test
    void anExpiredCommandIsRefusedAndNotRemembered() {
        Command late = Commands.register("beta", fabric.now().minus(Duration.ofDays(1)))
                .build();

        CommandResult result = fabric.send(late).result();

        assertThat(result.getProblem().getCode()).isEqualTo("COMMAND_EXPIRED");
        assertThat(result.getStored()).isFalse();
        assertThat(fabric.consumers).doesNotContainKey("beta");
    }

    @Test
    void aCommandMayWaitADayByHttpAndAWeekOnTheBus() {
        assertThat(code(Commands.register("b1", fabric.now())
                        .setExpiresAt(fabric.now().plus(Duration.ofHours(25)))))
                .contains("COMMAND_EXPIRY_TOO_FAR");
        assertThat(code(Commands.register("b2", fabric.now())
                        .setDoor(Door.BUS)
                        .setExpiresAt(fabric.now().plus(Duration.ofDays(6)))))
                .isEmpty();
        assertThat(code(Commands.register("b3", fabric.now())
                        .setDoor(Door.BUS)
                        .setExpiresAt(fabric.now().plus(Duration.ofDays(8)))))
                .contains("COMMAND_EXPIRY_TOO_FAR");
    }

    @Test
    void anAnswerNeverRepeatsNamesThatAreTooLong() {
        Decision byId = fabric.send(Commands.register("beta", fabric.now()).setId("x".repeat(500_000)));
        Decision bySubject = fabric.send(Commands.register("y".repeat(500_000), fabric.now()));

        assertThat(byId.result().getProblem().getCode()).isEqualTo("COMMAND_UNREADABLE");
        assertThat(byId.result().getCommandId()).startsWith("commands.v1-0@");
        assertThat(bySubject.result().getProblem().getCode()).isEqualTo("COMMAND_UNREADABLE");
        assertThat(bySubject.result().getSubject()).isEmpty();
    }

    @Test
    void bytesThatAreNoCommandAreAnsweredByTheIdInTheirHeaderElseByTheirPlace() {
        CommandOrigin origin = at(3);

        assertThat(Decider.unreadable(Optional.of("abc"), "broken", origin)
                        .result()
                        .getCommandId())
                .isEqualTo("abc");
        assertThat(Decider.unreadable(Optional.empty(), "broken", origin)
                        .result()
                        .getCommandId())
                .isEqualTo("commands.v1-3@7");
        assertThat(Decider.unreadable(Optional.of("a b"), "broken", origin)
                        .result()
                        .getCommandId())
                .isEqualTo("commands.v1-3@7");
    }

    @Test
    void theKeysOfADeletedConsumerAreRevokedByFollowUpsOfFiveHundred() {
        IntStream.range(0, 1201).forEach(i -> fabric.key("acme", KeyStatus.ACTIVE));
        Decision deletion = fabric.send(Commands.consumer("acme", CommandType.DELETE_CONSUMER, fabric.now()));
        assertThat(deletion.changes()).hasSize(1);

        List<Command> next = deletion.followUps();
        int batches = 0;
        while (!next.isEmpty()) {
            Decision decision = fabric.send(next.get(0));
            assertThat(decision.changes()).hasSizeLessThanOrEqualTo(500);
            assertThat(decision.result().getWritten().get("keys.v1"))
                    .isEqualTo(decision.changes().size());
            next = decision.followUps();
            batches++;
        }

        assertThat(batches).isEqualTo(3);
        assertThat(deletion.result().getChildren())
                .containsExactly(deletion.result().getCommandId() + "/1");
        assertThat(fabric.keys.values()).allSatisfy(key -> {
            assertThat(key.getStatus()).isEqualTo(KeyStatus.REVOKED);
            assertThat(key.getRevocationReason()).isEqualTo(RevocationReason.CONSUMER_DELETED);
        });
    }

    @Test
    void theKeysOfAConsumerThatIsThereAreNotRevokedAtOnce() {
        fabric.key("acme", KeyStatus.ACTIVE);

        Decision decision = fabric.send(Commands.consumer("acme", CommandType.REVOKE_KEYS, fabric.now()));

        assertThat(decision.result().getProblem().getCode()).isEqualTo("COMMAND_UNSUPPORTED");
        assertThat(decision.changes()).isEmpty();
    }

    @Test
    void aConsumerIdIsDerivedFromItsCommandAndValid() {
        String id = ConsumerIds.derive(Commands.freshId());

        assertThat(CommandRules.ID.matcher(id).matches()).isTrue();
        assertThat(id).isNotEqualTo(ConsumerIds.derive(Commands.freshId()));
    }

    private Optional<String> code(Command.Builder command) {
        return Optional.ofNullable(fabric.send(command).result().getProblem()).map(problem -> problem.getCode());
    }

    private Decision rotate(KeyState key, long graceSeconds) {
        return fabric.send(Commands.key(key.getKeyId(), CommandType.ROTATE_KEY, fabric.now())
                .setGraceSeconds(graceSeconds));
    }

    private Decision revoke(KeyState key, RevocationReason reason) {
        return fabric.send(Commands.key(key.getKeyId(), CommandType.REVOKE_KEY, fabric.now())
                .setRevocationReason(reason));
    }

    private static KeyState state(Decision decision) {
        return ((KeyEvent) decision.changes().get(0).event()).getState();
    }

    private CommandOrigin at(int partition) {
        return new CommandOrigin(partition, 7, fabric.now().toEpochMilli());
    }

    private static String consumerInSlot(int slot) {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> "c" + i)
                .filter(id -> Routing.slot(id) == slot)
                .findFirst()
                .orElseThrow();
    }

    private static String consumerNotInSlot(int slot) {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> "c" + i)
                .filter(id -> Routing.slot(id) != slot)
                .findFirst()
                .orElseThrow();
    }
}
