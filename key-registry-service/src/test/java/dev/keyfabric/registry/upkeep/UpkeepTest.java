package dev.keyfabric.registry.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.registry.Registries;
import dev.keyfabric.registry.decide.Terms;
import dev.keyfabric.registry.readmodel.ReadModel;
import dev.keyfabric.registry.readmodel.Records;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.ConsumerEvent;
import dev.keyfabric.schemas.event.ConsumerEventType;
import dev.keyfabric.schemas.event.ConsumerState;
import dev.keyfabric.schemas.event.ConsumerStatus;
import dev.keyfabric.schemas.event.Door;
import dev.keyfabric.schemas.event.Enrolment;
import dev.keyfabric.schemas.event.KeyEvent;
import dev.keyfabric.schemas.event.KeyEventType;
import dev.keyfabric.schemas.event.KeyState;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.schemas.event.SigningUse;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.wire.Wire;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is found due in a read model, and what is sent for it. */
class UpkeepTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Terms TERMS = new Terms(DAY.multipliedBy(90), DAY.multipliedBy(7));
    private static final Instant NOW = Records.TIME;

    private final ReadModel model = ReadModel.open(Registries.folder("upkeep"), Records.root());
    private final Records records = new Records();
    private final List<Command> sent = new ArrayList<>();
    private Instant now = NOW;

    @AfterEach
    void close() {
        model.close();
    }

    @Test
    void what_ended_long_enough_ago_is_to_be_purged_and_nothing_else() {
        records.put(key("revoked-long").setStatus(KeyStatus.REVOKED).setChangedAt(NOW.minus(DAY.multipliedBy(91))))
                .put(key("revoked-lately").setStatus(KeyStatus.REVOKED).setChangedAt(NOW.minus(DAY.multipliedBy(89))))
                .put(key("expired-long").setExpiresAt(NOW.minus(DAY.multipliedBy(91))))
                .put(key("expired-longer").setExpiresAt(NOW.minus(DAY.multipliedBy(99))))
                .put(key("old-and-good").setChangedAt(NOW.minus(DAY.multipliedBy(900))))
                .add(Topic.CONSUMERS, "gone", consumer("gone", "Gone Inc.", ConsumerStatus.DELETED), null)
                .add(Topic.CONSUMERS, "purged", consumer("purged", "", ConsumerStatus.DELETED), null)
                .add(Topic.CONSUMERS, "here", consumer("here", "Here Inc.", ConsumerStatus.ACTIVE), null);
        look(Set.of(0));

        assertThat(sent)
                .filteredOn(command -> command.getType() == CommandType.PURGE_SUBJECT)
                .extracting(Command::getSubject)
                .containsExactly("revoked-long", "expired-longer", "expired-long", "gone");
        assertThat(sent).allSatisfy(command -> {
            assertThat(command.getDoor()).isEqualTo(Door.REGISTRY);
            assertThat(command.getActor()).isEqualTo("registry:r1");
            assertThat(command.getRouting()).isEqualTo(command.getSubject());
        });
    }

    @Test
    void an_end_is_announced_once_before_it_comes_and_once_after() {
        records.put(key("k").setExpiresAt(NOW.plus(DAY.multipliedBy(6))).setCreatedAt(NOW.minus(DAY.multipliedBy(30))));
        now = NOW.minus(DAY.multipliedBy(2));
        look(Set.of(0));
        assertThat(sent).isEmpty();

        now = NOW;
        look(Set.of(0));
        look(Set.of(0));
        assertThat(sent).hasSize(2);
        assertThat(sent.get(0).getType()).isEqualTo(CommandType.ANNOUNCE_EXPIRY);
        assertThat(sent.get(1).getId())
                .as("the same notice")
                .isEqualTo(sent.get(0).getId());
        String soon = sent.get(0).getId();
        sent.clear();
        records.add(Topic.HISTORY, "k", notice("k", KeyEventType.KEY_EXPIRING_SOON), null);
        look(Set.of(0));
        assertThat(sent).as("said already").isEmpty();

        now = NOW.plus(DAY.multipliedBy(7));
        look(Set.of(0));
        assertThat(sent).hasSize(1);
        assertThat(sent.get(0).getId()).isNotEqualTo(soon);
    }

    @Test
    void an_end_that_was_moved_is_announced_anew() {
        records.put(key("k").setExpiresAt(NOW.plus(DAY)).setCreatedAt(NOW.minus(DAY.multipliedBy(30))))
                .add(Topic.HISTORY, "k", notice("k", KeyEventType.KEY_EXPIRING_SOON), null);
        look(Set.of(0));
        assertThat(sent).isEmpty();

        records.put(Records.key("k", 2)
                .setExpiresAt(NOW.plus(DAY.multipliedBy(60)))
                .setCreatedAt(NOW.minus(DAY.multipliedBy(30))));
        now = NOW.plus(DAY.multipliedBy(55));
        look(Set.of(0));
        assertThat(sent).extracting(Command::getSubject).containsExactly("k");
    }

    @Test
    void keys_that_live_for_less_than_a_notice_that_enrol_or_that_are_revoked_are_not_announced_as_ending() {
        records.put(key("short").setExpiresAt(NOW.plus(DAY)))
                .put(key("enrols")
                        .setExpiresAt(NOW.minus(DAY))
                        .setEnrols(Enrolment.newBuilder()
                                .setUse(SigningUse.TXN)
                                .setOwner("n1")
                                .build()))
                .put(key("revoked").setStatus(KeyStatus.REVOKED).setExpiresAt(NOW.minus(DAY)))
                .put(key("forever"));
        look(Set.of(0));

        assertThat(sent).isEmpty();
    }

    @Test
    void only_the_partitions_of_this_instance_are_looked_after() {
        records.put(key("k").setStatus(KeyStatus.REVOKED).setChangedAt(NOW.minus(DAY.multipliedBy(91))));
        look(Set.of());
        look(Set.of(1, 2, 3));

        assertThat(sent).isEmpty();
    }

    private void look(Set<Integer> partitions) {
        model.apply(records.batch());
        new Upkeep(
                        "r1",
                        TERMS,
                        model.lookups(),
                        command -> {
                            sent.add(command);
                            return CompletableFuture.completedFuture(null);
                        },
                        () -> now,
                        new SecureRandom())
                .look(partitions);
    }

    private static KeyState.Builder key(String id) {
        return Records.key(id, 1);
    }

    private static byte[] notice(String id, KeyEventType type) {
        return Wire.encode(KeyEvent.newBuilder()
                .setType(type)
                .setAt(NOW)
                .setActor("registry:r1")
                .setDoor(Door.REGISTRY)
                .setState(key(id).build())
                .build());
    }

    private static byte[] consumer(String id, String name, ConsumerStatus status) {
        Instant at = NOW.minus(DAY.multipliedBy(91));
        return Wire.encode(ConsumerEvent.newBuilder()
                .setType(ConsumerEventType.CONSUMER_UPDATED)
                .setAt(at)
                .setActor("tester")
                .setDoor(Door.HTTP)
                .setState(ConsumerState.newBuilder()
                        .setConsumerId(id)
                        .setName(name)
                        .setStatus(status)
                        .setVersion(1)
                        .setCreatedAt(at)
                        .setCreatedBy("tester")
                        .setChangedAt(at)
                        .setChangedBy("tester")
                        .build())
                .build());
    }
}
