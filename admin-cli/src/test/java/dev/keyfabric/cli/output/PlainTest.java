package dev.keyfabric.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainTest {
    @ParameterizedTest
    @CsvSource({
        "27, \\u001b",
        "0, \\u0000",
        "10, \\u000a",
        "13, \\u000d",
        "8, \\u0008",
        "127, \\u007f",
        "155, \\u009b",
        "8238, \\u202e",
        "8294, \\u2066",
        "8206, \\u200e",
        "8203, \\u200b",
        "65279, \\ufeff",
        "8232, \\u2028",
        "57344, \\ue000",
        "917569, \\u{e0041}"
    })
    void whatSteersATerminalIsShownAsItsCode(int codePoint, String shown) {
        assertThat(Plain.text("a" + Character.toString(codePoint) + "b")).isEqualTo("a" + shown + "b");
    }

    @Test
    void halfASurrogatePairIsShownAsItsCode() {
        assertThat(Plain.text("a\ud83d")).isEqualTo("a\\ud83d");
    }

    @Test
    void lettersOfEveryScriptAndEmojiStayAsTheyAre() {
        String text = "Zoë שלום مرحبا 日本 👩‍🚀 <script>alert('x')</script>";
        assertThat(Plain.text(text)).isEqualTo(text);
    }

    @Test
    void jsonEscapesTheSameAndReadsBackTheSame() throws Exception {
        String text = "\u001b[31m\u009b2J\u007f\u202eabc 👩‍🚀 שלום";
        JsonNode value = Json.object().put("name", text);
        String line = Json.line(value);

        assertThat(line.codePoints()).allMatch(Plain::isHarmless);
        assertThat(line).contains("👩‍🚀 שלום");
        assertThat(Json.read(line)).isEqualTo(value);
    }

    @Test
    void wideLettersTakeTwoColumnsAndACutNeverSplitsALetter() {
        assertThat(Width.of("日本")).isEqualTo(4);
        assertThat(Width.of("e\u0301")).isEqualTo(1);
        assertThat(Width.cut("x".repeat(200), 40)).hasSize(40).endsWith("…");
        assertThat(Width.cut("e\u0301e\u0301e\u0301", 2)).isEqualTo("e\u0301…");
        assertThat(Width.cut("👩‍🚀👩‍🚀👩‍🚀", 6)).doesNotEndWith("\u200d…");
    }
}
