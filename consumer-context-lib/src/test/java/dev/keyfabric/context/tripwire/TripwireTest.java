package dev.keyfabric.context.tripwire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.context.tripwire.Finding.Form;
import dev.keyfabric.key.ApiKey;
import dev.keyfabric.key.KeyPrefixes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TripwireTest {
    private static final int ROUNDS = 2_000;
    private static final KeyPrefixes PREFIXES = KeyPrefixes.DEFAULT;

    private final Tripwire tripwire = new Tripwire(PREFIXES);
    private final Random random = new Random(20261121);

    /** The ways to hide a key, and how each is reported. */
    enum Hiding {
        PLAIN(Form.PLAIN, (text, random) -> text),
        JSON_STRING(Form.PLAIN, (text, random) -> "{\"a\":\"" + text + "\"}"),
        // An Avro string: its length as a zigzag varint, then its bytes.
        AVRO(Form.PLAIN, (text, random) -> "\u0002" + (char) (text.length() * 2) + text + "\u0006abc"),
        SOME_CHARACTERS_AS_JSON_ESCAPES(Form.JSON_ESCAPED, Hiding::jsonEscapes),
        JSON_IN_JSON(
                Form.JSON_ESCAPED, (text, random) -> jsonEscapes(text, random).replace("\\", "\\\\")),
        SOME_CHARACTERS_AS_PERCENT_ESCAPES(Form.URL_ENCODED, Hiding::percentEscapes),
        PERCENT_TWICE(
                Form.URL_ENCODED, (text, random) -> percentEscapes(text, random).replace("%", "%25")),
        BASE64(Form.BASE64, (text, random) -> around(text, random, Base64.getEncoder())),
        BASE64_URL(Form.BASE64, (text, random) -> around(text, random, Base64.getUrlEncoder())),
        BASE64_UNPADDED(
                Form.BASE64,
                (text, random) -> around(text, random, Base64.getEncoder().withoutPadding())),
        BASE64_MIME(Form.BASE64, (text, random) -> around(text, random, Base64.getMimeEncoder())),
        BASE64_MIME_IN_JSON(
                Form.BASE64,
                (text, random) -> around(text, random, Base64.getMimeEncoder()).replace("\r\n", "\\r\\n")),
        BASE64_IN_A_URL(
                Form.BASE64,
                (text, random) -> around(text, random, Base64.getEncoder())
                        .replace("+", "%2B")
                        .replace("/", "%2F")
                        .replace("=", "%3D")),
        BASE64_WITH_ESCAPED_SLASHES(
                Form.BASE64,
                (text, random) -> around(text, random, Base64.getEncoder()).replace("/", "\\/"));

        private final Form form;

        @SuppressWarnings("ImmutableEnumChecker") // Lambdas that hold nothing.
        private final Way way;

        Hiding(Form form, Way way) {
            this.form = form;
            this.way = way;
        }

        interface Way {
            String hide(String text, Random random);
        }

        private static String jsonEscapes(String text, Random random) {
            return escapes(text, random, c -> String.format(random.nextBoolean() ? "\\u%04x" : "\\u%04X", (int) c));
        }

        private static String percentEscapes(String text, Random random) {
            return escapes(text, random, c -> String.format(random.nextBoolean() ? "%%%02x" : "%%%02X", (int) c));
        }

        private interface Escape {
            String of(char c);
        }

        private static String escapes(String text, Random random, Escape escape) {
            StringBuilder out = new StringBuilder();
            int always = random.nextInt(text.length());
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                out.append(i == always || random.nextInt(3) == 0 ? escape.of(c) : String.valueOf(c));
            }
            return out.toString();
        }

        private static String around(String text, Random random, Base64.Encoder encoder) {
            return encoder.encodeToString(
                    bytes(noise(random, random.nextInt(200)), text, noise(random, random.nextInt(200))));
        }
    }

    @ParameterizedTest
    @EnumSource(Hiding.class)
    void aHiddenKeyIsAlwaysFoundAndNamedByItsForm(Hiding hiding) {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] before = noise(random, random.nextInt(300));
            String hidden = hiding.way.hide(key(), random);
            byte[] data = bytes(before, hidden, noise(random, random.nextInt(300)));

            Finding found = tripwire.find(data).orElseThrow();

            assertThat(found.form()).isEqualTo(hiding.form);
            assertThat(found.offset()).isBetween(before.length, before.length + hidden.length());
        }
    }

    @Test
    void theOffsetIsThatOfTheKeysFirstByte() {
        String key = key();
        String escaped = "\\u006b" + key.substring(1);

        assertThat(tripwire.find(utf8("{\"x\":\"" + key + "\"}"))).contains(new Finding(Form.PLAIN, 6));
        assertThat(tripwire.find(utf8("\\\"é\\n" + escaped))).contains(new Finding(Form.JSON_ESCAPED, 6));
        assertThat(tripwire.find(utf8("a=b%20c&k=kf%5F" + key.substring(3))))
                .contains(new Finding(Form.URL_ENCODED, 10));
    }

    @Test
    void aMillionRandomStringsGiveNoFalseAlarm() {
        byte[] data = new byte[64];
        for (int i = 0; i < 1_000_000; i++) {
            random.nextBytes(data);
            switch (i % 4) {
                case 0 -> printable(data);
                case 1 -> base62After("kf_live_", data);
                case 2 -> base62After("a2ZfdGVzdF8", data);
                default -> {}
            }
            assertThat(tripwire.find(data).isPresent()).as("string %d", i).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 8, 20, 43})
    void aKeyWithOneCharacterChangedIsNotAKey(int at) {
        String key = key();
        String changed = key.substring(0, at) + (key.charAt(at) == 'x' ? 'y' : 'x') + key.substring(at + 1);

        assertThat(tripwire.find(utf8(changed))).isEmpty();
        assertThat(tripwire.find(Base64.getEncoder().encode(utf8(changed)))).isEmpty();
    }

    @Test
    void aKeyThatEndsTooEarlyIsNotAKey() {
        String key = key();

        for (int length = 0; length < key.length(); length++) {
            assertThat(tripwire.find(utf8(key.substring(0, length)))).isEmpty();
            assertThat(tripwire.find(utf8("%6b" + key.substring(1, Math.max(1, length)))))
                    .isEmpty();
        }
    }

    @Test
    void keysOfATestEnvironmentAndUnderAnotherStemAreFound() {
        KeyPrefixes other = new KeyPrefixes("abc_def");
        String test = ApiKey.generate(PREFIXES.test(), random).reveal();
        String foreign = ApiKey.generate(other.live(), random).reveal();

        assertThat(tripwire.find(utf8(test))).isPresent();
        assertThat(tripwire.find(utf8(foreign))).isEmpty();
        // "%ab" and "\\u" before or in a key must not make it vanish.
        for (String before : new String[] {"", "%", "\\", "\\u", "%a", "\\u00", "%%", "\\\\"}) {
            assertThat(new Tripwire(other).find(utf8(before + foreign)))
                    .as(before)
                    .isPresent();
        }
    }

    @Test
    void aKeyAfterManyFalseStartsIsFound() {
        String data = "kf_live_kf_live_a2Zfkf_kf_test_".repeat(1000) + key();

        assertThat(tripwire.find(utf8(data))).contains(new Finding(Form.PLAIN, 31_000));
    }

    @Test
    void aFindingNeverTellsTheKey() {
        String key = key();

        assertThat(tripwire.find(utf8("x" + key)).orElseThrow().toString())
                .isEqualTo("a key, PLAIN, at offset 1")
                .doesNotContain(key.substring(8, 14));
    }

    private String key() {
        return ApiKey.generate(random.nextBoolean() ? PREFIXES.live() : PREFIXES.test(), random)
                .reveal();
    }

    private static byte[] noise(Random random, int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        UnaryOperator<byte[]> kind = random.nextBoolean() ? TripwireTest::printable : bytes -> bytes;
        // A digit or letter at the border would make the neighbour of an escape or of base64 part of it.
        return bytes(kind.apply(noise), length == 0 ? "" : "\"", new byte[0]);
    }

    private static byte[] printable(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (32 + (bytes[i] & 0xff) % 95);
        }
        return bytes;
    }

    private static void base62After(String start, byte[] bytes) {
        String digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i < start.length() ? start.charAt(i) : digits.charAt((bytes[i] & 0xff) % 62));
        }
    }

    private static byte[] bytes(byte[] before, String text, byte[] after) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(before);
        out.writeBytes(utf8(text));
        out.writeBytes(after);
        return out.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
