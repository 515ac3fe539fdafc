package dev.keyfabric.registry.write;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.context.jws.VerifiedJws;
import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.record.RecordContent;
import dev.keyfabric.context.record.RecordSignature;
import dev.keyfabric.registry.decide.Commands;
import dev.keyfabric.registry.decide.Held;
import dev.keyfabric.registry.root.RootKey;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandResult;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.KeyEvent;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.schemas.event.Outcome;
import dev.keyfabric.schemas.event.RevocationReason;
import dev.keyfabric.schemas.event.SecurityEvent;
import dev.keyfabric.schemas.event.SigningKeyEvent;
import dev.keyfabric.schemas.event.SigningKeyState;
import dev.keyfabric.schemas.event.SigningKeyStatus;
import dev.keyfabric.schemas.event.SigningUse;
import dev.keyfabric.schemas.topics.RecordHeaders;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import dev.keyfabric.schemas.wire.Wire;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Commands by whoever could have written them, and what lies in the topics afterwards. */
class SignerCheckTest {
    static final String COMMANDS = TopicNames.DEFAULT.nameOf(Topic.COMMANDS);
    private static final List<Topic> WITHOUT_RESULTS = Stream.of(Topic.values())
            .filter(topic -> topic != Topic.COMMAND_RESULTS)
            .toList();

    private final Instant now = Instant.ofEpochMilli(1_800_000_000_000L);
    final Signers signers = new Signers();
    private final Held held = signers.held();
    private final Driver driver = new Driver(signers, held, (store, partition) -> -1, new OwnedPartitions());
    final byte[] key = "acme".getBytes(UTF_8);

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void theRegistrysKeySignsCommands() {
        assertThat(decided(register(), signers.own).getOutcome()).isEqualTo(Outcome.APPLIED);
    }

    @Test
    void anUnsignedCommandHasNoEffect() {
        Command command = register();
        TestRecord<byte[], byte[]> record = new TestRecord<>(key, Wire.encode(command), now);
        record.headers().add(RecordHeaders.COMMAND, command.getId().getBytes(UTF_8));

        assertRefused(record, command, "COMMAND_UNSIGNED");
    }

    @ParameterizedTest
    @EnumSource(Tampering.class)
    void aCommandThatIsNotWhatWasSignedHasNoEffect(Tampering tampering) {
        Command command = register();
        TestRecord<byte[], byte[]> record = tampering.with(command, this);

        assertRefused(record, Wire.decode(record.value(), Command.class), "COMMAND_SIGNATURE_INVALID");
    }

    @Test
    void aSignerThatNobodyKnowsMayBeKnownLater() {
        SigningKey stranger = Signers.fresh();
        Command command = register();

        assertRefused(signed(command, stranger), command, "SIGNER_UNKNOWN");
        held.with(Signers.state(stranger, SigningUse.REGISTRY, SigningKeyStatus.ACTIVE)
                .build());

        assertThat(decided(Commands.again(command).build(), stranger).getOutcome())
                .isEqualTo(Outcome.APPLIED);
    }

    @Test
    void aSignerEnrolledAMomentAgoThroughAnotherInstanceIsKnownBeforeItIsRefused() {
        SigningKey signer = Signers.fresh();
        held.soonWith(Signers.state(signer, SigningUse.REGISTRY, SigningKeyStatus.ACTIVE)
                .build());

        assertThat(decided(register(), signer).getOutcome()).isEqualTo(Outcome.APPLIED);
    }

    @Test
    void aSignerMadeActiveAMomentAgoThroughAnotherInstanceIsKnownBeforeItIsRefused() {
        SigningKey signer = Signers.fresh();
        held.with(Signers.state(signer, SigningUse.REGISTRY, SigningKeyStatus.PREPARED)
                        .build())
                .soonWith(Signers.state(signer, SigningUse.REGISTRY, SigningKeyStatus.ACTIVE)
                        .build());

        assertThat(decided(register(), signer).getOutcome()).isEqualTo(Outcome.APPLIED);
    }

    @Test
    void aSignerThatIsNotReadInTimeIsRefusedAndMayBeKnownLater() {
        SigningKey signer = Signers.fresh();
        held.soonWith(Signers.state(signer, SigningUse.REGISTRY, SigningKeyStatus.ACTIVE)
                .build());
        held.fallBehind();
        Command command = register();

        assertRefused(signed(command, signer), command, "SIGNER_UNKNOWN");
    }

