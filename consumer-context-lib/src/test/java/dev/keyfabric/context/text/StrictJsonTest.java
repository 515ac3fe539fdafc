package dev.keyfabric.context.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {
    @Test
    void everyTypeIsRead() throws Exception {
        JsonObject object = StrictJson.read("""
                \t{ "s" : "a\\u00e9\\n\\"\\/" , "i":-7, "o":{"x":"y"}, "l":["a","b"],
                "n":null, "t":true, "f":false, "e":{}, "none":[], "d":1.5e3, "os":[{}]}\r
                """);
        assertThat(object.string("s")).contains("aé\n\"/");
        assertThat(object.integer("i")).contains(-7L);
        assertThat(object.object("o").orElseThrow().string("x")).contains("y");
        assertThat(object.strings("l")).containsExactly("a", "b");
        assertThat(object.isNull("n")).isTrue();
        assertThat(object.strings("none")).isEmpty();
        assertThat(object.objects("os")).hasSize(1);
        assertThat(object.string("absent")).isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "}",
                "[]",
                "\"a\"",
                "1",
                "null",
                "{}{}",
                "{} x",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{,\"a\":1}",
                "{'a':1}",
                "{a:1}",
                "{\"a\":01}",
                "{\"a\":+1}",
                "{\"a\":.5}",
                "{\"a\":1.}",
                "{\"a\":1e}",
                "{\"a\":-}",
                "{\"a\":NaN}",
                "{\"a\":Infinity}",
                "{\"a\":tru}",
                "{\"a\":[1,]}",
                "{\"a\":\"\t\"}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12g4\"}",
                "{\"a\":\"\\ud800\"}",
                "{\"a\":\"\\udc00\\ud800\"}",
                "{\"a\":\"b}",
                "\uFEFF{}",
                "{\"a\":1 /* c */}",
                "{\"a\":1}\u0000"
            })
    void whatIsNotStrictJsonIsRefused(String text) {
        assertThatThrownBy(() -> StrictJson.read(text)).isInstanceOf(MalformedTextException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"a\":1}",
                "{\"a\":1,\"\\u0061\":2}",
                "{\"o\":{\"a\":1,\"b\":2,\"a\":3}}",
                "{\"l\":[{\"a\":null,\"a\":null}]}"
            })
    void aDuplicateMemberIsRefusedAtAnyLevelHoweverItIsSpelt(String text) {
        assertThatThrownBy(() -> StrictJson.read(text)).hasMessageContaining("duplicate");
    }

    @Test
    void eightLevelsAreReadAndNineAreRefused() throws Exception {
        assertThat(StrictJson.read(nested(8)).names()).containsExactly("a");
        assertThatThrownBy(() -> StrictJson.read(nested(9))).hasMessageContaining("deep");
        assertThatThrownBy(() -> StrictJson.read("{\"a\":" + "[".repeat(100_000)))
                .hasMessageContaining("deep");
    }

    @Test
    void whatIsNotUtf8IsRefused() {
        for (String latin1 : List.of("{\"a\":\"é\"}", "{\"a\":\"\u00c0\u0080\"}", "{\"a\":\"\u00ed\u00a0\u0080\"}")) {
            assertThatThrownBy(() -> StrictJson.read(latin1.getBytes(StandardCharsets.ISO_8859_1)))
                    .hasMessage("not UTF-8");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.0",
                "1e3",
                "1E400",
                "1e-400",
                "-0",
                "9223372036854775808",
                "\"1\"",
                "true",
                "null",
                "[1]",
                "100000000000000000000000"
            })
    void whatIsNoIntegerInRangeIsNoTime(String number) throws Exception {
        JsonObject object = StrictJson.read("{\"exp\":" + number + "}");
        assertThatThrownBy(() -> object.integer("exp")).isInstanceOf(MalformedTextException.class);
    }

    @Test
    void aMemberOfAnotherTypeIsMalformed() throws Exception {
        JsonObject object = StrictJson.read("{\"s\":\"x\",\"i\":1,\"l\":[1],\"n\":null}");
        assertThatThrownBy(() -> object.integer("s")).isInstanceOf(MalformedTextException.class);
        assertThatThrownBy(() -> object.string("i")).isInstanceOf(MalformedTextException.class);
        assertThatThrownBy(() -> object.object("s")).isInstanceOf(MalformedTextException.class);
        assertThatThrownBy(() -> object.strings("l")).isInstanceOf(MalformedTextException.class);
        assertThatThrownBy(() -> object.string("n")).isInstanceOf(MalformedTextException.class);
    }

    @Test
    void whatIsWrittenIsRead() throws Exception {
        String text = JsonText.of(Map.of("a", "\u0000\u001f\"\\é€😀", "l", List.of(1L, true, Map.of(), List.of())));
        assertThat(StrictJson.read(text).string("a")).contains("\u0000\u001f\"\\é€😀");
    }

    /** Half of the texts grow from a grammar and are then damaged; the other half are noise. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20260722})
    void anyTextIsReadOrRefusedButNeverThrowsAnythingElse(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            if (random.nextBoolean()) {
                grow(text, random, 0);
                for (int damage = random.nextInt(3); damage > 0 && !text.isEmpty(); damage--) {
                    text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(128));
                }
            } else {
                random.ints(random.nextInt(40), 0, 256).forEach(c -> text.append((char) c));
            }
            try {
                StrictJson.read(text.toString().getBytes(StandardCharsets.ISO_8859_1));
                read++;
            } catch (MalformedTextException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
        assertThat(read).as("texts that were JSON").isGreaterThan(100);
    }

    private static void grow(StringBuilder text, SplittableRandom random, int depth) {
        int kind = depth == 0 ? 0 : random.nextInt(7);
        switch (kind) {
            case 0 -> {
                text.append('{');
                for (int i = random.nextInt(4); i > 0; i--) {
                    text.append('"').append((char) ('a' + i)).append("\":");
                    grow(text, random, depth + 1);
                    text.append(i == 1 ? "" : ",");
                }
                text.append('}');
            }
            case 1 -> {
                text.append('[');
                for (int i = random.nextInt(4); i > 0; i--) {
                    grow(text, random, depth + 1);
                    text.append(i == 1 ? "" : ",");
                }
                text.append(']');
            }
            case 2 -> text.append("\"\\u00").append(random.nextInt(10, 99)).append("x\"");
            case 3 -> text.append(random.nextLong());
            case 4 -> text.append(random.nextDouble());
            case 5 -> text.append("null");
            default -> text.append(random.nextBoolean());
        }
    }

    private static String nested(int levels) {
        return "{\"a\":" + "[".repeat(levels - 1) + "]".repeat(levels - 1) + "}";
    }
}
