package dev.keyfabric.registry.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.key.KeyId;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandResult;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.ConsumerDraft;
import dev.keyfabric.schemas.event.ConsumerState;
import dev.keyfabric.schemas.event.ConsumerStatus;
import dev.keyfabric.schemas.event.KeyState;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.schemas.event.Outcome;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every status × every command. The expectation is the new status, SAME for no effect, or the code of the refusal. */
class TransitionsTest {
    private final MemoryState fabric = new MemoryState();

    @ParameterizedTest(name = "{1} of a consumer that is {0}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            ABSENT    | REGISTER_CONSUMER  | ACTIVE
            ABSENT    | UPDATE_CONSUMER    | NOT_FOUND
            ABSENT    | SUSPEND_CONSUMER   | NOT_FOUND
            ABSENT    | REINSTATE_CONSUMER | NOT_FOUND
            ABSENT    | DELETE_CONSUMER    | NOT_FOUND
            ACTIVE    | REGISTER_CONSUMER  | DUPLICATE
            ACTIVE    | UPDATE_CONSUMER    | ACTIVE
            ACTIVE    | SUSPEND_CONSUMER   | SUSPENDED
            ACTIVE    | REINSTATE_CONSUMER | SAME
            ACTIVE    | DELETE_CONSUMER    | DELETED
            SUSPENDED | REGISTER_CONSUMER  | DUPLICATE
            SUSPENDED | UPDATE_CONSUMER    | SUSPENDED
            SUSPENDED | SUSPEND_CONSUMER   | SAME
            SUSPENDED | REINSTATE_CONSUMER | ACTIVE
            SUSPENDED | DELETE_CONSUMER    | DELETED
            DELETED   | REGISTER_CONSUMER  | DUPLICATE
            DELETED   | UPDATE_CONSUMER    | ILLEGAL_TRANSITION
            DELETED   | SUSPEND_CONSUMER   | ILLEGAL_TRANSITION
            DELETED   | REINSTATE_CONSUMER | ILLEGAL_TRANSITION
            DELETED   | DELETE_CONSUMER    | ILLEGAL_TRANSITION
            """)
    void consumers(String status, CommandType type, String expected) {
        if (!status.equals("ABSENT")) {
            fabric.consumer("acme", ConsumerStatus.valueOf(status));
        }
        Command.Builder command = Commands.consumer("acme", type, fabric.now());
        if (type == CommandType.REGISTER_CONSUMER || type == CommandType.UPDATE_CONSUMER) {
            command.setConsumer(ConsumerDraft.newBuilder().setName("Another").build());
        }
        long before = version();

        Decision decision = fabric.send(command);

        check(decision, expected, before, version());
        if (fabric.consumers.containsKey("acme") && decision.result().getOutcome() == Outcome.APPLIED) {
            assertThat(fabric.consumers.get("acme").getStatus().name()).isEqualTo(expected);
        }
    }

    @ParameterizedTest(name = "{2} of a key that is {1} while its consumer is {0}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            ABSENT    | ABSENT    | ISSUE_KEY     | NOT_FOUND
            ACTIVE    | ABSENT    | ISSUE_KEY     | ACTIVE
            SUSPENDED | ABSENT    | ISSUE_KEY     | ACTIVE
            DELETED   | ABSENT    | ISSUE_KEY     | ILLEGAL_TRANSITION
            ACTIVE    | ABSENT    | UPDATE_KEY    | NOT_FOUND
            ACTIVE    | ABSENT    | ROTATE_KEY    | NOT_FOUND
            ACTIVE    | ABSENT    | SUSPEND_KEY   | NOT_FOUND
            ACTIVE    | ABSENT    | REINSTATE_KEY | NOT_FOUND
            ACTIVE    | ABSENT    | REVOKE_KEY    | NOT_FOUND
            ACTIVE    | ACTIVE    | UPDATE_KEY    | ACTIVE
            ACTIVE    | ACTIVE    | ROTATE_KEY    | ACTIVE
            ACTIVE    | ACTIVE    | SUSPEND_KEY   | SUSPENDED
            ACTIVE    | ACTIVE    | REINSTATE_KEY | SAME
            ACTIVE    | ACTIVE    | REVOKE_KEY    | REVOKED
            ACTIVE    | SUSPENDED | UPDATE_KEY    | SUSPENDED
            ACTIVE    | SUSPENDED | ROTATE_KEY    | SUSPENDED
            ACTIVE    | SUSPENDED | SUSPEND_KEY   | SAME
            ACTIVE    | SUSPENDED | REINSTATE_KEY | ACTIVE
            ACTIVE    | SUSPENDED | REVOKE_KEY    | REVOKED
            ACTIVE    | REVOKED   | UPDATE_KEY    | ILLEGAL_TRANSITION
            ACTIVE    | REVOKED   | ROTATE_KEY    | ILLEGAL_TRANSITION
            ACTIVE    | REVOKED   | SUSPEND_KEY   | ILLEGAL_TRANSITION
            ACTIVE    | REVOKED   | REINSTATE_KEY | ILLEGAL_TRANSITION
            ACTIVE    | REVOKED   | REVOKE_KEY    | SAME
            SUSPENDED | ACTIVE    | UPDATE_KEY    | ACTIVE
            SUSPENDED | ACTIVE    | ROTATE_KEY    | ACTIVE
            SUSPENDED | ACTIVE    | SUSPEND_KEY   | SUSPENDED
            SUSPENDED | SUSPENDED | REINSTATE_KEY | ACTIVE
            SUSPENDED | ACTIVE    | REVOKE_KEY    | REVOKED
            DELETED   | ACTIVE    | UPDATE_KEY    | ILLEGAL_TRANSITION
            DELETED   | ACTIVE    | ROTATE_KEY    | ILLEGAL_TRANSITION
            DELETED   | ACTIVE    | SUSPEND_KEY   | ILLEGAL_TRANSITION
            DELETED   | ACTIVE    | REINSTATE_KEY | ILLEGAL_TRANSITION
            DELETED   | SUSPENDED | REINSTATE_KEY | ILLEGAL_TRANSITION
            DELETED   | ACTIVE    | REVOKE_KEY    | REVOKED
            DELETED   | REVOKED   | REVOKE_KEY    | SAME
            """)
    void someKeysByName(String consumer, String status, CommandType type, String expected) {
        keys(consumer, status, type, expected);
    }