    /** It would reach the database, and be as long as a header may be. */
    @ParameterizedTest
    @MethodSource("noKids")
    void whatIsNoKidIsNobodysAndIsNotLookedFor(String kid) {
        Command command = register();
        String[] parts = new String(signature(COMMANDS, key, command), UTF_8).split("\\.", -1);
        String header = new String(Base64.getUrlDecoder().decode(parts[0]), UTF_8).replace(signers.own.kid(), kid);
        String signature =
                Base64.getUrlEncoder().withoutPadding().encodeToString(header.getBytes(UTF_8)) + ".." + parts[2];

        assertRefused(record(key, command, command.getId(), signature.getBytes(UTF_8)), command, "SIGNER_UNKNOWN");
        assertThat(held.asked()).isEmpty();
    }

    static Stream<String> noKids() {
        return Stream.of("", "a", "a".repeat(42), "a".repeat(44), "a".repeat(1500), "a".repeat(42) + "/");
    }

    @ParameterizedTest
    @CsvSource({
        "REGISTRY, PREPARED",
        "REGISTRY, RETIRED",
        "REGISTRY, TAINTED",
        "REGISTRY, REVOKED",
        "TXN, ACTIVE",
        "STAMP, ACTIVE",
        "ADMIN, ACTIVE",
        "TXN, RETIRED",
        "ADMIN, REVOKED"
    })
    void aKeyThatMayNotSignHasNoEffect(SigningUse use, SigningKeyStatus status) {
        SigningKey signer = Signers.fresh();
        held.with(Signers.state(signer, use, status).build());
        Command command = register();

        assertRefused(signed(command, signer), command, "SIGNER_NOT_ALLOWED");
    }

    @Test
    void aKeySignsUpToItsEnd() {
        SigningKey signer = Signers.fresh();
        held.with(Signers.state(signer, SigningUse.REGISTRY, SigningKeyStatus.ACTIVE)
                .setNotAfter(now)
                .build());
        assertThat(decided(register(), signer).getOutcome()).isEqualTo(Outcome.APPLIED);

        held.with(Signers.state(signer, SigningUse.REGISTRY, SigningKeyStatus.ACTIVE)
                .setNotAfter(now.minusMillis(1))
                .build());
        forgetWhatWasWritten();
        Command late = Commands.register("beta", now).build();
        assertRefused(signed(late, signer), late, "SIGNER_NOT_ALLOWED");
    }

    @Test
    void aTaintIsHeededWhateverTheStatusSays() {
        SigningKey signer = Signers.fresh();
        held.with(Signers.state(signer, SigningUse.REGISTRY, SigningKeyStatus.ACTIVE)
                .setTaintedAt(now.plusSeconds(60))
                .build());
        Command command = register();

        assertRefused(signed(command, signer), command, "SIGNER_NOT_ALLOWED");
    }

    @Test
    void aHeldKeyThatIsNotWhatItsNameSaysIsUnknown() {
        SigningKey signer = Signers.fresh();
        held.with(Signers.state(signer, SigningUse.REGISTRY, SigningKeyStatus.ACTIVE)
                .setPublicJwk(Signers.fresh().publicKey().toJwkText())
                .build());
        Command command = register();

        assertRefused(signed(command, signer), command, "SIGNER_UNKNOWN");
    }

    static Stream<CommandType> ordinary() {
        return Stream.of(CommandType.values())
                .filter(type -> type != CommandType.ENROL_SIGNING_KEY && type != CommandType.ADVANCE_SIGNING_KEY);
    }

    @ParameterizedTest
    @MethodSource("ordinary")
    void theRootSignsNoOrdinaryCommand(CommandType type) {
        Command command = Commands.about("acme", "acme", type, now).build();

        assertRefused(byRoot(command), command, "SIGNER_NOT_ALLOWED");
    }

    @ParameterizedTest
    @EnumSource(
            value = SigningUse.class,
            names = {"UNKNOWN", "TXN", "STAMP", "ADMIN"})
    void theRootEnrolsNothingButRegistries(SigningUse use) {
        Command command =
                Commands.enrol(Signers.fresh().publicKey(), use, "orders", now).build();

        assertRefused(byRoot(command), command, "SIGNER_NOT_ALLOWED");
    }

