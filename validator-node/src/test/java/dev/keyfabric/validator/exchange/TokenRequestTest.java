package dev.keyfabric.validator.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenRequestTest {
    private static final String SECRET = "kf_live_planted";

    private static TokenRequest read(String more) throws TokenFault {
        String form = "grant_type=" + encoded(TokenRequest.GRANT)
                + "&subject_token=" + SECRET
                + "&subject_token_type=" + encoded(TokenRequest.API_KEY)
                + more;
        return TokenRequest.of(
                Form.read(form.getBytes(StandardCharsets.UTF_8), TokenRequest.UNSUPPORTED), "test.domain");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static TokenFault fault(String more) {
        return catchThrowableOfType(TokenFault.class, () -> read(more));
    }

    @Test
    void itIsReadFromTheForm() throws Exception {
        TokenRequest request = read("&client_id=orders&scope=a%20b+c&audience=test.domain&request_context="
                + encoded("{\"req_ip\":\"::1\"}"));
        assertThat(request)
                .isEqualTo(
                        new TokenRequest(TokenRequest.Kind.API_KEY, SECRET, "orders", List.of("a", "b", "c"), "::1"));
        assertThat(read("").scopes()).isNull();
    }

    @Test
    void nothingThatHoldsTheCredentialPrintsIt() throws Exception {
        assertThat(read("").toString()).doesNotContain(SECRET);
        assertThat(Form.read(("a=" + SECRET).getBytes(StandardCharsets.UTF_8), TokenRequest.UNSUPPORTED)
                        .toString())
                .doesNotContain(SECRET);
    }

    @Test
    void noFaultRepeatsWhatWasSent() {
        for (String more : List.of(
                "&" + SECRET,
                "&" + SECRET + "=1&" + SECRET + "=2",
                "&x=%zz" + SECRET,
                "&scope=" + SECRET + "++b",
                "&audience=" + SECRET,
                "&requested_token_type=" + SECRET,
                "&request_context=" + SECRET)) {
            TokenFault fault = fault(more);
            assertThat(fault).as(more).isNotNull();
            assertThat(fault.error() + fault.description() + fault).as(more).doesNotContain(SECRET);
        }
    }

    @Test
    void aControlCharacterOrAWrongByteIsNoText() {
        for (String more : List.of("&x=%00", "&x=%0a", "&x=%ff", "&%0d=x", "&x=%c3", "&x=\u00e4")) {
            assertThat(fault(more)).as(more).isNotNull();
        }
    }
}
