package dev.keyfabric.validator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.validation.Events;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Both roads to an answer, over the connection and through the server, end in the same one. */
class DirectIT extends IdentityFixture {
    private static final String VALIDATE = "POST /v1/validate HTTP/1.1\r\nContent-Type: application/json\r\n";

    /** Head and body of a request. */
    private record Asked(String head, String body) {
        String over(String road) {
            String length = body.isEmpty()
                    ? ""
                    : "Content-Length: " + body.getBytes(StandardCharsets.ISO_8859_1).length + "\r\n";
            return head + "Host: x\r\nConnection: close\r\n" + road + length + "\r\n" + body;
        }
    }

    private Stream<Asked> heads() {
        String key = "X-API-Key: " + secret.reveal() + "\r\n";
        String stranger = "X-API-Key: " + Events.apiKey().reveal() + "\r\n";
        return Stream.of(
                        "GET /v1/authorize?audience=orders HTTP/1.1\r\n" + key,
                        "GET /v1/authorize?audience=orders&scope=orders:read&token=false HTTP/1.1\r\n" + key,
                        "GET /v1/authorize?audience=orders&scope=orders:read%20orders:write HTTP/1.1\r\n" + key,
                        "GET /v1/authorize?audience=orders&scope=orders:never HTTP/1.1\r\n" + key,
                        "GET /v1/authorize?audience=orders&scope=orders:never&profile=nginx HTTP/1.1\r\n" + key,
                        "DELETE /v1/authorize?audience=orders HTTP/1.1\r\n" + key,
                        "OPTIONS /v1/authorize?audience=orders HTTP/1.1\r\n" + key,
                        "BREW /v1/authorize?audience=orders HTTP/1.1\r\n" + key,
                        "POST /v1/authorize?audience=orders HTTP/1.1\r\nContent-Length: 0\r\n" + key,
                        "GET /v1/authorize?audience=orders HTTP/1.1\r\n" + stranger,
                        "GET /v1/authorize?audience=orders&profile=nginx HTTP/1.1\r\n" + stranger,
                        "GET /v1/authorize?audience=orders HTTP/1.1\r\n",
                        "GET /v1/authorize?audience=orders HTTP/1.1\r\n" + key + key,
                        "GET /v1/authorize?audience=orders HTTP/1.1\r\n" + key + "Authorization: Bearer x\r\n",
                        "GET /v1/authorize?audience=orders HTTP/1.1\r\nAuthorization: ApiKey  " + secret.reveal()
                                + "\r\n",
                        "GET /v1/authorize?audience=orders HTTP/1.1\r\nAuthorization: Basic eA==\r\n",
                        "GET /v1/authorize?audience=orders HTTP/1.1\r\nX-API-Key: \r\n",
                        "GET /v1/authorize HTTP/1.1\r\n" + key,
                        "GET /v1/authorize? HTTP/1.1\r\n" + key,
                        "GET /v1/authorize?audience=orders&audience=orders HTTP/1.1\r\n" + key,
                        "GET /v1/authorize?audience=orders&unknown=1 HTTP/1.1\r\n" + key,
                        "GET /v1/authorize?audience=or%2fders HTTP/1.1\r\n" + key,
                        "GET /v1/authorize?audience=orders?scope=orders:read HTTP/1.1\r\n" + key,
                        "GET /v1/authorize/ HTTP/1.1\r\n" + key,
                        "GET /v1/authorize/r/nowhere HTTP/1.1\r\n" + key,
                        "GET /v1/authorize/../validate HTTP/1.1\r\n" + key,
                        "GET /v1/authorizes HTTP/1.1\r\n" + key,
                        "GET /v1/validate HTTP/1.1\r\n",
                        "POST /v1/validate/ HTTP/1.1\r\nContent-Type: application/json\r\n",
                        "POST /v1/validate?x=1 HTTP/1.1\r\nContent-Type: application/json\r\n",
                        VALIDATE)
                .map(head -> new Asked(head, ""));
    }

    private Stream<Asked> bodies() {
        String key = "\"key\":\"" + secret.reveal() + "\"";
        return Stream.of(
                        "{" + key + "}",
                        "{" + key + ",\"audience\":\"orders\",\"scopes\":[\"orders:read\"],\"explain\":true}",
                        "{" + key + ",\"scopes\":[\"orders:never\"]}",
                        "{" + key + ",\"clientIp\":\"203.0.113.9\"}",
                        "{" + key + ",\"position\":\"keyfabric.keys.v1-0@0\"}",
                        "{" + key + ",\"audience\":\"nobodys\",\"token\":true}",
                        "{\"key\":\"" + Events.apiKey().reveal() + "\"}",
                        "{\"key\":\"x\"}",
                        "{}",
                        "{" + key + "," + key + "}",
                        "{" + key + ",\"unknown\":1}",
                        "{" + key,
                        "[]",
                        "\u00ff\u00fe",
                        "{" + key + "}" + " ".repeat(9000))
                .map(body -> new Asked(VALIDATE, body));
    }

    @Test
    void theConnectionAnswersWhatTheServerWould() throws IOException {
        for (Asked asked : Stream.concat(heads(), bodies()).toList()) {
            List<Object> direct = parts(RawHttp.send(node.url(), asked.over("")));
            // Which is not plain, and means nothing.
            List<Object> served = parts(RawHttp.send(node.url(), asked.over("Upgrade: nothing\r\n")));

            assertThat(direct).as(asked.head().replaceAll("kf_\\S+", "…")).isEqualTo(served);
        }
    }

    /** Status, headers by name, body; without what differs from one answer to the next. */
    private static List<Object> parts(String answer) {
        int end = answer.indexOf("\r\n\r\n");
        String[] lines = answer.substring(0, end).split("\r\n", -1);
        Map<String, String> headers = new TreeMap<>();
        for (int i = 1; i < lines.length; i++) {
            String[] field = lines[i].split(": *", 2);
            headers.merge(field[0].toLowerCase(Locale.ROOT), field[1], (a, b) -> a + ", " + b);
        }
        assertThat(headers.get("date")).matches("[A-Z][a-z]{2}, \\d{2} [A-Z][a-z]{2} \\d{4} \\d{2}:\\d{2}:\\d{2} GMT");
        headers.remove("date");
        headers.computeIfPresent("x-error-body", (name, body) -> anonymous(body));
        headers.computeIfPresent("txn-token", (name, token) -> token.equals("-") ? token : "token");
        return List.of(lines[0], headers, anonymous(answer.substring(end)));
    }

    private static String anonymous(String body) {
        return body.replaceAll("urn:uuid:[0-9a-f-]{36}", "urn:uuid:")
                .replaceAll("\"stalenessMs\":\\d+", "\"stalenessMs\":0");
    }
}
