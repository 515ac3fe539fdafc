package dev.keyfabric.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.cli.output.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code token verify --lines} in the mode {@code signature}, against the texts of RFC 7515 and RFC 8037. */
class TokenLinesTest {
    private static final String CLAIMS =
            "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

    /** RFC 7515, A.1. */
    private static final String HS256 =
            "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9." + CLAIMS + ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    private static final String HS256_KEY =
            "{\"kty\":\"oct\",\"k\":\"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75"
                    + "aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow\"}";

    /** RFC 7515, A.3, its private half included as there. */
    private static final String ES256 = "eyJhbGciOiJFUzI1NiJ9." + CLAIMS
            + ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

    private static final String ES256_KEY =
            "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
                    + "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\",\"d\":\"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI\"}";

    /** RFC 8037, A.4. */
    private static final String EDDSA = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"
            + ".hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";

    private static final String EDDSA_KEY =
            "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}";

    /** RFC 7515, A.5. */
    private static final String UNSECURED = "eyJhbGciOiJub25lIn0." + CLAIMS + ".";

    private static final String ALL = "[\"EdDSA\",\"ES256\",\"HS256\"]";

    @TempDir
    private Path folder;

    @Test
    void thePublishedVectorsHold() {
        assertThat(reason(HS256, HS256_KEY, ALL)).isEqualTo("valid");
        assertThat(reason(ES256, ES256_KEY, ALL)).isEqualTo("valid");
        assertThat(reason(EDDSA, EDDSA_KEY, ALL)).isEqualTo("valid");
    }

    @Test
    void oneOtherCharacterAnywhereAndNoneHolds() {
        List<String> lines = new ArrayList<>();
        for (String[] vector : new String[][] {{HS256, HS256_KEY}, {ES256, ES256_KEY}, {EDDSA, EDDSA_KEY}}) {
            for (int i = 0; i < vector[0].length(); i++) {
                char other = vector[0].charAt(i) == 'A' ? 'B' : 'A';
                String altered = vector[0].substring(0, i) + other + vector[0].substring(i + 1);
                lines.add(line("\"" + altered + "\"", altered, vector[1], ALL));
            }
        }
        Run run = Run.of(folder, String.join("\n", lines), "token", "verify", "--lines");

        assertThat(run.out().lines()).hasSize(lines.size()).allMatch(answer -> answer.contains("\"valid\":false"));
    }

    @Test
    void onlyAllowedAlgorithmsAreLookedAt() {
        assertThat(reason(HS256, HS256_KEY, "[\"EdDSA\",\"ES256\"]")).isEqualTo("WRONG_ALGORITHM");
        assertThat(reason(EDDSA, EDDSA_KEY, "[\"ES256\"]")).isEqualTo("WRONG_ALGORITHM");
        assertThat(reason(ES256, ES256_KEY, "[]")).isEqualTo("WRONG_ALGORITHM");
        assertThat(reason(UNSECURED, HS256_KEY, "[\"none\"]")).isNotEqualTo("valid");
        assertThat(reason(UNSECURED, HS256_KEY, ALL)).isEqualTo("WRONG_ALGORITHM");
    }

    @Test
    void aSharedSecretIsGoodOnlyWhereItIsAllowedByName() {
        assertThat(answer("{\"id\":1,\"mode\":\"signature\",\"jwks\":{\"keys\":[" + HS256_KEY + "]},\"jws\":\"" + HS256
                                + "\"}")
                        .path("reason")
                        .asText())
                .isEqualTo("WRONG_ALGORITHM");
        assertThat(answer("{\"id\":1,\"mode\":\"token\",\"jwks\":{\"keys\":[" + HS256_KEY + "]},\"jws\":\"" + HS256
                                + "\",\"allow\":[\"HS256\"]}")
                        .path("valid")
                        .asBoolean())
                .isFalse();
    }

    /** The classic confusion: a public key's bytes as the secret of a MAC. */
    @Test
    void noKeyIsGoodForAnotherAlgorithmThanItsType() {
        assertThat(reason(HS256, ES256_KEY, ALL)).isEqualTo("KEY_UNKNOWN");
        assertThat(reason(ES256, HS256_KEY, ALL)).isEqualTo("KEY_UNKNOWN");
        assertThat(reason(EDDSA, ES256_KEY, ALL)).isEqualTo("KEY_UNKNOWN");
        assertThat(reason(HS256, "{\"kty\":\"oct\",\"k\":\"c2hvcnQ\"}", ALL)).isEqualTo("SIGNATURE_INVALID");
    }

    @Test
    void aKeyForAnotherUseOrNameIsNotTried() throws IOException {
        ObjectNode encrypting = (ObjectNode) Json.read(EDDSA_KEY);
        encrypting.put("use", "enc");
        assertThat(reason(EDDSA, Json.line(encrypting), ALL)).isEqualTo("KEY_UNKNOWN");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "not json|MALFORMED",
                "[]|MALFORMED",
                "{\"id\":\"x\"}|MALFORMED",
                "{\"id\":\"x\",\"mode\":\"other\",\"jwks\":{\"keys\":[]},\"jws\":\"a.b.c\"}|MALFORMED",
                "{\"id\":\"x\",\"mode\":\"signature\",\"jwks\":{\"keys\":[]},\"jws\":\"a.b\"}|MALFORMED",
                "{\"id\":\"x\",\"mode\":\"signature\",\"jwks\":{\"keys\":[]},\"jws\":7}|MALFORMED",
                "{\"id\":\"x\",\"mode\":\"token\",\"jwks\":{\"keys\":[]},\"jws\":\"..\"}|MALFORMED"
            })
    void whatIsMalformedIsAnsweredToo(String line, String reason) {
        JsonNode answer = answer(line);
        assertThat(answer.path("valid").asBoolean()).isFalse();
        assertThat(answer.path("reason").asText()).isEqualTo(reason);
    }

    @Test
    void everyLineIsAnsweredInItsOrderWithItsId() throws IOException {
        List<String> lines = List.of(
                line("\"a\"", EDDSA, EDDSA_KEY, ALL), "{", "", "x".repeat(3_000_000), line("7", HS256, HS256_KEY, ALL));
        Run run = Run.of(folder, String.join("\n", lines), "token", "verify", "--lines");

        assertThat(run.status()).isZero();
        List<JsonNode> answers = new ArrayList<>();
        for (String line : run.out().lines().toList()) {
            answers.add(Json.read(line));
        }
        assertThat(answers.stream().map(a -> a.path("id").toString())).containsExactly("\"a\"", "null", "null", "7");
        assertThat(answers.stream().map(a -> a.path("valid").asBoolean())).containsExactly(true, false, false, true);
        assertThat(answers.get(2).path("reason").asText()).isEqualTo("TOO_LONG");
        assertThat(run.out().lines().findFirst().orElseThrow())
                .isEqualTo("{\"id\":\"a\",\"valid\":true,\"reason\":null}");
    }

    private String reason(String jws, String key, String allow) {
        JsonNode answer = answer(line("1", jws, key, allow));
        return answer.path("valid").asBoolean()
                ? "valid"
                : answer.path("reason").asText();
    }

    private static String line(String id, String jws, String key, String allow) {
        return "{\"id\":" + id + ",\"mode\":\"signature\",\"jwks\":{\"keys\":[" + key + "]},\"jws\":\"" + jws
                + "\",\"allow\":" + allow + "}";
    }

    private JsonNode answer(String line) {
        return Run.of(folder, line + "\n", "token", "verify", "--lines").json();
    }
}
