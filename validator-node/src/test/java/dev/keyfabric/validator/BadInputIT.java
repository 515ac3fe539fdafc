package dev.keyfabric.validator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyfabric.key.ApiKey;
import dev.keyfabric.validation.Events;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What no client should send: a 4xx or a closed connection, never a 5xx, never an echo, and the node as healthy as before. */
class BadInputIT extends IdentityFixture {
    private static final String PLANTED = "planted-secret-of-the-caller";
    private static final String GET = "GET /v1/authorize?audience=orders HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
    private static final String POST =
            "POST /v1/validate HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n";
    private static ValidatorNode edge;
    private static Http http;

    @BeforeAll
    static void open() {
        edge = open("edge", Map.of("keyfabric.http.request-timeout", "1s", "keyfabric.http.connections", "64"));
        http = new Http(edge.url());
    }

    @AfterAll
    static void shut() {
        edge.close();
    }

    @AfterEach
    void theNodeIsHealthy() {
        await().atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .until(() -> http.get("/health/readiness").status() == 200);
    }

    private static String authorization(String value) {
        return GET + "Authorization: " + value + "\r\n\r\n";
    }

    private static String post(String path, String type, String body) {
        return "POST " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: " + type
                + "\r\nContent-Length: " + body.getBytes(StandardCharsets.ISO_8859_1).length + "\r\n\r\n" + body;
    }

    private static String validate(String body) {
        return post("/v1/validate", "application/json", body);
    }

