package dev.keyfabric.context.record;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.context.Refusal;
import dev.keyfabric.context.jws.Jws;
import dev.keyfabric.context.jws.JwsVerdict;
import dev.keyfabric.context.jws.KeyRing;
import dev.keyfabric.context.jws.VerifiedJws;
import dev.keyfabric.context.keys.SigningKey;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordSignatureTest {
    private static final SigningKey KEY = SigningKey.generate(new SecureRandom());
    private static final SigningKey OTHER = SigningKey.generate(new SecureRandom());
    private static final String TOPIC = "keyfabric.signing-keys.v1";
    private static final byte[] NAME = "kid-1".getBytes(UTF_8);
    private static final byte[] VALUE = {0, 0, 0, 0, 5, 9};
    private static final RecordContent CONTENT = RecordContent.of(TOPIC, NAME, VALUE);
    private static final KeyRing RING = KeyRing.of(KEY.publicKey());

    @Test
    void theSignatureOfARecordHolds() {
        byte[] header = RecordSignature.sign(KEY, CONTENT);

        assertThat(RecordSignature.verify(header, CONTENT, RING)).isInstanceOf(VerifiedJws.class);
    }

    @Test
    void thePayloadIsEachPartBehindItsLength() {
        byte[] expected = {0, 0, 0, 1, 't', 0, 0, 0, 2, 'k', '1', 0, 0, 0, 1, 7, 0, 0, 0, 2, 'i', 'd'};

        assertThat(RecordContent.ofCommand("t", "k1".getBytes(UTF_8), new byte[] {7}, "id")
                        .payload())
                .isEqualTo(expected);
    }

    @Test
    void anAbsentPartIsNotAnEmptyOne() {
        assertThat(RecordContent.of("t", null, null).payload())
                .isEqualTo(new byte[] {0, 0, 0, 1, 't', -1, -1, -1, -1, -1, -1, -1, -1});
    }

    static Stream<RecordContent> otherContents() {
        return Stream.of(
                RecordContent.of("other.signing-keys.v1", NAME, VALUE),
                RecordContent.of(TOPIC, "kid-2".getBytes(UTF_8), VALUE),
                RecordContent.of(TOPIC, null, VALUE),
                RecordContent.of(TOPIC, NAME, new byte[] {0, 0, 0, 0, 5, 8}),
                RecordContent.of(TOPIC, NAME, null),
                RecordContent.ofCommand(TOPIC, NAME, VALUE, "id"));
    }

    @ParameterizedTest
    @MethodSource("otherContents")
    void ofAnotherContentItDoesNotHold(RecordContent other) {
        byte[] header = RecordSignature.sign(KEY, CONTENT);

        assertRefused(RecordSignature.verify(header, other, RING), Refusal.SIGNATURE_INVALID);
    }

    @Test
    void aRecordWithoutASignatureIsUnsigned() {
        assertRefused(RecordSignature.verify(null, CONTENT, RING), Refusal.UNSIGNED);
    }

    @Test
    void aTokenOfAnotherKindIsNoSignatureOfARecord() {
        byte[] header = Jws.signDetached(KEY, "txntoken+jwt", CONTENT.payload()).getBytes(US_ASCII);

        assertRefused(RecordSignature.verify(header, CONTENT, RING), Refusal.WRONG_TYPE);
    }

    @Test
    void bytesThatAreNoAsciiAreMalformed() {
        assertRefused(RecordSignature.verify(new byte[] {(byte) 0xC3, (byte) 0xA9}, CONTENT, RING), Refusal.MALFORMED);
    }

    @Test
    void aMebibyteIsTooLong() {
        assertRefused(RecordSignature.verify(new byte[1 << 20], CONTENT, RING), Refusal.TOO_LONG);
    }

    @Test
    void thePinnedRootIsBelieved() {
        RootPin pin = new RootPin(KEY.kid());

        assertThat(pin.verify(RootPin.header(KEY.publicKey()), RecordSignature.sign(KEY, CONTENT), CONTENT))
                .isInstanceOf(VerifiedJws.class);
    }

    @Test
    void anotherRootIsNotBelievedThoughItsSignatureHolds() {
        RootPin pin = new RootPin(KEY.kid());

        assertRefused(
                pin.verify(RootPin.header(OTHER.publicKey()), RecordSignature.sign(OTHER, CONTENT), CONTENT),
                Refusal.KEY_UNKNOWN);
    }

    @Test
    void onceKnownTheRootIsNotReplacedByWhatARecordBrings() {
        RootPin pin = new RootPin(KEY.kid());
        pin.verify(RootPin.header(KEY.publicKey()), RecordSignature.sign(KEY, CONTENT), CONTENT);

        assertRefused(
                pin.verify(RootPin.header(OTHER.publicKey()), RecordSignature.sign(OTHER, CONTENT), CONTENT),
                Refusal.KEY_UNKNOWN);
    }

    @Test
    void aRecordThatBringsNoRootIsUnsigned() {
        assertRefused(
                new RootPin(KEY.kid()).verify(null, RecordSignature.sign(KEY, CONTENT), CONTENT), Refusal.UNSIGNED);
    }

    static Stream<byte[]> noKeys() {
        String claimed = "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"" + KEY.kid() + "\",\"x\":\""
                + Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[32]) + "\"}";
        return Stream.of(new byte[0], "{}".getBytes(UTF_8), claimed.getBytes(UTF_8), new byte[1 << 20]);
    }

    @ParameterizedTest
    @MethodSource("noKeys")
    void aRootHeaderThatIsNotThePinnedKeyIsRefused(byte[] header) {
        assertRefused(
                new RootPin(KEY.kid()).verify(header, RecordSignature.sign(KEY, CONTENT), CONTENT),
                Refusal.KEY_UNKNOWN);
    }

    private static void assertRefused(JwsVerdict verdict, Refusal reason) {
        assertThat(verdict).isEqualTo(new JwsVerdict.Refused(reason));
    }
}
