package dev.keyfabric.validation.outward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.context.text.MalformedTextException;
import dev.keyfabric.context.text.StrictJson;
import dev.keyfabric.validation.judge.AsOf;
import dev.keyfabric.validation.judge.Code;
import dev.keyfabric.validation.judge.Verdict.Denied;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OutwardRefusalTest {
    private static OutwardRefusal refusal(Code code) {
        return OutwardRefusal.of(new Denied(code, "key_000abc", new AsOf("keys.v1-0@1", 5)));
    }

    private static String text(OutwardRefusal refusal) {
        return new String(refusal.body(), StandardCharsets.UTF_8);
    }

    @Test
    void every401IsTheSameBytesAndHeaders() {
        List<OutwardRefusal> all = Arrays.stream(Code.values())
                .filter(code -> code.httpStatus() == 401)
                .map(OutwardRefusalTest::refusal)
                .toList();
        assertThat(all.stream().map(OutwardRefusalTest::text).collect(Collectors.toSet()))
                .containsExactly(
                        "{\"type\":\"urn:keyfabric:problem:invalid-credential\",\"title\":\"Unauthorized\",\"status\":401,"
                                + "\"code\":\"INVALID_CREDENTIAL\",\"detail\":\"A valid credential is needed.\"}");
        assertThat(all.stream().map(OutwardRefusal::headers).distinct()).hasSize(1);
        assertThat(all.get(0).headers()).containsKey("WWW-Authenticate").containsEntry("Cache-Control", "no-store");
    }

    @ParameterizedTest
    @EnumSource(value = Code.class, mode = EnumSource.Mode.EXCLUDE, names = "VALID")
    void everyRefusalIsAProblemOfItsStatusThatNamesNoKey(Code code) throws MalformedTextException {
        OutwardRefusal refusal = refusal(code);
        assertThat(refusal.status()).isEqualTo(code.httpStatus());
        assertThat(StrictJson.read(refusal.body()).integer("status")).contains((long) code.httpStatus());
        assertThat(text(refusal)).doesNotContain("key_000abc").doesNotContain("keys.v1");
        if (code.httpStatus() == 503) {
            assertThat(refusal.headers()).containsEntry("Retry-After", "1");
        }
    }
}