    static Stream<Arguments> everyKey() {
        List<CommandType> commands = List.of(
                CommandType.UPDATE_KEY,
                CommandType.ROTATE_KEY,
                CommandType.SUSPEND_KEY,
                CommandType.REINSTATE_KEY,
                CommandType.REVOKE_KEY);
        return Stream.of("ABSENT", "ACTIVE", "SUSPENDED", "DELETED")
                .flatMap(consumer -> Stream.of("ABSENT", "ACTIVE", "SUSPENDED", "REVOKED")
                        .flatMap(key -> commands.stream()
                                .map(type -> Arguments.of(consumer, key, type, expected(consumer, key, type)))));
    }

    /** The rules once more, in words and not as the table that decides. */
    private static String expected(String consumer, String key, CommandType type) {
        boolean gone = consumer.equals("ABSENT") || consumer.equals("DELETED");
        if (key.equals("ABSENT")) {
            return "NOT_FOUND";
        }
        if (type == CommandType.REVOKE_KEY) {
            return key.equals("REVOKED") ? "SAME" : "REVOKED";
        }
        if (key.equals("REVOKED") || gone) {
            return "ILLEGAL_TRANSITION";
        }
        return switch (type) {
            case SUSPEND_KEY -> key.equals("SUSPENDED") ? "SAME" : "SUSPENDED";
            case REINSTATE_KEY -> key.equals("ACTIVE") ? "SAME" : "ACTIVE";
            default -> key;
        };
    }

