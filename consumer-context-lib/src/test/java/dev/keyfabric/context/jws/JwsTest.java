package dev.keyfabric.context.jws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.context.Refusal;
import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.text.Base64Url;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.SplittableRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwsTest {
    private static final String TYP = "txntoken+jwt";
    private static final SigningKey KEY = SigningKey.generate(new SecureRandom());
    private static final KeyRing RING = KeyRing.of(KEY.publicKey());
    private static final byte[] PAYLOAD = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    @Test
    void whatWeSignIsVerified() {
        JwsVerdict verdict = Jws.verify(Jws.sign(KEY, TYP, PAYLOAD), TYP, RING);
        assertThat(verdict).isInstanceOf(VerifiedJws.class);
        assertThat(((VerifiedJws) verdict).payload()).isEqualTo(PAYLOAD);
        assertThat(((VerifiedJws) verdict).kid()).isEqualTo(KEY.kid());
    }

    @Test
    void everyOtherCharacterAtEveryPlaceIsRefused() {
        String good = Jws.sign(KEY, TYP, PAYLOAD);
        for (int at = 0; at < good.length(); at++) {
            for (char c : (ALPHABET + ".=+/ \u0000é").toCharArray()) {
                if (c != good.charAt(at)) {
                    String bad = good.substring(0, at) + c + good.substring(at + 1);
                    assertThat(Jws.verify(bad, TYP, RING)).as("%s at %d", c, at).isInstanceOf(JwsVerdict.Refused.class);
                }
            }
        }
    }

    @Test
    void everyBitOfTheDecodedPartsCounts() throws Exception {
        String[] parts = Jws.sign(KEY, TYP, PAYLOAD).split("\\.", -1);
        for (int part = 0; part < 3; part++) {
            byte[] bytes = Base64Url.decode(parts[part]);
            for (int bit = 0; bit < bytes.length * 8; bit++) {
                byte[] changed = bytes.clone();
                changed[bit / 8] ^= (byte) (1 << bit % 8);
                String[] bad = parts.clone();
                bad[part] = Base64Url.encode(changed);
                assertThat(Jws.verify(String.join(".", bad), TYP, RING)).isInstanceOf(JwsVerdict.Refused.class);
            }
        }
    }

    @Test
    void everyCharacterLeftOutOrDoubledIsRefused() {
        String good = Jws.sign(KEY, TYP, PAYLOAD);
        for (int at = 0; at < good.length(); at++) {
            refused(good.substring(0, at) + good.substring(at + 1));
            refused(good.substring(0, at + 1) + good.substring(at));
            refused(good.substring(0, at));
        }
        refused(good + " ");
        refused(good + "\n");
        refused(" " + good);
        refused(good + "." + good);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jwk", "jku", "x5u", "x5c", "crit", "b64", "zip"})
    void aHeaderMemberThatCouldSteerTheCheckIsRefusedThoughItIsSigned(String member) {
        for (String value : new String[] {"true", "\"x\"", "[]", "{}", "null", "[\"" + member + "\"]"}) {
            String header = Forge.header(KEY, TYP).replace("}", ",\"" + member + "\":" + value + "}");
            refused(Forge.signed(KEY, header, PAYLOAD), Refusal.HEADER_FORBIDDEN);
            refused(
                    Forge.signed(
                            KEY,
                            header.replace(
                                    member, "\\u00" + Integer.toHexString(member.charAt(0)) + member.substring(1)),
                            PAYLOAD),
                    Refusal.HEADER_FORBIDDEN);
        }
    }

    /** The rest of the header stays ours, so only the algorithm decides. */
    @ParameterizedTest
    @ValueSource(
            strings = {"\"none\"", "\"NONE\"", "\"HS256\"", "\"ES256\"", "\"RS256\"", "\"eddsa\"", "\"Ed25519\"", "\"\""
            })
    void theHeaderCannotChooseTheAlgorithm(String algorithm) {
        String header = Forge.header(KEY, TYP).replace("\"EdDSA\"", algorithm);
        refused(Forge.signed(KEY, header, PAYLOAD), Refusal.WRONG_ALGORITHM);
    }

    @Test
    void anHmacKeyedWithThePublicKeyIsRefused() throws Exception {
        String input = Base64Url.encode(
                        Forge.header(KEY, TYP).replace("EdDSA", "HS256").getBytes(StandardCharsets.UTF_8))
                + '.'
                + Base64Url.encode(PAYLOAD);
        byte[] x = Base64Url.decode((String) KEY.publicKey().toJwk().get("x"));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(x, "HmacSHA256"));
        refused(
                input + '.' + Base64Url.encode(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII))),
                Refusal.WRONG_ALGORITHM);
    }

    @Test
    void anUnsignedTokenIsRefused() {
        String header =
                Base64Url.encode(Forge.header(KEY, TYP).replace("EdDSA", "none").getBytes(StandardCharsets.UTF_8));
        refused(header + '.' + Base64Url.encode(PAYLOAD) + '.', Refusal.WRONG_ALGORITHM);
        String own = Base64Url.encode(Forge.header(KEY, TYP).getBytes(StandardCharsets.UTF_8));
        refused(own + '.' + Base64Url.encode(PAYLOAD) + '.', Refusal.SIGNATURE_INVALID);
    }

    @Test
    void aTypThatIsNotExactlyTheExpectedOneIsRefused() {
        for (String typ :
                new String[] {"", "JWT", "TXNTOKEN+JWT", "application/txntoken+jwt", "svc+jwt", "kf-record"}) {
            assertThat(Jws.verify(Jws.sign(KEY, typ, PAYLOAD), TYP, RING))
                    .isEqualTo(new JwsVerdict.Refused(Refusal.WRONG_TYPE));
        }
        refused(Forge.signed(KEY, "{\"alg\":\"EdDSA\",\"kid\":\"" + KEY.kid() + "\"}", PAYLOAD), Refusal.WRONG_TYPE);
    }

    @Test
    void aKidThatIsNotExactlyAKnownOneIsRefused() {
        for (String kid :
                new String[] {"", KEY.kid() + " ", KEY.kid().toLowerCase(java.util.Locale.ROOT), "../" + KEY.kid(), "0"
                }) {
            refused(Forge.signed(KEY, Forge.header(KEY, TYP).replace(KEY.kid(), kid), PAYLOAD), Refusal.KEY_UNKNOWN);
        }
        refused(Forge.signed(KEY, "{\"alg\":\"EdDSA\",\"typ\":\"" + TYP + "\"}", PAYLOAD), Refusal.KEY_UNKNOWN);
    }

    @Test
    void aKeyThatIsNotTheOneAskedForIsNotUsed() {
        SigningKey other = SigningKey.generate(new SecureRandom());
        String jws = Forge.signed(other, Forge.header(KEY, TYP), PAYLOAD);
        assertThat(Jws.verify(jws, TYP, kid -> new KeyRing.Answer.Use(other.publicKey())))
                .isEqualTo(new JwsVerdict.Refused(Refusal.KEY_UNKNOWN));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"EdDSA\",\"alg\":\"EdDSA\",\"kid\":\"KID\",\"typ\":\"txntoken+jwt\"}",
                "{\"alg\":\"EdDSA\",\"kid\":\"x\",\"kid\":\"KID\",\"typ\":\"txntoken+jwt\"}",
                "{\"alg\":\"EdDSA\",\"kid\":[\"KID\"],\"typ\":\"txntoken+jwt\"}",
                "{\"alg\":[\"EdDSA\"],\"kid\":\"KID\",\"typ\":\"txntoken+jwt\"}",
                "{\"alg\":\"EdDSA\",\"kid\":\"KID\",\"typ\":\"txntoken+jwt\"}x",
                "{\"alg\":\"EdDSA\",\"kid\":\"KID\",\"typ\":\"txntoken+jwt\",\"x\":[[[[[[[[1]]]]]]]]}",
                "[]",
                ""
            })
    void aHeaderThatIsNotStrictJsonIsMalformedThoughItIsSigned(String header) {
        refused(Forge.signed(KEY, header.replace("KID", KEY.kid()), PAYLOAD), Refusal.MALFORMED);
    }

    @Test
    void moreThanEightKibibytesAreRefusedBeforeAnythingIsRead() {
        byte[] payload = new byte[Jws.MAX_LENGTH];
        refused(Jws.sign(KEY, TYP, payload), Refusal.TOO_LONG);
        refused(".".repeat(Jws.MAX_LENGTH + 1), Refusal.TOO_LONG);
        refused("x".repeat(1 << 20), Refusal.TOO_LONG);
        refused(".".repeat(Jws.MAX_LENGTH), Refusal.MALFORMED);
    }

    @Test
    void aDetachedPayloadIsVerifiedAndBoundOfAnyLength() {
        byte[] record = new byte[100_000];
        new SplittableRandom(7).nextBytes(record);
        String jws = Jws.signDetached(KEY, "kf-record", record);
        assertThat(jws).contains("..");
        assertThat(Jws.verifyDetached(jws, record, "kf-record", RING)).isInstanceOf(VerifiedJws.class);
        record[99_999]++;
        assertThat(Jws.verifyDetached(jws, record, "kf-record", RING))
                .isEqualTo(new JwsVerdict.Refused(Refusal.SIGNATURE_INVALID));
    }

    @Test
    void attachedAndDetachedFormsDoNotPassForEachOther() {
        String attached = Jws.sign(KEY, TYP, PAYLOAD);
        assertThat(Jws.verifyDetached(attached, PAYLOAD, TYP, RING))
                .isEqualTo(new JwsVerdict.Refused(Refusal.MALFORMED));
        refused(Jws.signDetached(KEY, TYP, PAYLOAD), Refusal.SIGNATURE_INVALID);
    }

    @Test
    void aRingThatFailsIsARefusal() {
        assertThat(Jws.verify(Jws.sign(KEY, TYP, PAYLOAD), TYP, kid -> {
                    throw new IllegalStateException("a ring that fails");
                }))
                .isEqualTo(new JwsVerdict.Refused(Refusal.KEYS_UNAVAILABLE));
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void noTextMakesItThrowOrPass(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        String good = Jws.sign(KEY, TYP, PAYLOAD);
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? good : "");
            for (int edits = random.nextInt(1, 12); edits > 0; edits--) {
                String piece = switch (random.nextInt(5)) {
                    case 0 -> ".";
                    case 1 -> String.valueOf((char) random.nextInt(0x10000));
                    case 2 -> Base64Url.encode(("{\"alg\":" + random.nextInt() + "}").getBytes(StandardCharsets.UTF_8));
                    case 3 -> good.substring(random.nextInt(good.length()));
                    default -> String.valueOf(ALPHABET.charAt(random.nextInt(64)));
                };
                text.insert(random.nextInt(text.length() + 1), piece);
            }
            if (!text.toString().equals(good)) {
                refused(text.toString());
            }
        }
    }

    private static void refused(String jws) {
        assertThat(Jws.verify(jws, TYP, RING)).isInstanceOf(JwsVerdict.Refused.class);
    }

    private static void refused(String jws, Refusal reason) {
        assertThat(Jws.verify(jws, TYP, RING)).isEqualTo(new JwsVerdict.Refused(reason));
    }
}
