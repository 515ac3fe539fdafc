package dev.keyfabric.context.jws;

import static dev.keyfabric.context.jws.PublishedVectors.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyfabric.context.Refusal;
import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.keys.VerifyingKey;
import dev.keyfabric.context.text.Base64Url;
import dev.keyfabric.context.text.MalformedTextException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The published vectors. Those of our two algorithms verify as signatures; as whole tokens every one is refused, for
 * each lacks the kid or the typ that a token of ours must have, or has an algorithm that no key of ours is for.
 */
class PublishedVectorsTest {
    private static final SigningKey OURS = SigningKey.generate(new SecureRandom());

    @SuppressWarnings("unused") // Named by the parameterised test below.
    private static final java.util.List<String> COMPACT = java.util.List.of(
            RFC7515_A1_HS256, // RFC 7515 A.1
            RFC7515_A2_RS256, // RFC 7515 A.2
            RFC7515_A3_ES256, // RFC 7515 A.3
            RFC7515_A4_ES512, // RFC 7515 A.4
            RFC7515_A5_UNSECURED, // RFC 7515 A.5
            RFC8037_A4_INPUT + "." + RFC8037_A4_SIGNATURE, // RFC 8037 A.4
            RFC7520_4_1_RS256, // RFC 7520 4.1
            RFC7520_4_2_PS384, // RFC 7520 4.2
            RFC7520_4_3_ES512, // RFC 7520 4.3
            RFC7520_4_4_HS256); // RFC 7520 4.4

    @Test
    void theEs256SignatureOfRfc7515AppendixA3Holds() throws Exception {
        assertThat(holds(VerifyingKey.fromJwk(RFC7515_A3_KEY), RFC7515_A3_ES256))
                .isTrue();
    }

    @Test
    void theEd25519SignatureOfRfc8037AppendixA4Holds() throws Exception {
        assertThat(holds(VerifyingKey.fromJwk(RFC8037_A2_KEY), RFC8037_A4_INPUT + "." + RFC8037_A4_SIGNATURE))
                .isTrue();
    }

    @Test
    void theEs256KeyOfRfc7515DoesNotHoldForAnotherVector() throws Exception {
        assertThat(holds(VerifyingKey.fromJwk(RFC7515_A3_KEY), RFC8037_A4_INPUT + "." + RFC8037_A4_SIGNATURE))
                .isFalse();
    }

    @Test
    void theThumbprintOfRfc8037AppendixA3IsTheKid() throws Exception {
        assertThat(VerifyingKey.fromJwk(RFC8037_A2_KEY).kid()).isEqualTo(RFC8037_A3_THUMBPRINT);
    }

    @ParameterizedTest
    @ValueSource(strings = {RFC7515_A4_KEY, RFC7520_4_3_KEY})
    void theP521KeysOfRfc7515A4AndRfc7520Section43AreRefused(String jwk) {
        assertThatThrownBy(() -> VerifyingKey.fromJwk(jwk)).isInstanceOf(MalformedTextException.class);
    }

    @ParameterizedTest
    @FieldSource("COMPACT")
    void asTokensOfOursThePublishedOnesAreRefused(String jws) {
        assertThat(Jws.verify(jws, "txntoken+jwt", KeyRing.of(OURS.publicKey())))
                .isEqualTo(new JwsVerdict.Refused(Refusal.WRONG_TYPE));
    }

    /** RFC 7515 A.1 has a typ. Expecting it does not help: there is no kid. */
    @Test
    void theHs256TokenOfRfc7515A1IsRefusedUnderItsOwnTypToo() {
        assertThat(Jws.verify(RFC7515_A1_HS256, "JWT", KeyRing.of(OURS.publicKey())))
                .isEqualTo(new JwsVerdict.Refused(Refusal.KEY_UNKNOWN));
    }

    @Test
    void theDetachedTokenOfRfc7520Section45IsRefusedWithItsPayload() throws Exception {
        byte[] payload = Base64Url.decode(RFC7520_PAYLOAD);
        assertThat(Jws.verifyDetached(RFC7520_4_5_DETACHED, payload, "kf-record", KeyRing.of(OURS.publicKey())))
                .isEqualTo(new JwsVerdict.Refused(Refusal.WRONG_TYPE));
    }

    @ParameterizedTest
    @ValueSource(strings = {RFC7520_4_6_FLATTENED, RFC7520_4_7_FLATTENED, RFC7520_4_8_GENERAL})
    void theJsonFormsOfRfc7520Sections46To48AreNoCompactJws(String json) {
        assertThat(Jws.verify(json, "txntoken+jwt", KeyRing.of(OURS.publicKey())))
                .isEqualTo(new JwsVerdict.Refused(Refusal.MALFORMED));
    }

    private static boolean holds(VerifyingKey key, String jws) throws MalformedTextException {
        int end = jws.lastIndexOf('.');
        byte[] input = jws.substring(0, end).getBytes(StandardCharsets.US_ASCII);
        return key.verifies(input, Base64Url.decode(jws.substring(end + 1)));
    }
}
