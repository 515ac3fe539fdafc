package dev.keyfabric.registry.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.ConsumerEvent;
import dev.keyfabric.schemas.event.ConsumerEventType;
import dev.keyfabric.schemas.event.ConsumerState;
import dev.keyfabric.schemas.event.ConsumerStatus;
import dev.keyfabric.schemas.event.KeyDraft;
import dev.keyfabric.schemas.event.KeyEvent;
import dev.keyfabric.schemas.event.KeyEventType;
import dev.keyfabric.schemas.event.KeyState;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.schemas.event.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What time does to keys and consumers, once a command asks for it. */
class TimeDecisionsTest {
    private static final Duration KEPT = SampleTerms.USUAL.purgeAfter();
    private static final Duration NOTICE = SampleTerms.USUAL.noticeBefore();

    private final MemoryState fabric = new MemoryState();

    @BeforeEach
    void a_consumer() {
        fabric.send(Commands.register("acme", fabric.now()));
    }

    @Test
    void a_key_that_was_revoked_long_ago_is_purged_by_a_tombstone_and_the_history_tells_it() {
        KeyState key = revoked();
        fabric.pass(KEPT.plusSeconds(1));

        Decision decision = send(CommandType.PURGE_SUBJECT, key.getKeyId());

        assertThat(decision.result().getOutcome()).isEqualTo(Outcome.APPLIED);
        assertThat(decision.result().getWritten()).isEqualTo(Map.of("keys.v1", 1, "history.v1", 1));
        Change change = decision.changes().get(0);
        assertThat(change.effect()).isEqualTo(Change.Effect.PURGE);
        assertThat(((KeyEvent) change.event()).getType()).isEqualTo(KeyEventType.KEY_PURGED);
        assertThat(fabric.keys).isEmpty();
        assertThat(send(CommandType.PURGE_SUBJECT, key.getKeyId())
                        .result()
                        .getProblem()
                        .getCode())
                .isEqualTo("NOT_FOUND");
    }

    @Test
    void a_key_that_expired_long_ago_is_purged_whatever_its_status() {
        for (KeyStatus status : new KeyStatus[] {KeyStatus.ACTIVE, KeyStatus.SUSPENDED}) {
            KeyState key = expiring(fabric.now().plus(Duration.ofDays(1)));
            fabric.keys.put(
                    key.getKeyId(), KeyState.newBuilder(key).setStatus(status).build());
            fabric.pass(KEPT.plus(Duration.ofDays(1)).plusSeconds(1));

            assertThat(send(CommandType.PURGE_SUBJECT, key.getKeyId()).result().getOutcome())
                    .as("%s", status)
                    .isEqualTo(Outcome.APPLIED);
        }
    }

    @Test
    void nothing_is_purged_before_its_time() {
        KeyState revoked = revoked();
        KeyState expiring = expiring(fabric.now().plus(Duration.ofDays(1)));
        fabric.pass(KEPT.minusSeconds(5));

        assertThat(send(CommandType.PURGE_SUBJECT, revoked.getKeyId())
                        .result()
                        .getProblem()
                        .getCode())
                .isEqualTo("ILLEGAL_TRANSITION");
        assertThat(send(CommandType.PURGE_SUBJECT, expiring.getKeyId())
                        .result()
                        .getProblem()
                        .getDetail())
                .contains("kept for");
        assertThat(fabric.keys).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyStatus.class,
            names = {"ACTIVE", "SUSPENDED"})
    void a_key_that_may_still_be_used_is_never_purged(KeyStatus status) {
        KeyState key = fabric.key("acme", status);
        fabric.pass(Duration.ofDays(3650));

        assertThat(send(CommandType.PURGE_SUBJECT, key.getKeyId())
                        .result()
                        .getProblem()
                        .getCode())
                .isEqualTo("ILLEGAL_TRANSITION");
        assertThat(fabric.keys).hasSize(1);
    }

