package dev.keyfabric.registry.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandResult;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.ConsumerDraft;
import dev.keyfabric.schemas.event.ConsumerStatus;
import dev.keyfabric.schemas.event.KeyEvent;
import dev.keyfabric.schemas.event.KeyEventType;
import dev.keyfabric.schemas.event.KeySecret;
import dev.keyfabric.schemas.event.KeyState;
import dev.keyfabric.schemas.event.Outcome;
import dev.keyfabric.schemas.event.SecretDraft;
import dev.keyfabric.schemas.event.SecretStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IdempotencyTest {
    private final MemoryState fabric = new MemoryState();

    @BeforeEach
    void aConsumer() {
        fabric.consumer("acme", ConsumerStatus.ACTIVE);
    }

    @Test
    void theSameCommandAgainGetsTheStoredAnswerAndWritesNothing() {
        Command first = Commands.issue("acme", "one", fabric.now()).build();
        CommandResult answer = fabric.send(first).result();
        Command second = Commands.again(first).build();

        Decision decision = fabric.send(second);

        assertThat(decision.changes()).isEmpty();
        CommandResult repeated = decision.result();
        assertThat(repeated.getOutcome()).isEqualTo(Outcome.APPLIED);
        assertThat(repeated.getAttempt()).isEqualTo(second.getAttempt());
        assertThat(repeated.getStored()).isFalse();
        assertThat(repeated.getWritten()).isEmpty();
        assertThat(repeated.getVersion()).isEqualTo(answer.getVersion());
        assertThat(repeated.getSecretHash()).isEqualTo(answer.getSecretHash());
        assertThat(fabric.answers.get(first.getId())).isEqualTo(answer);
    }

    @Test
    void aStoredRefusalIsTheAnswerAlsoWhenItsReasonIsGone() {
        Command first = Commands.issue("later", "one", fabric.now()).build();
        assertThat(fabric.send(first).result().getProblem().getCode()).isEqualTo("NOT_FOUND");
        fabric.consumer("later", ConsumerStatus.ACTIVE);

        Decision decision = fabric.send(Commands.again(first).setSecret(Commands.secret("two")));

        assertThat(decision.result().getProblem().getCode()).isEqualTo("NOT_FOUND");
        assertThat(decision.result().getStored()).isFalse();
    }

    @Test
    void theSameIdForSomethingElseIsRefusedAndTheFirstAnswerStays() {
        Command first = Commands.register("beta", fabric.now()).build();
        CommandResult answer = fabric.send(first).result();

        Decision decision = fabric.send(Commands.again(first)
                .setConsumer(ConsumerDraft.newBuilder().setName("Other").build()));

        assertThat(decision.result().getProblem().getCode()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(decision.result().getProblem().getStatus()).isEqualTo(422);
        assertThat(decision.result().getStored()).isFalse();
        assertThat(fabric.answers.get(first.getId())).isEqualTo(answer);
    }

    @Test
    void anIssueWhoseAnswerWasLostGetsANewSecretForTheSameKey() {
        Command first = Commands.issue("acme", "lost", fabric.now()).build();
        CommandResult answer = fabric.send(first).result();
        fabric.pass(Duration.ofMinutes(5));

        Decision decision = fabric.send(Commands.again(first).setSecret(Commands.secret("new")));

        KeyEvent event = (KeyEvent) decision.changes().get(0).event();
        assertThat(event.getType()).isEqualTo(KeyEventType.KEY_SECRET_REPLACED);
        KeyState key = event.getState();
        assertThat(key.getKeyId()).isEqualTo(first.getSubject());
        assertThat(key.getVersion()).isEqualTo(answer.getVersion() + 1);
        assertThat(key.getSecrets())
                .extracting(KeySecret::getStatus)
                .containsExactly(SecretStatus.CURRENT, SecretStatus.RETIRED);
        assertThat(key.getSecrets().get(0).getHash()).isEqualTo(Commands.hash("new"));
        CommandResult result = decision.result();
        assertThat(result.getStored()).isTrue();
        assertThat(result.getSecretHash()).isEqualTo(Commands.hash("new"));
        assertThat(result.getFirstAt()).isEqualTo(answer.getFirstAt());
        assertThat(fabric.send(Commands.again(first).setSecret(Commands.secret("newer")))
                        .changes())
                .hasSize(1);
    }

    @Test
    void aRotationWhoseAnswerWasLostReplacesOnlyItsOwnSecret() {
        Command issue = Commands.issue("acme", "first", fabric.now()).build();
        fabric.send(issue);
        Command rotate = Commands.key(issue.getSubject(), CommandType.ROTATE_KEY, fabric.now())
                .setGraceSeconds(3600L)
                .build();
        fabric.send(rotate);
        KeySecret retiring = fabric.keys.get(issue.getSubject()).getSecrets().get(1);

        fabric.send(Commands.again(rotate).setSecret(Commands.secret("second try")));

        List<KeySecret> secrets = fabric.keys.get(issue.getSubject()).getSecrets();
        assertThat(secrets.get(0).getHash()).isEqualTo(Commands.hash("second try"));
        assertThat(secrets.get(1).getStatus()).isEqualTo(SecretStatus.RETIRED);
        assertThat(secrets.get(2)).isEqualTo(retiring);
    }

    @Test
    void aSecretThatWasSupersededIsNotMadeAnew() {
        Command issue = Commands.issue("acme", "first", fabric.now()).build();
        fabric.send(issue);
        fabric.send(Commands.key(issue.getSubject(), CommandType.ROTATE_KEY, fabric.now()));

        assertRefused(Commands.again(issue).setSecret(Commands.secret("again")), "ILLEGAL_TRANSITION");
    }

    @Test
    void aKeyThatEndedGetsNoNewSecret() {
        Command issue = Commands.issue("acme", "first", fabric.now()).build();
        fabric.send(issue);
        fabric.send(Commands.key(issue.getSubject(), CommandType.REVOKE_KEY, fabric.now()));

        assertRefused(Commands.again(issue).setSecret(Commands.secret("again")), "ILLEGAL_TRANSITION");
    }

    @Test
    void aKeyOfADeletedConsumerGetsNoNewSecret() {
        Command issue = Commands.issue("acme", "first", fabric.now()).build();
        fabric.send(issue);
        fabric.send(Commands.consumer("acme", CommandType.DELETE_CONSUMER, fabric.now()));

        assertRefused(Commands.again(issue).setSecret(Commands.secret("again")), "ILLEGAL_TRANSITION");
    }

    @Test
    void afterADayALostSecretIsNotMadeAnew() {
        Command issue = Commands.issue("acme", "first", fabric.now()).build();
        fabric.send(issue);
        fabric.pass(Duration.ofHours(24));

        assertRefused(
                Commands.again(issue)
                        .setSecret(Commands.secret("again"))
                        .setExpiresAt(fabric.now().plusSeconds(60)),
                "ILLEGAL_TRANSITION");
    }

    @Test
    void aFirstTryThatComesLateDoesNotBringItsSecretBack() {
        Command first = Commands.issue("acme", "first", fabric.now()).build();
        fabric.send(first);
        fabric.send(Commands.again(first).setSecret(Commands.secret("second")));

        assertRefused(Commands.again(first), "DUPLICATE");
        assertThat(fabric.keys.get(first.getSubject()).getSecrets().get(0).getHash())
                .isEqualTo(Commands.hash("second"));
    }

    @Test
    void aSecretOfTheWrongShapeIsNoReplacement() {
        Command issue = Commands.issue("acme", "first", fabric.now()).build();
        fabric.send(issue);

        assertRefused(
                Commands.again(issue)
                        .setSecret(SecretDraft.newBuilder(Commands.secret("x"))
                                .setAlgorithm("md5")
                                .build()),
                "VALIDATION_FAILED");
        assertRefused(Commands.again(issue).setSecret(null), "VALIDATION_FAILED");
    }

    @Test
    void anAnswerIsKeptTenMinutesLongerThanItsCommand() {
        Command command = Commands.register("beta", fabric.now()).build();

        CommandResult result = fabric.send(command).result();

        assertThat(result.getKeepUntil()).isEqualTo(command.getExpiresAt().plus(Duration.ofMinutes(10)));
    }

    private void assertRefused(Command.Builder command, String code) {
        Decision decision = fabric.send(command);
        assertThat(decision.result().getProblem().getCode()).isEqualTo(code);
        assertThat(decision.result().getStored()).isFalse();
        assertThat(decision.changes()).isEmpty();
    }
}
