package dev.keyfabric.context.dsse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyfabric.context.text.MalformedTextException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {
    private static final String TYPE = Envelope.PAYLOAD_TYPE;
    private static final String DIGEST = Base64.getEncoder().encodeToString(new byte[32]);

    @Test
    void bothAlphabetsOfBase64AreTaken() throws Exception {
        byte[] hard = {(byte) 0xfb, (byte) 0xff, (byte) 0xfe, 1};
        String std = envelope(Base64.getEncoder().encodeToString(hard), Base64.getEncoder());
        String url = envelope(Base64.getUrlEncoder().encodeToString(hard), Base64.getUrlEncoder());

        assertThat(std).isNotEqualTo(url);
        assertThat(Envelope.parse(std).payload()).isEqualTo(hard);
        assertThat(Envelope.parse(url).payload()).isEqualTo(hard);
        assertThat(Envelope.parse(url).signatures().get(0).bytes()).isEqualTo(hard);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AQ", "AR==", "AQ=", "AQ==\n", "A+_/", "AQ===", "A", "*", "AA==AA=="})
    void base64ThatIsNotCanonicalIsRefused(String text) {
        assertThatThrownBy(() -> AnyBase64.decode(text)).isInstanceOf(MalformedTextException.class);
    }

    @Test
    void unknownMembersAreSkippedAndTheKeyIdMayBeAbsent() throws Exception {
        Envelope envelope = parse("{\"payloadType\":\"" + TYPE
                + "\",\"payload\":\"AQ==\",\"x\":1,\"signatures\":[{\"sig\":\"AQ==\",\"y\":[]}]}");

        assertThat(envelope.signatures()).hasSize(1);
        assertThat(envelope.signatures().get(0).keyId()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"payload\":\"AQ==\",\"signatures\":[]}",
                "{\"payloadType\":\"text/plain\",\"payload\":\"AQ==\",\"signatures\":[]}",
                "{\"payloadType\":\"" + TYPE + "\",\"signatures\":[]}",
                "{\"payloadType\":\"" + TYPE + "\",\"payload\":\"AQ==\",\"payload\":\"AQ==\",\"signatures\":[]}",
                "{\"payloadType\":\"" + TYPE + "\",\"payload\":\"AQ==\",\"signatures\":[{\"keyid\":\"a\"}]}",
                "{\"payloadType\":\"" + TYPE
                        + "\",\"payload\":\"AQ==\",\"signatures\":[{\"keyid\":1,\"sig\":\"AQ==\"}]}",
                "{\"payloadType\":\"" + TYPE + "\",\"payload\":\"AQ==\",\"signatures\":\"AQ==\"}",
                "[]",
                "{\"payloadType\":\"" + TYPE + "\",\"payload\":\"AQ==\",\"signatures\":[]} x",
            })
    void anotherEnvelopeIsRefused(String json) {
        assertThatThrownBy(() -> parse(json)).isInstanceOf(MalformedTextException.class);
    }

    @Test
    void anEnvelopeOfAMebibyteIsRefusedUnread() {
        assertThatThrownBy(() -> Envelope.parse("A".repeat(1 << 20))).isInstanceOf(MalformedTextException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a digest of 31 bytes|{'core':'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=='}",
                "no core|{'ext':'D','signedextattrs':['exta']}",
                "a name twice|{'core':'D','ext':'D','signedextattrs':['exta','exta']}",
                "a core attribute|{'core':'D','ext':'D','signedextattrs':['exta','id']}",
                "the time|{'core':'D','ext':'D','signedextattrs':['time']}",
                "the proof itself|{'core':'D','ext':'D','signedextattrs':['dssematerial']}",
                "names without digest|{'core':'D','signedextattrs':['exta']}",
                "digest without names|{'core':'D','ext':'D'}",
                "names that are no strings|{'core':'D','ext':'D','signedextattrs':[1]}",
            })
    void badMaterialIsRefused(String why, String json) {
        byte[] payload =
                json.replace('\'', '"').replace("\"D\"", "\"" + DIGEST + "\"").getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> VerificationMaterial.parse(payload))
                .as(why)
                .isInstanceOf(MalformedTextException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-21T10:00Z",
                "2026-11-21T10:00:00",
                "2026-13-21T10:00:00Z",
                "+12026-11-21T10:00:00Z",
                "2026-11-21T10:00:60Z",
                "2026-11-21 10:00:00Z",
                "2026-11-21T10:00:00+02:00:01",
                "now",
                "",
                "2026-11-21T10:00:00.Z",
                "２026-11-21T10:00:00Z"
            })
    void aTimeOutsideRfc3339IsRefused(String text) {
        assertThatThrownBy(() -> EventTime.parse(text)).isInstanceOf(MalformedTextException.class);
    }

    @Test
    void onlyWholeSecondsInUtcAreHeldFastByTheSignatureAlone() throws Exception {
        assertThat(EventTime.parse("2026-11-21T10:00:00Z").isSignedForm()).isTrue();
        for (String other : new String[] {
            "2026-11-21t10:00:00Z", "2026-11-21T10:00:00z", "2026-11-21T10:00:00.0Z", "2026-11-21T12:00:00+02:00"
        }) {
            assertThat(EventTime.parse(other).isSignedForm()).as(other).isFalse();
            assertThat(EventTime.parse(other).signedForm()).isEqualTo("2026-11-21T10:00:00Z");
        }
    }

    private static Envelope parse(String json) throws MalformedTextException {
        return Envelope.parse(Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8)));
    }

    private static String envelope(String base64, Base64.Encoder outer) {
        String json = "{\"payloadType\":\"" + TYPE + "\",\"payload\":\"" + base64
                + "\",\"signatures\":[{\"keyid\":\"k\",\"sig\":\"" + base64 + "\"}]}";
        return outer.encodeToString((json + " ".repeat(3)).getBytes(StandardCharsets.UTF_8))
                .replace("=", "=");
    }
}
