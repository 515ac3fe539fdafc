package dev.keyfabric.registry.body;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyfabric.schemas.event.Environment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBodyTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{\"a\"}",
                "{\"a\":1,}",
                "{'a':1}",
                "{\"a\":01}",
                "{\"a\":NaN}",
                "nul",
                "{} {}",
                "{}x",
                "// no\n{}",
                "{\"a\":\"\t\"}",
                "\"",
                "{\"a\":1e9999999999999}"
            })
    void whatIsNoJsonIsMalformed(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(MalformedBodyException.class);
    }

    @Test
    void bytesThatAreNoUtf8AreMalformed() {
        assertThatThrownBy(() -> JsonBody.parse(new byte[] {'"', (byte) 0xc3, (byte) 0x28, '"'}))
                .isInstanceOf(MalformedBodyException.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void aNestOfArraysIsMalformedAndNotAStackOverflow() {
        assertThatThrownBy(() -> parse("{\"a\":" + "[".repeat(100_000))).isInstanceOf(MalformedBodyException.class);
    }

    @Test
    void aMalformedBodyIsNotRepeated() {
        assertThatThrownBy(() -> parse("{\"a\": kf_live_secret}"))
                .hasMessageNotContaining("kf_live")
                .hasMessageContaining("line 1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]                              | :WRONG_TYPE",
                "7                               | :WRONG_TYPE",
                "{\"text\":7}                    | /text:WRONG_TYPE",
                "{\"text\":{}}                   | /text:WRONG_TYPE",
                "{\"text\":true}                 | /text:WRONG_TYPE",
                "{\"whole\":\"7\"}               | /whole:WRONG_TYPE",
                "{\"whole\":7.0}                 | /whole:WRONG_TYPE",
                "{\"whole\":9223372036854775808} | /whole:WRONG_TYPE",
                "{\"texts\":\"a\"}               | /texts:WRONG_TYPE",
                "{\"texts\":[\"a\",1,null]}      | /texts/1:WRONG_TYPE /texts/2:WRONG_TYPE",
                "{\"instant\":\"2027-13-01T00:00:00Z\"} | /instant:INVALID_FORMAT",
                "{\"instant\":\"2027-01-01\"}    | /instant:INVALID_FORMAT",
                "{\"instant\":1}                 | /instant:WRONG_TYPE",
                "{\"duration\":\"1h\"}           | /duration:INVALID_FORMAT",
                "{\"duration\":\"P9999999999999999999D\"} | /duration:INVALID_FORMAT",
                "{\"choice\":\"LIVE\"}           | /choice:INVALID_FORMAT",
                "{\"choice\":\"unknown\"}        | /choice:INVALID_FORMAT",
                "{\"object\":[]}                 | /object:WRONG_TYPE",
                "{\"objects\":[{\"in\":1},{\"out\":1},2]} | /objects/2:WRONG_TYPE /objects/1/out:UNKNOWN_MEMBER",
                "{\"text\":\"a\",\"text\":\"b\"} | /text:DUPLICATE_MEMBER",
                "{\"object\":{\"a\":[{\"b\":1,\"b\":2}]}} | /object/a/0/b:DUPLICATE_MEMBER",
                "{\"a~b/c\":1}                   | /a~0b~1c:UNKNOWN_MEMBER",
                "{\"text\":\"\\ud800\"}          | /text:INVALID_FORMAT",
                "{\"object\":{\"a\":\"\\udc00\"}} | /object/a:INVALID_FORMAT",
                "{\"x\":1,\"text\":2,\"x\":3}    | /x:DUPLICATE_MEMBER /text:WRONG_TYPE /x:UNKNOWN_MEMBER",
            })
    void everyFaultIsFoundAtItsPointer(String text, String faults) {
        assertThat(read(text)).map(f -> f.field() + ":" + f.code()).containsExactly(faults.split(" ", -1));
    }

    @Test
    void goodMembersAreRead() {
        JsonBody body = parse("""
                {"text":"ü😀","whole":7,"texts":["a","b"],"instant":"2027-01-01T01:00:00.1239+01:00",
                 "duration":"P1DT2H","choice":"live","object":{"n":1.10,"e":1e2,"a":[null]},"none":null}
                """);
        Members members = body.members();

        assertThat(members.text("text")).isEqualTo("ü😀");
        assertThat(members.whole("whole")).isEqualTo(7);
        assertThat(members.texts("texts")).containsExactly("a", "b");
        assertThat(members.instant("instant")).isEqualTo(Instant.parse("2027-01-01T00:00:00.123Z"));
        assertThat(members.duration("duration")).isEqualTo(Duration.ofHours(26));
        assertThat(members.choice("choice", Environment.class)).isEqualTo(Environment.LIVE);
        assertThat(members.jsonObject("object")).startsWith("{\"n\":1.10,").endsWith("\"a\":[null]}");
        assertThat(members.text("none")).isNull();
        assertThat(members.text("absent")).isNull();
        members.end();
        assertThat(body.faults()).isEmpty();
    }

    @Test
    void nullTakesAValueAwayWhereThereNeedBeNoneAndIsRefusedElsewhere() {
        JsonBody body = parse("{\"until\":null,\"text\":null,\"from\":null,\"name\":\"n\"}");

        assertThat(body.members().cleared(Set.of("until", "from", "name"))).containsExactly("from", "until");

        assertThat(body.faults()).singleElement().extracting(Fault::field).isEqualTo("/text");
    }

    @Test
    void aMemberNameThatCouldBeAKeyIsCut() {
        String key = "kf_live_" + "a".repeat(36);

        assertThat(read("{\"" + key + "\":1}"))
                .singleElement()
                .satisfies(f -> assertThat(f.field()).doesNotContain("aaaa"));
    }

    @Test
    void noBodyAtAllIsAnEmptyObjectWhereItMayBe() {
        JsonBody body = JsonBody.parseOptional(new byte[0]);

        body.members().end();

        assertThat(body.faults()).isEmpty();
    }

    private static JsonBody parse(String text) {
        return JsonBody.parse(text.getBytes(UTF_8));
    }

    private static List<Fault> read(String text) {
        JsonBody body = parse(text);
        Members members = body.members();
        members.text("text");
        members.whole("whole");
        members.texts("texts");
        members.instant("instant");
        members.duration("duration");
        members.choice("choice", Environment.class);
        members.jsonObject("object");
        List<Members> items = members.objects("objects");
        if (items != null) {
            items.forEach(item -> {
                item.whole("in");
                item.end();
            });
        }
        members.end();
        return body.faults();
    }
}