    @Test
    void a_deleted_consumer_loses_name_and_metadata_and_its_id_is_never_given_again() {
        fabric.consumer("gone", ConsumerStatus.DELETED);
        fabric.pass(KEPT.plusSeconds(1));

        Decision decision = send(CommandType.PURGE_SUBJECT, "gone");

        ConsumerEvent event = (ConsumerEvent) decision.changes().get(0).event();
        assertThat(event.getType()).isEqualTo(ConsumerEventType.CONSUMER_PURGED);
        ConsumerState left = fabric.consumers.get("gone");
        assertThat(left.getStatus()).isEqualTo(ConsumerStatus.DELETED);
        assertThat(left.getName()).isEmpty();
        assertThat(left.getMetadata()).isEqualTo("{}");
        assertThat(send(CommandType.PURGE_SUBJECT, "gone").result().getOutcome())
                .isEqualTo(Outcome.NO_EFFECT);
        assertThat(fabric.send(Commands.register("gone", fabric.now()))
                        .result()
                        .getProblem()
                        .getCode())
                .isEqualTo("DUPLICATE");
    }

    @ParameterizedTest
    @EnumSource(
            value = ConsumerStatus.class,
            names = {"ACTIVE", "SUSPENDED"})
    void a_consumer_that_is_not_deleted_is_never_purged(ConsumerStatus status) {
        fabric.consumer("here", status);
        fabric.pass(Duration.ofDays(3650));

        assertThat(send(CommandType.PURGE_SUBJECT, "here").result().getProblem().getCode())
                .isEqualTo("ILLEGAL_TRANSITION");
    }

    @Test
    void what_somebody_changed_meanwhile_is_not_purged() {
        KeyState key = revoked();
        fabric.pass(KEPT.plusSeconds(1));

        assertThat(fabric.send(about(CommandType.PURGE_SUBJECT, key.getKeyId())
                                .setExpectedVersion(key.getVersion() + 7))
                        .result()
                        .getProblem()
                        .getCode())
                .isEqualTo("VERSION_CONFLICT");
    }

    @Test
    void a_key_that_ends_soon_and_one_that_has_ended_are_told_by_the_history_alone() {
        KeyState key = expiring(fabric.now().plus(NOTICE.multipliedBy(2)));
        assertThat(send(CommandType.ANNOUNCE_EXPIRY, key.getKeyId()).result().getOutcome())
                .isEqualTo(Outcome.NO_EFFECT);

        fabric.pass(NOTICE);
        assertNotice(key, KeyEventType.KEY_EXPIRING_SOON);
        fabric.pass(NOTICE);
        assertNotice(key, KeyEventType.KEY_EXPIRED);
        assertThat(fabric.keys.get(key.getKeyId())).isEqualTo(key);
    }

    @Test
    void of_a_key_without_an_end_and_of_a_revoked_one_there_is_nothing_to_tell() {
        assertThat(send(
                                CommandType.ANNOUNCE_EXPIRY,
                                fabric.key("acme", KeyStatus.ACTIVE).getKeyId())
                        .result()
                        .getOutcome())
                .isEqualTo(Outcome.NO_EFFECT);
        KeyState revoked = revoked();
        fabric.keys.put(
                revoked.getKeyId(),
                KeyState.newBuilder(revoked)
                        .setExpiresAt(fabric.now().minusSeconds(1))
                        .build());

        assertThat(send(CommandType.ANNOUNCE_EXPIRY, revoked.getKeyId())
                        .result()
                        .getOutcome())
                .isEqualTo(Outcome.NO_EFFECT);
    }

    private void assertNotice(KeyState key, KeyEventType type) {
        Decision decision = send(CommandType.ANNOUNCE_EXPIRY, key.getKeyId());
        assertThat(decision.result().getWritten()).isEqualTo(Map.of("history.v1", 1));
        Change change = decision.changes().get(0);
        assertThat(change.effect()).isEqualTo(Change.Effect.NOTICE);
        assertThat(((KeyEvent) change.event()).getType()).isEqualTo(type);
        assertThat(((KeyEvent) change.event()).getState()).isEqualTo(key);
    }

    private KeyState revoked() {
        KeyState key = fabric.key("acme", KeyStatus.ACTIVE);
        fabric.send(Commands.key(key.getKeyId(), CommandType.REVOKE_KEY, fabric.now()));
        return fabric.keys.get(key.getKeyId());
    }

    private KeyState expiring(Instant end) {
        Command issue = Commands.issue("acme", Commands.freshId(), fabric.now()).build();
        fabric.send(Command.newBuilder(issue)
                .setKey(KeyDraft.newBuilder(issue.getKey()).setExpiresAt(end).build())
                .build());
        return fabric.keys.get(issue.getSubject());
    }

    private Decision send(CommandType type, String subject) {
        return fabric.send(about(type, subject));
    }

    private Command.Builder about(CommandType type, String subject) {
        return Commands.about(subject, subject, type, fabric.now());
    }
}