    @ParameterizedTest(name = "{2} of a key that is {1} while its consumer is {0}: {3}")
    @MethodSource("everyKey")
    void keys(String consumer, String status, CommandType type, String expected) {
        String keyId = KeyId.derive("acme", "never issued").text();
        if (!consumer.equals("ABSENT") || !status.equals("ABSENT")) {
            fabric.consumer("acme", ConsumerStatus.ACTIVE);
            if (!status.equals("ABSENT")) {
                keyId = fabric.key("acme", KeyStatus.valueOf(status)).getKeyId();
            }
            if (consumer.equals("ABSENT")) {
                fabric.consumers.remove("acme");
            } else {
                setConsumer(ConsumerStatus.valueOf(consumer));
            }
        }
        Command command = (type == CommandType.ISSUE_KEY
                        ? Commands.issue("acme", "a secret", fabric.now())
                        : Commands.key(keyId, type, fabric.now()))
                .build();
        long before = keyVersion(command.getSubject());

        Decision decision = fabric.send(command);

        check(decision, expected, before, keyVersion(command.getSubject()));
        KeyState after = fabric.keys.get(command.getSubject());
        if (after != null && decision.result().getOutcome() == Outcome.APPLIED) {
            assertThat(after.getStatus().name()).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource(CommandType.class)
    void whatThisRegistryDoesNotKnowIsRefusedWithACode(CommandType type) {
        EnumSet<CommandType> known = EnumSet.of(
                CommandType.REGISTER_CONSUMER,
                CommandType.UPDATE_CONSUMER,
                CommandType.SUSPEND_CONSUMER,
                CommandType.REINSTATE_CONSUMER,
                CommandType.DELETE_CONSUMER,
                CommandType.ISSUE_KEY,
                CommandType.UPDATE_KEY,
                CommandType.ROTATE_KEY,
                CommandType.SUSPEND_KEY,
                CommandType.REINSTATE_KEY,
                CommandType.REVOKE_KEY,
                CommandType.DEFINE_PLAN,
                CommandType.DEFINE_SERVICE,
                CommandType.ENROL_SIGNING_KEY,
                CommandType.ADVANCE_SIGNING_KEY,
                CommandType.PURGE_SUBJECT,
                CommandType.ANNOUNCE_EXPIRY,
                CommandType.DIGEST);

        CommandResult result =
                fabric.send(Commands.about("acme", "acme", type, fabric.now())).result();

        assertThat(result.getOutcome()).isEqualTo(Outcome.REFUSED);
        if (!known.contains(type)) {
            assertThat(result.getProblem().getCode()).isEqualTo("COMMAND_UNSUPPORTED");
        }
    }

    @Test
    void aVersionBeginsAtTheAppendTimeAndGoesUpByOne() {
        fabric.consumer("acme", ConsumerStatus.ACTIVE);
        KeyState issued = fabric.key("acme", KeyStatus.ACTIVE);

        fabric.send(Commands.key(issued.getKeyId(), CommandType.SUSPEND_KEY, fabric.now()));
        fabric.send(Commands.key(issued.getKeyId(), CommandType.REINSTATE_KEY, fabric.now()));

        assertThat(issued.getVersion()).isEqualTo(issued.getCreatedAt().toEpochMilli());
        assertThat(fabric.keys.get(issued.getKeyId()).getVersion()).isEqualTo(issued.getVersion() + 2);
    }

    @Test
    void aVersionThatTheSenderDidNotSeeIsAConflict() {
        fabric.consumer("acme", ConsumerStatus.ACTIVE);
        KeyState issued = fabric.key("acme", KeyStatus.ACTIVE);

        Decision decision = fabric.send(Commands.key(issued.getKeyId(), CommandType.REVOKE_KEY, fabric.now())
                .setExpectedVersion(issued.getVersion() - 1));

        assertThat(decision.result().getProblem().getCode()).isEqualTo("VERSION_CONFLICT");
        assertThat(fabric.send(Commands.key(issued.getKeyId(), CommandType.REVOKE_KEY, fabric.now())
                                .setExpectedVersion(issued.getVersion()))
                        .result()
                        .getOutcome())
                .isEqualTo(Outcome.APPLIED);
    }

    @Test
    void anUpdateThatChangesNothingIsNoEvent() {
        fabric.consumer("acme", ConsumerStatus.ACTIVE);

        Decision decision = fabric.send(Commands.consumer("acme", CommandType.UPDATE_CONSUMER, fabric.now())
                .setConsumer(ConsumerDraft.newBuilder().setName("Consumer acme").build()));

        assertThat(decision.result().getOutcome()).isEqualTo(Outcome.NO_EFFECT);
        assertThat(decision.changes()).isEmpty();
    }

    private static void check(Decision decision, String expected, long before, long after) {
        CommandResult result = decision.result();
        assertThat(result.getStored()).isTrue();
        if (result.getOutcome() == Outcome.REFUSED) {
            assertThat(result.getProblem().getCode()).isEqualTo(expected);
            assertThat(result.getProblem().getStatus()).isIn(404, 409);
        } else {
            assertThat(result.getOutcome()).isEqualTo(expected.equals("SAME") ? Outcome.NO_EFFECT : Outcome.APPLIED);
        }
        boolean applied = result.getOutcome() == Outcome.APPLIED;
        assertThat(decision.changes()).hasSize(applied ? 1 : 0);
        if (result.getOutcome() != Outcome.REFUSED) {
            assertThat(result.getVersion()).isEqualTo(after);
        }
        if (!applied) {
            assertThat(after).isEqualTo(before);
        }
    }

    private void setConsumer(ConsumerStatus status) {
        fabric.consumers.compute(
                "acme",
                (id, state) -> ConsumerState.newBuilder(state).setStatus(status).build());
    }

    private long version() {
        return fabric.consumers.containsKey("acme")
                ? fabric.consumers.get("acme").getVersion()
                : 0;
    }

    private long keyVersion(String keyId) {
        return fabric.keys.containsKey(keyId) ? fabric.keys.get(keyId).getVersion() : 0;
    }
}
