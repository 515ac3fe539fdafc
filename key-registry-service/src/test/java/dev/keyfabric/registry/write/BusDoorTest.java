package dev.keyfabric.registry.write;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.record.RecordContent;
import dev.keyfabric.context.record.RecordSignature;
import dev.keyfabric.registry.decide.Commands;
import dev.keyfabric.registry.decide.Held;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandResult;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.ConsumerEvent;
import dev.keyfabric.schemas.event.Door;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.schemas.event.Outcome;
import dev.keyfabric.schemas.event.SecurityEvent;
import dev.keyfabric.schemas.event.SecurityEventType;
import dev.keyfabric.schemas.event.SigningKeyState;
import dev.keyfabric.schemas.event.SigningKeyStatus;
import dev.keyfabric.schemas.event.SigningUse;
import dev.keyfabric.schemas.topics.RecordHeaders;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import dev.keyfabric.schemas.wire.Wire;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Commands that a person's own key signed, and what lies in the topics afterwards. */
class BusDoorTest {
    private static final String COMMANDS = TopicNames.DEFAULT.nameOf(Topic.COMMANDS);
    private static final String OWNER = "grace@https://issuer.example";

    private final Instant now = Instant.ofEpochMilli(1_800_000_000_000L);
    private final Signers signers = new Signers();
    private final Held held = signers.held();
    private final Driver driver = new Driver(signers, held, (store, partition) -> -1, new OwnedPartitions());
    private final SigningKey own = Signers.fresh();

