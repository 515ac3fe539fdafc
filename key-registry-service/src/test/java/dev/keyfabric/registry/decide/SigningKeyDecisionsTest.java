package dev.keyfabric.registry.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.keys.VerifyingKey;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandResult;
import dev.keyfabric.schemas.event.Outcome;
import dev.keyfabric.schemas.event.SigningKeyDraft;
import dev.keyfabric.schemas.event.SigningKeyEvent;
import dev.keyfabric.schemas.event.SigningKeyEventType;
import dev.keyfabric.schemas.event.SigningKeyState;
import dev.keyfabric.schemas.event.SigningKeyStatus;
import dev.keyfabric.schemas.event.SigningUse;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SigningKeyDecisionsTest {
    private final MemoryState fabric = new MemoryState();
    private final VerifyingKey key = SigningKey.generate(new SecureRandom()).publicKey();
    private final String kid = key.kid();

    @ParameterizedTest(name = "{0} to {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            ABSENT   | PREPARED | NOT_FOUND
            ABSENT   | ACTIVE   | NOT_FOUND
            ABSENT   | RETIRED  | NOT_FOUND
            ABSENT   | TAINTED  | NOT_FOUND
            ABSENT   | REVOKED  | NOT_FOUND
            PREPARED | PREPARED | SAME
            PREPARED | ACTIVE   | ADVANCED
            PREPARED | RETIRED  | ADVANCED
            PREPARED | TAINTED  | TAINTED
            PREPARED | REVOKED  | REVOKED
            ACTIVE   | PREPARED | ILLEGAL_TRANSITION
            ACTIVE   | ACTIVE   | SAME
            ACTIVE   | RETIRED  | ADVANCED
            ACTIVE   | TAINTED  | TAINTED
            ACTIVE   | REVOKED  | REVOKED
            RETIRED  | PREPARED | ILLEGAL_TRANSITION
            RETIRED  | ACTIVE   | ILLEGAL_TRANSITION
            RETIRED  | RETIRED  | SAME
            RETIRED  | TAINTED  | TAINTED
            RETIRED  | REVOKED  | REVOKED
            TAINTED  | PREPARED | ILLEGAL_TRANSITION
            TAINTED  | ACTIVE   | ILLEGAL_TRANSITION
            TAINTED  | RETIRED  | ILLEGAL_TRANSITION
            TAINTED  | TAINTED  | SAME
            TAINTED  | REVOKED  | REVOKED
            REVOKED  | PREPARED | ILLEGAL_TRANSITION
            REVOKED  | ACTIVE   | ILLEGAL_TRANSITION
            REVOKED  | RETIRED  | ILLEGAL_TRANSITION
            REVOKED  | TAINTED  | ILLEGAL_TRANSITION
            REVOKED  | REVOKED  | SAME
            """)
    void everyStatusToEveryStatus(String from, SigningKeyStatus to, String expected) {
        if (!from.equals("ABSENT")) {
            is(SigningKeyStatus.valueOf(from));
        }
        SigningKeyState before = fabric.signingKeys.get(kid);

        Decision decision = fabric.send(Commands.advance(kid, to, fabric.now()));

        SigningKeyState after = fabric.signingKeys.get(kid);
        CommandResult result = decision.result();
        if (result.getOutcome() == Outcome.REFUSED) {
            assertThat(result.getProblem().getCode()).isEqualTo(expected);
            assertThat(after).isEqualTo(before);
        } else if (result.getOutcome() == Outcome.NO_EFFECT) {
            assertThat(expected).isEqualTo("SAME");
            assertThat(after).isEqualTo(before);
            assertThat(result.getVersion()).isEqualTo(before.getVersion());
        } else {
            assertThat(event(decision).getType()).isEqualTo(SigningKeyEventType.valueOf("SIGNING_KEY_" + expected));
            assertThat(after.getStatus()).isEqualTo(to);
            assertThat(after.getVersion()).isEqualTo(before.getVersion() + 1);
            assertThat(unchanging(after)).isEqualTo(unchanging(before));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = SigningUse.class,
            names = {"TXN", "STAMP", "REGISTRY", "ADMIN"})
    void anEnrolledKeySaysForLifeWhatItIsFor(SigningUse use) {
        Command enrol = Commands.enrol(key, use, "orders", fabric.now()).build();

        Decision decision = fabric.send(enrol);

        SigningKeyState state = fabric.signingKeys.get(kid);
        SigningKeyDraft draft = enrol.getSigningKey();
        assertThat(event(decision).getType()).isEqualTo(SigningKeyEventType.SIGNING_KEY_ENROLLED);
        assertThat(state.getUse()).isEqualTo(use);
        assertThat(state.getOwner()).isEqualTo("orders");
        assertThat(state.getStatus()).isEqualTo(SigningKeyStatus.ACTIVE);
        assertThat(state.getServices()).isEqualTo(draft.getServices());
        assertThat(state.getRoles()).isEqualTo(draft.getRoles());
        assertThat(state.getAlgorithm()).isEqualTo("EdDSA");
        assertThat(state.getPublicJwk()).isEqualTo(key.toJwkText());
        assertThat(state.getVersion()).isEqualTo(fabric.now().toEpochMilli());
    }

    @Test
    void enrollingWhatIsEnrolledHasNoEffectUnlessItWouldBeSomethingElse() {
        fabric.send(Commands.enrol(key, SigningUse.STAMP, "orders", fabric.now()));

        assertThat(outcome(Commands.enrol(key, SigningUse.STAMP, "orders", fabric.now())))
                .isEqualTo(Outcome.NO_EFFECT);
        assertThat(outcome(Commands.enrol(key, SigningUse.STAMP, "orders", fabric.now())
                        .setSigningKeyStatus(SigningKeyStatus.PREPARED)))
                .isEqualTo(Outcome.NO_EFFECT);
        assertThat(problem(Commands.enrol(key, SigningUse.STAMP, "payments", fabric.now())))
                .isEqualTo("DUPLICATE");
        assertThat(problem(Commands.enrol(key, SigningUse.TXN, "orders", fabric.now())))
                .isEqualTo("DUPLICATE");
    }

    @ParameterizedTest
    @EnumSource(
            value = SigningKeyStatus.class,
            names = {"RETIRED", "TAINTED", "REVOKED"})
    void aKeyThatIsOverCannotBeEnrolledAgain(SigningKeyStatus over) {
        is(over);

        assertThat(problem(Commands.enrol(key, SigningUse.TXN, "node-1", fabric.now())))
                .isEqualTo("DUPLICATE");
    }

    @Test
    void aPreparedKeyIsActivatedByNoSecondEnrolment() {
        is(SigningKeyStatus.PREPARED);

        assertThat(problem(Commands.enrol(key, SigningUse.TXN, "node-1", fabric.now())))
                .isEqualTo("DUPLICATE");
    }

    @Test
    void aRetiredKeySignsNoLongerThanItsRetirement() {
        is(SigningKeyStatus.ACTIVE);

        fabric.send(Commands.advance(kid, SigningKeyStatus.RETIRED, fabric.now()));

        assertThat(fabric.signingKeys.get(kid).getNotAfter()).isEqualTo(fabric.now());
    }

    @Test
    void anEndThatWasToComeEarlierStays() {
        Instant end = fabric.now().plusSeconds(5);
        fabric.send(enrolment(draft -> draft.setNotAfter(end)));
        fabric.pass(Duration.ofSeconds(10));

        fabric.send(Commands.advance(kid, SigningKeyStatus.RETIRED, fabric.now()));

        assertThat(fabric.signingKeys.get(kid).getNotAfter()).isEqualTo(end);
    }

    @Test
    void aTaintBeginsWhenItWasSaidOrWhenItWasAppendedAndCanOnlyBecomeOlder() {
        is(SigningKeyStatus.ACTIVE);
        fabric.send(Commands.advance(kid, SigningKeyStatus.TAINTED, fabric.now()));
        Instant first = fabric.now();
        assertThat(fabric.signingKeys.get(kid).getTaintedAt()).isEqualTo(first);

        Outcome later = outcome(
                Commands.advance(kid, SigningKeyStatus.TAINTED, fabric.now()).setTaintedAt(first.plusMillis(1)));
        assertThat(later).isEqualTo(Outcome.NO_EFFECT);
        assertThat(fabric.signingKeys.get(kid).getTaintedAt()).isEqualTo(first);

        Outcome earlier = outcome(
                Commands.advance(kid, SigningKeyStatus.TAINTED, fabric.now()).setTaintedAt(first.minusSeconds(60)));
        assertThat(earlier).isEqualTo(Outcome.APPLIED);
        assertThat(fabric.signingKeys.get(kid).getTaintedAt()).isEqualTo(first.minusSeconds(60));
    }

    @Test
    void aTaintIsNeverLaterThanItsCommand() {
        is(SigningKeyStatus.ACTIVE);

        fabric.send(Commands.advance(kid, SigningKeyStatus.TAINTED, fabric.now())
                .setTaintedAt(fabric.now().plusSeconds(30)));

        assertThat(fabric.signingKeys.get(kid).getTaintedAt()).isEqualTo(fabric.now());
    }

    @Test
    void theFieldsOfAnEnrolmentAreAllChecked() {
        assertThat(faults(draft -> draft.setUse(SigningUse.UNKNOWN))).contains("/use UNKNOWN_VALUE");
        assertThat(faults(draft -> draft.setOwner("not an id"))).contains("/owner INVALID_FORMAT");
        assertThat(faults(draft -> draft.setServices(List.of()))).containsOnly("/services REQUIRED");
        assertThat(faults(draft -> draft.setServices(List.of("a", "a")))).containsOnly("/services/1 DUPLICATE");
        assertThat(faults(draft -> draft.setRoles(List.of("admin")))).containsOnly("/roles NOT_ALLOWED");
        assertThat(faults(draft -> draft.setPublicJwk("{}"))).containsOnly("/publicKey INVALID_FORMAT");
        assertThat(faults(draft -> draft.setAlgorithm("ES256"))).containsOnly("/publicKey/alg UNKNOWN_VALUE");
        assertThat(faults(draft -> draft.setPublicJwk(
                        SigningKey.generate(new SecureRandom()).publicKey().toJwkText())))
                .containsOnly("/publicKey KID_MISMATCH");
        assertThat(faults(draft -> draft.setNotAfter(fabric.now()))).containsOnly("/notAfter IN_THE_PAST");
        assertThat(faults(draft -> draft.setUse(SigningUse.STAMP).setServices(List.of("another"))))
                .containsOnly("/services NOT_ALLOWED");
        assertThat(faults(draft -> draft.setUse(SigningUse.REGISTRY))).containsOnly("/services NOT_ALLOWED");
    }

    @Test
    void theKeyOfAPersonHasRolesAndLivesHalfADay() {
        UnaryOperator<SigningKeyDraft.Builder> admin = draft -> draft.setUse(SigningUse.ADMIN)
                .setOwner("ada@example.org")
                .setServices(List.of())
                .setRoles(List.of("admin", "auditor"))
                .setNotAfter(fabric.now().plus(Duration.ofHours(12)));
        assertThat(faults(admin)).isEmpty();
        assertThat(faults(draft -> admin.apply(draft).setRoles(List.of()))).containsOnly("/roles REQUIRED");
        assertThat(faults(draft -> admin.apply(draft).setRoles(List.of("king"))))
                .containsOnly("/roles/0 INVALID_FORMAT");
        assertThat(faults(draft -> admin.apply(draft).setNotAfter(fabric.now().plus(Duration.ofHours(13)))))
                .containsOnly("/notAfter OUT_OF_RANGE");
    }

    @Test
    void theKeyOfAPersonWithoutAWishedEndLivesAsLongAsItMayAndItsEnrolmentCanBeRepeated() {
        Command enrol = Commands.enrol(key, SigningUse.ADMIN, "ada@example.org", fabric.now())
                .build();
        Command wish = Command.newBuilder(enrol)
                .setSigningKey(SigningKeyDraft.newBuilder(enrol.getSigningKey())
                        .setNotAfter(null)
                        .build())
                .build();
        fabric.send(Command.newBuilder(wish));
        Instant end = fabric.now().plus(Duration.ofHours(12));
        fabric.pass(Duration.ofSeconds(10));

        CommandResult again = fabric.send(Commands.again(wish)).result();

        assertThat(again.getOutcome()).isEqualTo(Outcome.APPLIED);
        assertThat(again.getStored()).isFalse();
        assertThat(fabric.signingKeys.get(kid).getNotAfter()).isEqualTo(end);
    }

    @Test
    void aStatusThatAKeyCannotBeginOrEndWithIsAFault() {
        for (SigningKeyStatus status : List.of(
                SigningKeyStatus.UNKNOWN,
                SigningKeyStatus.RETIRED,
                SigningKeyStatus.TAINTED,
                SigningKeyStatus.REVOKED)) {
            assertThat(faults(enrolment(draft -> draft).setSigningKeyStatus(status)))
                    .containsOnly("/status UNKNOWN_VALUE");
        }
        assertThat(faults(Commands.advance(kid, SigningKeyStatus.UNKNOWN, fabric.now())))
                .containsOnly("/status UNKNOWN_VALUE");
        assertThat(faults(Commands.advance(kid, null, fabric.now()))).containsOnly("/status UNKNOWN_VALUE");
        assertThat(faults(Commands.advance(kid, SigningKeyStatus.REVOKED, fabric.now())
                        .setTaintedAt(fabric.now())))
                .containsOnly("/taintedAt NOT_ALLOWED");
        assertThat(faults(Commands.advance(kid, SigningKeyStatus.TAINTED, fabric.now())
                        .setTaintedAt(fabric.now().plus(Duration.ofMinutes(2)))))
                .containsOnly("/taintedAt IN_THE_FUTURE");
    }

    private Command.Builder enrolment(UnaryOperator<SigningKeyDraft.Builder> change) {
        Command.Builder enrol = Commands.enrol(key, SigningUse.TXN, "node-1", fabric.now());
        return enrol.setSigningKey(
                change.apply(SigningKeyDraft.newBuilder(enrol.getSigningKey())).build());
    }

    private List<String> faults(UnaryOperator<SigningKeyDraft.Builder> change) {
        return faults(enrolment(change));
    }

    private List<String> faults(Command.Builder command) {
        return CommandRules.check(command.build(), fabric.now()).stream()
                .map(fault -> fault.getField() + " " + fault.getCode())
                .toList();
    }

    private void is(SigningKeyStatus status) {
        fabric.send(enrolment(draft -> draft));
        fabric.signingKeys.compute(
                kid,
                (id, state) -> SigningKeyState.newBuilder(state)
                        .setStatus(status)
                        .setTaintedAt(status == SigningKeyStatus.TAINTED ? fabric.now() : null)
                        .build());
    }

    private Outcome outcome(Command.Builder command) {
        return fabric.send(command).result().getOutcome();
    }

    private String problem(Command.Builder command) {
        return fabric.send(command).result().getProblem().getCode();
    }

    private static SigningKeyEvent event(Decision decision) {
        return (SigningKeyEvent) decision.changes().get(0).event();
    }

    private static List<Object> unchanging(SigningKeyState key) {
        return List.of(
                key.getKid(),
                key.getOwner(),
                key.getUse(),
                key.getServices(),
                key.getRoles(),
                key.getAlgorithm(),
                key.getPublicJwk(),
                key.getCreatedAt(),
                key.getCreatedBy());
    }
}