    @Test
    void theRootEndsNothingButRegistries() {
        SigningKey stamp = Signers.fresh();
        decided(
                Commands.enrol(stamp.publicKey(), SigningUse.STAMP, "orders", now)
                        .build(),
                signers.own);
        Command taint =
                Commands.advance(stamp.kid(), SigningKeyStatus.TAINTED, now).build();
        Command unknown = Commands.advance(Signers.fresh().kid(), SigningKeyStatus.REVOKED, now)
                .build();
        forgetWhatWasWritten();

        assertRefused(byRoot(taint), taint, "SIGNER_NOT_ALLOWED");
        assertRefused(byRoot(unknown), unknown, "SIGNER_NOT_ALLOWED");
    }

    @Test
    void theRootEnrolsARegistryAndOnlyTheRootDoes() {
        SigningKey second = Signers.fresh();
        Command enrol = Commands.enrol(second.publicKey(), SigningUse.REGISTRY, "registry-2", now)
                .build();
        assertRefused(signed(enrol, signers.own), enrol, "SIGNER_NOT_ALLOWED");
        assertRefused(signed(enrol, second), enrol, "SIGNER_UNKNOWN");

        driver.send(byRoot(enrol));

        assertThat(driver.lastResult().getOutcome()).isEqualTo(Outcome.APPLIED);
        TestRecord<byte[], byte[]> event = driver.written(Topic.SIGNING_KEYS).get(0);
        assertThat(rootSigned(signers.root, Topic.SIGNING_KEYS, event)).isTrue();
        assertThat(rootSigned(new RootKey(Signers.fresh()), Topic.SIGNING_KEYS, event))
                .isFalse();
        // Its own partition knows it at once, whatever the read model holds.
        assertThat(decided(register(), second).getOutcome()).isEqualTo(Outcome.APPLIED);
    }

    @Test
    void aKeyThatThisPartitionKnowsToBeOverSignsNothingWhateverTheReadModelHolds() {
        SigningKey second = Signers.fresh();
        driver.send(byRoot(Commands.enrol(second.publicKey(), SigningUse.REGISTRY, "registry-2", now)
                .build()));
        SigningKeyState enrolled = Wire.decode(
                        driver.written(Topic.SIGNING_KEYS).get(0).value(), SigningKeyEvent.class)
                .getState();
        held.with(enrolled);
        driver.send(byRoot(
                Commands.advance(second.kid(), SigningKeyStatus.REVOKED, now).build()));
        forgetWhatWasWritten();
        Command command = register();

        assertRefused(signed(command, second), command, "SIGNER_NOT_ALLOWED");
    }

    @Test
    void aRefusedTryIsNotTheAnswerOfItsCommand() {
        Command command = register();
        assertRefused(signed(command, Signers.fresh()), command, "SIGNER_UNKNOWN");

        assertThat(decided(Commands.again(command).build(), signers.own).getOutcome())
                .isEqualTo(Outcome.APPLIED);
    }

    @Test
    void aCopyOfASignedCommandIsARepeat() {
        Command command = register();
        decided(command, signers.own);
        forgetWhatWasWritten();

        CommandResult again = decided(command, signers.own);

        assertThat(again.getStored()).isFalse();
        assertThat(again.getOutcome()).isEqualTo(Outcome.APPLIED);
        assertThat(driver.securityEvents()).extracting(SecurityEvent::getCode).containsExactly("COMMAND_REPLAYED");
        assertNothingBut(Topic.COMMAND_RESULTS);
    }

    @Test
    void aReadModelThatFailsHoldsNothingUp() {
        held.breakDown();
        Command command = register();

        assertRefused(signed(command, signers.own), command, "SIGNER_UNKNOWN");
    }

    @Test
    void theCommandLeftByADeletionIsTheRootsAndIsDecided() {
        decided(register(), signers.own);
        decided(Commands.issue("acme", "one", now).build(), signers.own);

        CommandResult last = decided(
                Commands.consumer("acme", CommandType.DELETE_CONSUMER, now).build(), signers.own);

        TestRecord<byte[], byte[]> left = driver.written(Topic.COMMANDS).get(0);
        Command followUp = Wire.decode(left.value(), Command.class);
        assertThat(RecordSignature.verify(
                        left.headers().lastHeader(RecordSignature.HEADER).value(),
                        RecordContent.ofCommand(COMMANDS, left.key(), left.value(), followUp.getId()),
                        dev.keyfabric.context.jws.KeyRing.of(signers.root.key().publicKey())))
                .isInstanceOf(VerifiedJws.class);
        // What is written to commands.v1 is read from it at once.
        assertThat(last.getCommandId()).isEqualTo(followUp.getId());
        assertThat(last.getOutcome()).isEqualTo(Outcome.APPLIED);
        assertThat(driver.written(Topic.KEYS))
                .last()
                .satisfies(record -> assertThat(Wire.decode(record.value(), KeyEvent.class)
                                .getState()
                                .getStatus())
                        .isEqualTo(KeyStatus.REVOKED));
    }

