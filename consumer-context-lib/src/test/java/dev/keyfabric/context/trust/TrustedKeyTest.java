package dev.keyfabric.context.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.context.Refusal;
import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.keys.VerifyingKey;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TrustedKeyTest {
    private static final VerifyingKey KEY =
            SigningKey.generate(new SecureRandom()).publicKey();
    private static final Instant T = Instant.parse("2026-11-21T12:00:00Z");

    @ParameterizedTest
    @EnumSource(names = {"PREPARED", "ACTIVE", "RETIRED"})
    void aKeyThatNobodySuspectsVouchesWithoutLimit(KeyState state) {
        TrustedKey key = key(state, null, null);
        assertThat(key.refusal(KeyUse.TXN, T, Moment.of(T))).isEmpty();
        assertThat(key.refusal(KeyUse.TXN, T, Moment.onItsWordAlone(T))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aRevokedKeyVouchesForNothingWheneverItWasRecorded(KeyUse use) {
        TrustedKey key = new TrustedKey(KEY, "node", use, KeyState.REVOKED, Set.of(), null, null);
        assertThat(key.refusal(use, T.minusSeconds(9_999_999), Moment.ofRecord(T, Instant.EPOCH)))
                .contains(Refusal.KEY_REVOKED);
    }

    /** The bound is sharp: the moment of the taint itself is too late, and no skew is allowed. */
    @ParameterizedTest
    @CsvSource({"-1, true", "0, false", "1, false", "59000, false", "-3600000, true"})
    void aTaintedKeyVouchesForWhatWasRecordedBefore(long millis, boolean good) {
        TrustedKey key = key(KeyState.TAINTED, T, null);
        Optional<Refusal> refusal = key.refusal(
                KeyUse.TXN, T.minusSeconds(100), Moment.ofRecord(T.minusSeconds(100), T.plusMillis(millis)));
        assertThat(refusal).isEqualTo(good ? Optional.empty() : Optional.of(Refusal.KEY_TAINTED));
    }

    @Test
    void whatATaintedKeyItselfSaysOfTheTimeDoesNotCount() {
        TrustedKey key = key(KeyState.TAINTED, T, null);
        Instant before = T.minusSeconds(1000);
        assertThat(key.refusal(KeyUse.TXN, before, Moment.onItsWordAlone(before)))
                .contains(Refusal.KEY_TAINTED);
    }

    @Test
    void aKeyTaintedAtNobodyKnowsWhenVouchesForNothing() {
        assertThat(key(KeyState.TAINTED, null, null).refusal(KeyUse.TXN, T, Moment.ofRecord(T, Instant.EPOCH)))
                .contains(Refusal.KEY_TAINTED);
    }

    @Test
    void aTaintIsHeededWhateverTheStateSays() {
        assertThat(key(KeyState.ACTIVE, T, null).refusal(KeyUse.TXN, T, Moment.of(T)))
                .contains(Refusal.KEY_TAINTED);
    }

    @ParameterizedTest
    @CsvSource({"0, true", "60, true", "61, false", "86400, false", "-86400, true"})
    void whatWasSignedAfterTheEndOfAKeyIsRefusedTheSkewAllowed(long seconds, boolean good) {
        TrustedKey key = key(KeyState.RETIRED, null, T);
        assertThat(key.refusal(KeyUse.TXN, T.plusSeconds(seconds), Moment.of(T.plusSeconds(90_000)))
                        .isEmpty())
                .isEqualTo(good);
    }

    @Test
    void aKeyOfAnotherUseVouchesForNothing() {
        for (KeyUse own : KeyUse.values()) {
            TrustedKey key = new TrustedKey(KEY, "x", own, KeyState.ACTIVE, Set.of(), null, null);
            for (KeyUse needed : KeyUse.values()) {
                assertThat(key.refusal(needed, T, Moment.of(T)))
                        .isEqualTo(own == needed ? Optional.empty() : Optional.of(Refusal.KEY_WRONG_USE));
            }
        }
    }

    @Test
    void timesAtTheEdgeOfTimeAreNoError() {
        TrustedKey key = key(KeyState.ACTIVE, null, Instant.MAX);
        assertThat(key.refusal(KeyUse.TXN, Instant.MIN, Moment.of(T))).isEmpty();
        assertThat(key(KeyState.ACTIVE, null, Instant.MIN).refusal(KeyUse.TXN, Instant.MAX, Moment.of(T)))
                .contains(Refusal.KEY_EXPIRED);
    }

    @Test
    void aWordOnceSaidAgainstAKeyIsNotTakenBack() {
        TrustedKey tainted = key(KeyState.TAINTED, T, null);
        TrustedKey active = key(KeyState.ACTIVE, null, null);
        assertThat(active.noBetterThan(tainted)).isEqualTo(tainted);
        assertThat(active.noBetterThan(key(KeyState.REVOKED, null, null)).state())
                .isEqualTo(KeyState.REVOKED);
        assertThat(key(KeyState.TAINTED, T.plusSeconds(5), null)
                        .noBetterThan(tainted)
                        .taintedAt())
                .isEqualTo(T);
        assertThat(key(KeyState.TAINTED, T.minusSeconds(5), null)
                        .noBetterThan(tainted)
                        .taintedAt())
                .isEqualTo(T.minusSeconds(5));
        assertThat(key(KeyState.REVOKED, T, null).noBetterThan(tainted).state()).isEqualTo(KeyState.REVOKED);
        assertThat(active.noBetterThan(key(KeyState.RETIRED, null, null)).state())
                .isEqualTo(KeyState.ACTIVE);
    }

    private static TrustedKey key(KeyState state, Instant taintedAt, Instant notAfter) {
        return new TrustedKey(KEY, "node-1", KeyUse.TXN, state, Set.of("orders"), taintedAt, notAfter);
    }
}