    static Stream<Arguments> requests() {
        String many = IntStream.range(0, 400)
                .mapToObj(i -> "X-Many-" + i + ": " + PLANTED + "\r\n")
                .collect(Collectors.joining());
        return Stream.of(
                        "empty|" + authorization(""),
                        "blank|" + authorization("   "),
                        "no scheme|" + authorization(PLANTED),
                        "scheme alone|" + authorization("Bearer"),
                        "scheme and blanks|" + authorization("Bearer   "),
                        "two schemes|" + authorization("Bearer ApiKey " + PLANTED),
                        "another scheme|" + authorization("Basic " + PLANTED),
                        "comma|" + authorization("Bearer " + PLANTED + ", ApiKey " + PLANTED),
                        "NUL|" + authorization("Bearer " + PLANTED + "\0x"),
                        "bare CR|" + authorization("Bearer " + PLANTED + "\rX-Evil: 1"),
                        "bare LF|" + authorization("Bearer " + PLANTED + "\nX-Evil: 1"),
                        "folded|" + authorization("Bearer\r\n " + PLANTED),
                        "not UTF-8|" + authorization("Bearer " + PLANTED + "\u00ff\u00fe\u0080"),
                        "64 KiB|" + authorization("Bearer " + PLANTED + "a".repeat(65_536)),
                        "twice|" + GET + "Authorization: Bearer a\r\nAuthorization: Bearer " + PLANTED + "\r\n\r\n",
                        "both carriers|" + GET + "Authorization: Bearer a\r\nX-API-Key: " + PLANTED + "\r\n\r\n",
                        "many headers|" + GET + many + "\r\n",
                        "long line|GET /v1/authorize?audience=" + "a".repeat(20_000) + PLANTED
                                + " HTTP/1.1\r\nHost: x\r\n\r\n",
                        "space before colon|" + GET + "X-API-Key : " + PLANTED + "\r\n\r\n",
                        "no colon|" + GET + PLANTED + "\r\n\r\n",
                        "no such version|GET / HTTP/9.9\r\nHost: x\r\n\r\n",
                        "no HTTP|" + PLANTED + "\r\n\r\n",
                        "TLS|\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n",
                        "bad escape|GET /v1/key-states/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                        "deep JSON|" + validate("{\"scopes\":" + "[".repeat(20_000) + "]".repeat(20_000) + "}"),
                        "deep unknown member|"
                                + validate("{\"x\":" + "{\"a\":".repeat(900) + "1" + "}".repeat(900) + "}"),
                        "doubled member|" + validate("{\"key\":\"a\",\"key\":\"" + PLANTED + "\"}"),
                        "unknown member|" + validate("{\"" + PLANTED + "-and-longer-than-a-member\":1}"),
                        "absurd exponent|" + validate("{\"cost\":1e999999999}"),
                        "absurd integer|" + validate("{\"cost\":" + "9".repeat(5_000) + "}"),
                        "negative zero|" + validate("{\"cost\":-0.0}"),
                        "not a number|" + validate("{\"cost\":NaN}"),
                        "wrong types|" + validate("{\"key\":{},\"audience\":[],\"scopes\":7,\"clientIp\":true}"),
                        "not UTF-8 body|" + validate("{\"key\":\"\u00ff\u00fe" + PLANTED + "\"}"),
                        "UTF-16 body|" + validate("\u0000{\u0000}"),
                        "not JSON|" + validate(PLANTED),
                        "too long|" + validate("{\"key\":\"" + "a".repeat(70_000) + "\"}"),
                        "batch too many|"
                                + post(
                                        "/v1/validate/batch",
                                        "application/json",
                                        "{\"items\":[" + "{},".repeat(2_000) + "{}]}"),
                        "form|" + post("/v1/introspect", "application/x-www-form-urlencoded", "token=%zz" + PLANTED),
                        "other type|" + post("/v1/validate", "text/plain", PLANTED),
                        "bad type|" + post("/v1/validate", "\u0001;;=", PLANTED),
                        "length and chunks|POST /v1/validate HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 4\r\n"
                                + "Transfer-Encoding: chunked\r\nContent-Type: application/json\r\n\r\n0\r\n\r\n"
                                + PLANTED,
                        "two lengths|POST /v1/validate HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}x",
                        "negative length|POST /v1/validate HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                        "absurd length|" + POST + "Content-Length: 99999999999999999999\r\n\r\n",
                        "bad chunk|" + POST + "Transfer-Encoding: chunked\r\n\r\nzz\r\n" + PLANTED + "\r\n",
                        "cut body|"
                                + post("/v1/validate", "application/json", "{\"key\":\"" + PLANTED + "a".repeat(50))
                                        .replace("Content-Length: ", "Content-Length: 5"),
                        "cut header|" + GET + "Authorization: Bearer " + PLANTED)
                .map(named -> named.split("\\|", 2))
                .map(named -> Arguments.of(named[0], named[1]));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void isRefusedOrCutOffAndNeverEchoed(String name, String request) throws IOException {
        String answer = RawHttp.send(edge.url(), request);
        if (!answer.isEmpty()) {
            assertThat(answer).matches("(?s)HTTP/1\\.[01] 4\\d\\d .*");
        }
        assertThat(answer).doesNotContain(PLANTED).doesNotContain("xception").doesNotContain("io.netty");
    }

    @Test
    void aRequestThatTricklesInIsCutOff() throws Exception {
        try (Socket socket = new Socket(edge.url().getHost(), edge.url().getPort())) {
            socket.setSoTimeout(15_000);
            byte[] request = (GET + "X-Slow: " + "a".repeat(4_000)).getBytes(StandardCharsets.US_ASCII);
            Thread trickle = new Thread(() -> {
                try {
                    for (byte each : request) {
                        socket.getOutputStream().write(each);
                        socket.getOutputStream().flush();
                        java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
                    }
                } catch (IOException e) {
                    // cut off, as it should be
                }
            });
            trickle.start();
            assertThat(RawHttp.read(socket)).isEmpty();
            trickle.join();
        }
        assertThat(http.get("/prometheus").raw().body()).contains("keyfabric_http_requests_late_total");
    }

    @Test
    void aConnectionTooManyIsClosedAndTheOthersGoOn() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 64; i++) {
                sockets.add(new Socket(edge.url().getHost(), edge.url().getPort()));
            }
            await().atMost(Duration.ofSeconds(10))
                    .ignoreExceptions()
                    .until(() -> RawHttp.send(edge.url(), GET + "\r\n").isEmpty());
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void unknownKeysLeaveNothingBehind() {
        List<String> series = series();
        Map<String, Object> before = held();
        long heap = heap();
        for (int i = 0; i < 500; i++) {
            String items = Stream.generate(Events::apiKey)
                    .limit(100)
                    .map(ApiKey::reveal)
                    .map(key -> "{\"key\":\"" + key + "\",\"audience\":\"orders\"}")
                    .collect(Collectors.joining(","));
            assertThat(http.ask(
                                    "POST",
                                    "/v1/validate/batch",
                                    "{\"items\":[" + items + "]}",
                                    "Content-Type",
                                    "application/json")
                            .status())
                    .isEqualTo(200);
        }
        assertThat(series()).isEqualTo(series);
        assertThat(held()).isEqualTo(before);
        // 50,000 keys of which each left a hundred bytes would be five million.
        assertThat(heap() - heap).isLessThan(24L << 20);
    }

    private static List<String> series() {
        return http.get("/prometheus")
                .raw()
                .body()
                .lines()
                .filter(line -> !line.startsWith("#") && line.startsWith("keyfabric_"))
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .sorted()
                .toList();
    }

    private static Map<String, Object> held() {
        var facts = edge.engine().status().view();
        return Map.of("keys", facts.keys(), "consumers", facts.consumers(), "denied", facts.denied());
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