    BusDoorTest() {
        held.with(person().build());
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void a_persons_command_has_the_effect_that_it_has_over_http_and_names_the_person() {
        assertThat(decided(register(Door.BUS)).getOutcome()).isEqualTo(Outcome.APPLIED);

        ConsumerEvent event = Wire.decode(driver.written(Topic.CONSUMERS).get(0).value(), ConsumerEvent.class);
        assertThat(event.getActor()).isEqualTo(OWNER);
        assertThat(event.getDoor()).isEqualTo(Door.BUS);
        Command issue = by(Commands.issue("acme", "one", now)).build();
        assertThat(decided(issue).getOutcome()).isEqualTo(Outcome.APPLIED);
        Command revoke = by(Commands.key(issue.getSubject(), CommandType.REVOKE_KEY, now))
                .build();
        assertThat(decided(revoke).getOutcome()).isEqualTo(Outcome.APPLIED);
        assertThat(driver.store().key(issue.getSubject()).orElseThrow().getStatus())
                .isEqualTo(KeyStatus.REVOKED);
    }

    @Test
    void the_command_line_is_a_door_of_its_own() {
        assertThat(decided(register(Door.CLI)).getOutcome()).isEqualTo(Outcome.APPLIED);
    }

    @ParameterizedTest
    @EnumSource(
            value = Door.class,
            names = {"HTTP", "REGISTRY", "UNKNOWN"})
    void a_command_that_says_it_came_by_another_door_has_no_effect(Door door) {
        assertRefused(register(door));
    }

    @Test
    void a_command_in_somebody_elses_name_has_no_effect() {
        assertRefused(by(Commands.register("acme", now))
                .setActor("ada@https://issuer.example")
                .build());
    }

    static Stream<List<String>> tooFewRoles() {
        return Stream.of(
                List.of(), List.of("auditor"), List.of("issuer"), List.of("issuer", "auditor"), List.of("Admin"));
    }

    @ParameterizedTest
    @MethodSource("tooFewRoles")
    void a_person_whose_roles_do_not_allow_it_has_no_effect(List<String> roles) {
        held.with(person().setRoles(roles).build());

        assertRefused(register(Door.BUS));
    }

    @ParameterizedTest
    @EnumSource(value = SigningKeyStatus.class, names = "ACTIVE", mode = EnumSource.Mode.EXCLUDE)
    void a_persons_key_that_is_not_active_has_no_effect(SigningKeyStatus status) {
        held.with(person().setStatus(status).build());

        assertRefused(register(Door.BUS));
    }

    @Test
    void a_persons_key_that_has_ended_that_has_no_end_or_that_is_tainted_has_no_effect() {
        held.with(person().setNotAfter(now.minusMillis(1)).build());
        assertRefused(register(Door.BUS));
        held.with(person().setNotAfter(null).build());
        assertRefused(register(Door.BUS));
        held.with(person().setTaintedAt(now).build());
        assertRefused(register(Door.BUS));
    }

    static Stream<CommandType> notAPersons() {
        return EnumSet.of(
                CommandType.UNKNOWN,
                CommandType.IMPORT_KEY,
                CommandType.REVOKE_KEYS,
                CommandType.ENROL_SIGNING_KEY,
                CommandType.UPGRADE_KEY_HASH,
                CommandType.PURGE_SUBJECT,
                CommandType.DIGEST,
                CommandType.ANNOUNCE_EXPIRY)
                .stream();
    }

    @ParameterizedTest
    @MethodSource("notAPersons")
    void what_is_a_registrys_or_needs_more_than_a_signature_has_no_effect(CommandType type) {
        assertRefused(by(Commands.about("acme", "acme", type, now)).build());
    }

    @Test
    void a_person_enrols_no_key_of_whatever_use() {
        for (SigningUse use : List.of(SigningUse.REGISTRY, SigningUse.ADMIN, SigningUse.TXN, SigningUse.STAMP)) {
            assertRefused(by(Commands.enrol(Signers.fresh().publicKey(), use, "orders", now))
                    .build());
        }
    }

    @Test
    void a_command_that_expired_or_may_expire_too_late_has_no_effect() {
        Command expired = by(Commands.register("acme", now))
                .setExpiresAt(now.minusMillis(1))
                .build();
        assertThat(decided(expired).getProblem().getCode()).isEqualTo("COMMAND_EXPIRED");
        assertNothingWritten("COMMAND_EXPIRED", OWNER);
        Command far = by(Commands.register("acme", now))
                .setExpiresAt(now.plus(Duration.ofDays(8)))
                .build();
        assertThat(decided(far).getProblem().getCode()).isEqualTo("COMMAND_EXPIRY_TOO_FAR");
        assertNothingWritten("COMMAND_EXPIRY_TOO_FAR", OWNER);
    }

    @Test
    void a_command_that_is_written_again_has_no_second_effect() {
        Command command = register(Door.BUS);
        decided(command);
        forget();

        CommandResult again = decided(command);

        assertThat(again.getOutcome()).isEqualTo(Outcome.APPLIED);
        assertThat(again.getStored()).isFalse();
        assertNothingWritten("COMMAND_REPLAYED", OWNER);
    }

    @Test
    void a_command_that_its_sender_repeats_is_no_matter_of_security() {
        Command command = register(Door.BUS);
        decided(command);
        forget();

        decided(Command.newBuilder(command).setAttempt("another").build());

        assertThat(driver.securityEvents()).isEmpty();
    }

    @Test
    void a_command_refused_for_what_its_subject_has_become_is_no_matter_of_security() {
        decided(register(Door.BUS));
        forget();

        CommandResult result = decided(by(Commands.register("acme", now))
                .setDoor(Door.BUS)
                .setAttempt("x")
                .setId("b".repeat(64))
                .build());

        assertThat(result.getProblem().getCode()).isEqualTo("DUPLICATE");
        assertThat(driver.securityEvents()).isEmpty();
    }

    @Test
    void a_key_that_stands_where_a_subject_belongs_is_not_told() {
        String key = "kf_live_zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17";
        Command command = Command.newBuilder(register(Door.BUS))
                .setSubject("x" + key)
                .setRouting("x" + key)
                .setExpiresAt(now.minusMillis(1))
                .build();
        decided(command);

        SecurityEvent event = driver.securityEvents().get(0);
        assertThat(event.getSubject()).isNull();
        assertThat(event.toString()).doesNotContain("zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ");
    }

    @Test
    void a_command_that_was_changed_on_the_way_has_no_effect() {
        Command command = register(Door.BUS);
        TestRecord<byte[], byte[]> record = signed(command);
        Command other = Command.newBuilder(command)
                .setSubject("evil")
                .setRouting("evil")
                .build();
        TestRecord<byte[], byte[]> tampered = new TestRecord<>(record.key(), Wire.encode(other), record.headers(), now);
        driver.send(tampered);

        assertThat(driver.lastResult().getProblem().getCode()).isEqualTo("COMMAND_SIGNATURE_INVALID");
        assertNothingWritten("COMMAND_SIGNATURE_INVALID", null);
    }

    private SigningKeyState.Builder person() {
        return Signers.state(own, SigningUse.ADMIN, SigningKeyStatus.ACTIVE)
                .setOwner(OWNER)
                .setRoles(List.of("admin"))
                .setNotAfter(now.plus(Duration.ofHours(1)));
    }

    private Command register(Door door) {
        return by(Commands.register("acme", now)).setDoor(door).build();
    }

    private static Command.Builder by(Command.Builder command) {
        return command.setActor(OWNER).setDoor(Door.BUS);
    }

    private TestRecord<byte[], byte[]> signed(Command command) {
        byte[] key = command.getRouting().getBytes(UTF_8);
        byte[] value = Wire.encode(command);
        TestRecord<byte[], byte[]> record = new TestRecord<>(key, value, now);
        record.headers().add(RecordHeaders.COMMAND, command.getId().getBytes(UTF_8));
        record.headers()
                .add(
                        RecordSignature.HEADER,
                        RecordSignature.sign(own, RecordContent.ofCommand(COMMANDS, key, value, command.getId())));
        return record;
    }

    private CommandResult decided(Command command) {
        driver.send(signed(command));
        return driver.lastResult();
    }

    private void assertRefused(Command command) {
        CommandResult result = decided(command);
        assertThat(result.getOutcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.getProblem().getCode()).isEqualTo("SIGNER_NOT_ALLOWED");
        assertThat(result.getStored()).isFalse();
        assertNothingWritten("SIGNER_NOT_ALLOWED", OWNER);
    }

    /** Nothing but the answer and one security event. */
    private void assertNothingWritten(String code, @Nullable String signer) {
        List<SecurityEvent> events = driver.securityEvents();
        assertThat(events).hasSize(1);
        assertThat(events.get(0).getType()).isEqualTo(SecurityEventType.COMMAND_REFUSED);
        assertThat(events.get(0).getCode()).isEqualTo(code);
        assertThat(events.get(0).getActor()).isEqualTo(signer);
        assertThat(events.get(0).getSource()).isEqualTo(Driver.SOURCE);
        assertThat(events.get(0).getDoor()).isEqualTo("bus");
        assertThat(events.get(0).getCause()).startsWith("commands.v1-0@");
        for (Topic topic : Topic.values()) {
            if (topic != Topic.COMMAND_RESULTS) {
                assertThat(driver.written(topic)).as(topic.id()).isEmpty();
            }
        }
    }

    private void forget() {
        for (Topic topic : Topic.values()) {
            driver.written(topic);
        }
    }
}
