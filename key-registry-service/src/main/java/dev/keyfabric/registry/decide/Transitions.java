package dev.keyfabric.registry.decide;

import static dev.keyfabric.schemas.event.CommandType.ADVANCE_SIGNING_KEY;
import static dev.keyfabric.schemas.event.CommandType.DELETE_CONSUMER;
import static dev.keyfabric.schemas.event.CommandType.REINSTATE_CONSUMER;
import static dev.keyfabric.schemas.event.CommandType.REINSTATE_KEY;
import static dev.keyfabric.schemas.event.CommandType.REVOKE_KEY;
import static dev.keyfabric.schemas.event.CommandType.ROTATE_KEY;
import static dev.keyfabric.schemas.event.CommandType.SUSPEND_CONSUMER;
import static dev.keyfabric.schemas.event.CommandType.SUSPEND_KEY;
import static dev.keyfabric.schemas.event.CommandType.UPDATE_CONSUMER;
import static dev.keyfabric.schemas.event.CommandType.UPDATE_KEY;

import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.ConsumerEventType;
import dev.keyfabric.schemas.event.ConsumerStatus;
import dev.keyfabric.schemas.event.KeyEventType;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.schemas.event.SigningKeyEventType;
import dev.keyfabric.schemas.event.SigningKeyStatus;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The legal transitions of a subject that exists, as data: what is in no row is {@code ILLEGAL_TRANSITION}. */
final class Transitions {
    /** From one status a command leads to another (or the same), with an event of this type; empty = it is so already. */
    record Row<S, E>(CommandType command, S from, S to, Optional<E> event) {}

    static final List<Row<ConsumerStatus, ConsumerEventType>> CONSUMER = List.of(
            row(UPDATE_CONSUMER, ConsumerStatus.ACTIVE, ConsumerStatus.ACTIVE, ConsumerEventType.CONSUMER_UPDATED),
            row(
                    UPDATE_CONSUMER,
                    ConsumerStatus.SUSPENDED,
                    ConsumerStatus.SUSPENDED,
                    ConsumerEventType.CONSUMER_UPDATED),
            row(
                    SUSPEND_CONSUMER,
                    ConsumerStatus.ACTIVE,
                    ConsumerStatus.SUSPENDED,
                    ConsumerEventType.CONSUMER_SUSPENDED),
            already(SUSPEND_CONSUMER, ConsumerStatus.SUSPENDED),
            already(REINSTATE_CONSUMER, ConsumerStatus.ACTIVE),
            row(
                    REINSTATE_CONSUMER,
                    ConsumerStatus.SUSPENDED,
                    ConsumerStatus.ACTIVE,
                    ConsumerEventType.CONSUMER_REINSTATED),
            row(DELETE_CONSUMER, ConsumerStatus.ACTIVE, ConsumerStatus.DELETED, ConsumerEventType.CONSUMER_DELETED),
            row(DELETE_CONSUMER, ConsumerStatus.SUSPENDED, ConsumerStatus.DELETED, ConsumerEventType.CONSUMER_DELETED));

    static final List<Row<KeyStatus, KeyEventType>> KEY = List.of(
            row(UPDATE_KEY, KeyStatus.ACTIVE, KeyStatus.ACTIVE, KeyEventType.KEY_UPDATED),
            row(UPDATE_KEY, KeyStatus.SUSPENDED, KeyStatus.SUSPENDED, KeyEventType.KEY_UPDATED),
            row(ROTATE_KEY, KeyStatus.ACTIVE, KeyStatus.ACTIVE, KeyEventType.KEY_ROTATED),
            row(ROTATE_KEY, KeyStatus.SUSPENDED, KeyStatus.SUSPENDED, KeyEventType.KEY_ROTATED),
            row(SUSPEND_KEY, KeyStatus.ACTIVE, KeyStatus.SUSPENDED, KeyEventType.KEY_SUSPENDED),
            already(SUSPEND_KEY, KeyStatus.SUSPENDED),
            already(REINSTATE_KEY, KeyStatus.ACTIVE),
            row(REINSTATE_KEY, KeyStatus.SUSPENDED, KeyStatus.ACTIVE, KeyEventType.KEY_REINSTATED),
            row(REVOKE_KEY, KeyStatus.ACTIVE, KeyStatus.REVOKED, KeyEventType.KEY_REVOKED),
            row(REVOKE_KEY, KeyStatus.SUSPENDED, KeyStatus.REVOKED, KeyEventType.KEY_REVOKED),
            already(REVOKE_KEY, KeyStatus.REVOKED));

    static final List<Row<SigningKeyStatus, SigningKeyEventType>> SIGNING_KEY = List.of(
            already(ADVANCE_SIGNING_KEY, SigningKeyStatus.PREPARED),
            advance(SigningKeyStatus.PREPARED, SigningKeyStatus.ACTIVE),
            advance(SigningKeyStatus.PREPARED, SigningKeyStatus.RETIRED),
            taint(SigningKeyStatus.PREPARED),
            revoke(SigningKeyStatus.PREPARED),
            already(ADVANCE_SIGNING_KEY, SigningKeyStatus.ACTIVE),
            advance(SigningKeyStatus.ACTIVE, SigningKeyStatus.RETIRED),
            taint(SigningKeyStatus.ACTIVE),
            revoke(SigningKeyStatus.ACTIVE),
            already(ADVANCE_SIGNING_KEY, SigningKeyStatus.RETIRED),
            taint(SigningKeyStatus.RETIRED),
            revoke(SigningKeyStatus.RETIRED),
            // An event only when the taint is said to be older than was known.
            taint(SigningKeyStatus.TAINTED),
            revoke(SigningKeyStatus.TAINTED),
            already(ADVANCE_SIGNING_KEY, SigningKeyStatus.REVOKED));

    /** What may still be done to a key whose consumer is deleted or not there. */
    static final Set<CommandType> WITHOUT_CONSUMER = EnumSet.of(REVOKE_KEY);

    private Transitions() {}

    static <S, E> Optional<Row<S, E>> find(List<Row<S, E>> table, CommandType command, S from) {
        return table.stream()
                .filter(row -> row.command() == command && row.from().equals(from))
                .findFirst();
    }

    /** Of a command that names the status it leads to. */
    static <S, E> Optional<Row<S, E>> find(List<Row<S, E>> table, CommandType command, S from, S to) {
        return table.stream()
                .filter(row -> row.command() == command
                        && row.from().equals(from)
                        && row.to().equals(to))
                .findFirst();
    }

    private static Row<SigningKeyStatus, SigningKeyEventType> advance(SigningKeyStatus from, SigningKeyStatus to) {
        return row(ADVANCE_SIGNING_KEY, from, to, SigningKeyEventType.SIGNING_KEY_ADVANCED);
    }

    private static Row<SigningKeyStatus, SigningKeyEventType> taint(SigningKeyStatus from) {
        return row(ADVANCE_SIGNING_KEY, from, SigningKeyStatus.TAINTED, SigningKeyEventType.SIGNING_KEY_TAINTED);
    }

    private static Row<SigningKeyStatus, SigningKeyEventType> revoke(SigningKeyStatus from) {
        return row(ADVANCE_SIGNING_KEY, from, SigningKeyStatus.REVOKED, SigningKeyEventType.SIGNING_KEY_REVOKED);
    }

    private static <S, E> Row<S, E> row(CommandType command, S from, S to, E event) {
        return new Row<>(command, from, to, Optional.of(event));
    }

    private static <S, E> Row<S, E> already(CommandType command, S status) {
        return new Row<>(command, status, status, Optional.empty());
    }
}