    @Test
    void theRootRevokesTheKeysOfNobodyElse() {
        decided(register(), signers.own);
        decided(Commands.issue("acme", "one", now).build(), signers.own);
        forgetWhatWasWritten();
        Command another = Commands.about("acme", "acme", CommandType.REVOKE_KEYS, now)
                .setRevocationReason(RevocationReason.LEAKED)
                .build();
        assertRefused(byRoot(another), another, "SIGNER_NOT_ALLOWED");

        Command ofOneThatIsNotDeleted = Commands.about("acme", "acme", CommandType.REVOKE_KEYS, now)
                .setRevocationReason(RevocationReason.CONSUMER_DELETED)
                .build();
        driver.send(byRoot(ofOneThatIsNotDeleted));
        assertThat(driver.lastResult().getProblem().getCode()).isEqualTo("COMMAND_UNSUPPORTED");
        assertNothingBut(Topic.COMMAND_RESULTS);
    }

    @Test
    void servicesAreSignedByTheRootAndConsumersAreNot() {
        decided(Commands.define("orders", now).build(), signers.own);
        decided(register(), signers.own);

        assertThat(rootSigned(
                        signers.root,
                        Topic.SERVICES,
                        driver.written(Topic.SERVICES).get(0)))
                .isTrue();
        assertThat(driver.written(Topic.CONSUMERS).get(0).headers().lastHeader(RecordSignature.HEADER))
                .isNull();
    }

    private void forgetWhatWasWritten() {
        for (Topic topic : Topic.values()) {
            driver.written(topic);
        }
    }

    private Command register() {
        return Commands.register("acme", now).build();
    }

    private CommandResult decided(Command command, SigningKey signer) {
        driver.send(signed(command, signer));
        return driver.lastResult();
    }

    private void assertRefused(TestRecord<byte[], byte[]> record, Command command, String code) {
        driver.send(record);

        List<TestRecord<byte[], byte[]>> results = driver.written(Topic.COMMAND_RESULTS);
        assertThat(results).hasSize(1);
        CommandResult result = Wire.decode(results.get(0).value(), CommandResult.class);
        assertThat(result.getOutcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.getProblem().getCode()).isEqualTo(code);
        assertThat(result.getProblem().getStatus()).isEqualTo(code.equals("SIGNER_UNKNOWN") ? 503 : 403);
        assertThat(result.getStored()).isFalse();
        assertThat(result.getAttempt()).isEqualTo(command.getAttempt());
        assertThat(driver.store().answer(command.getId())).isEmpty();
        assertThat(driver.securityEvents()).extracting(SecurityEvent::getCode).containsExactly(code);
        assertNothingBut(Topic.COMMAND_RESULTS);
    }

    private void assertNothingBut(Topic written) {
        for (Topic topic : WITHOUT_RESULTS) {
            assertThat(topic == written ? List.of() : driver.written(topic))
                    .as(topic.id())
                    .isEmpty();
        }
    }

    private TestRecord<byte[], byte[]> signed(Command command, SigningKey signer) {
        RecordContent content = RecordContent.ofCommand(COMMANDS, key, Wire.encode(command), command.getId());
        return record(key, command, command.getId(), RecordSignature.sign(signer, content));
    }

    private TestRecord<byte[], byte[]> byRoot(Command command) {
        RecordContent content = RecordContent.ofCommand(COMMANDS, key, Wire.encode(command), command.getId());
        return record(key, command, command.getId(), signers.root.sign(content));
    }

    byte[] signature(String topic, byte[] recordKey, Command command) {
        return RecordSignature.sign(
                signers.own, RecordContent.ofCommand(topic, recordKey, Wire.encode(command), command.getId()));
    }

    TestRecord<byte[], byte[]> record(byte[] recordKey, Command command, String id, byte[] signature) {
        TestRecord<byte[], byte[]> record = new TestRecord<>(recordKey, Wire.encode(command), now);
        record.headers().add(RecordHeaders.COMMAND, id.getBytes(UTF_8));
        record.headers().add(RecordSignature.HEADER, signature);
        return record;
    }

    private static boolean rootSigned(RootKey root, Topic topic, TestRecord<byte[], byte[]> record) {
        return root.signed(TopicNames.DEFAULT.nameOf(topic), record.key(), record.value(), record.headers());
    }
}
