package dev.keyfabric.registry.signingkeys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.registry.signingkeys.Nonces.Nonce;
import dev.keyfabric.registry.signingkeys.Nonces.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoncesTest {
    private Instant now = Instant.parse("2027-01-01T00:00:00.123456Z");
    private final TestRoot root = new TestRoot();
    private final Nonces nonces = new Nonces(root, () -> now, new Random(1));

    @Test
    void aNonceIsGoodForItsCredentialForFiveMinutes() {
        Nonce nonce = nonces.issue("key:a");

        assertThat(nonce.expiresAt()).isEqualTo("2027-01-01T00:05:00.123Z");
        assertThat(nonces.check(nonce.text(), "key:a")).isEqualTo(Verdict.GOOD);
        now = now.plus(Nonces.LIFETIME).minus(Duration.ofMillis(2));
        assertThat(nonces.check(nonce.text(), "key:a")).isEqualTo(Verdict.GOOD);
        now = now.plusMillis(2);
        assertThat(nonces.check(nonce.text(), "key:a")).isEqualTo(Verdict.EXPIRED);
    }

    @Test
    void anotherInstanceOfTheSameRootTakesIt() {
        Nonce nonce = nonces.issue("key:a");

        assertThat(new Nonces(root, () -> now, new Random(2)).check(nonce.text(), "key:a"))
                .isEqualTo(Verdict.GOOD);
    }

    @Test
    void anotherCredentialsNonceIsInvalidEvenWhenItIsOld() {
        Nonce nonce = nonces.issue("key:a");

        assertThat(nonces.check(nonce.text(), "key:b")).isEqualTo(Verdict.INVALID);
        now = now.plusSeconds(3600);
        assertThat(nonces.check(nonce.text(), "key:b")).isEqualTo(Verdict.INVALID);
    }

    @Test
    void twoNoncesAreNeverTheSame() {
        assertThat(nonces.issue("key:a").text())
                .isNotEqualTo(nonces.issue("key:a").text());
    }

    @Test
    void anotherRootsNonceIsInvalid() {
        Nonce foreign = new Nonces(new TestRoot(), () -> now, new Random(1)).issue("key:a");

        assertThat(nonces.check(foreign.text(), "key:a")).isEqualTo(Verdict.INVALID);
    }

    /** The root signs records too: a text of another typ is no nonce, whatever it says. */
    @Test
    void whatTheRootSignedAsSomethingElseIsNoNonce() {
        byte[] payload = ("{\"sub\":\"key:a\",\"exp\":" + now.plusSeconds(60).toEpochMilli() + "}").getBytes(UTF_8);

        assertThat(nonces.check(root.sign("kf-record", payload), "key:a")).isEqualTo(Verdict.INVALID);
        assertThat(nonces.check(root.sign("kf-nonce", payload), "key:a")).isEqualTo(Verdict.GOOD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "..", "a.b.c", "{\"sub\":\"key:a\"}"})
    void whatIsNoNonceIsInvalid(String text) {
        assertThat(nonces.check(text, "key:a")).isEqualTo(Verdict.INVALID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[]", "{}", "{\"sub\":\"key:a\"}", "{\"sub\":7,\"exp\":9}", "{\"sub\":\"key:a\",\"exp\":\"9\"}"})
    void aNonceThatSaysTooLittleIsNotGood(String payload) {
        assertThat(nonces.check(root.sign("kf-nonce", payload.getBytes(UTF_8)), "key:a"))
                .isNotEqualTo(Verdict.GOOD);
    }
}
