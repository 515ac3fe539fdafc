package dev.keyfabric.quickstart.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What proxies make of answers that no validator of ours would give, or that another version might. */
class NoVerdictIT {
    private static final String REQUEST = RawClient.lines("""
            GET /orders HTTP/1.1
            Host: gateway
            X-API-Key: k
            X-Consumer-Id: forged
            Txn-Token: forged
            Connection: close

            """);
    private static final String GOOD = RawClient.lines("""
            HTTP/1.1 200 OK
            X-Consumer-Id: acme
            X-Consumer-Scopes: a
            X-Consumer-Plan: -
            X-Consumer-Key-Id: k
            X-RateLimit-Remaining: -
            Txn-Token: t
            Content-Length: 0

            """);

    private Oracle validator;
    private Oracle service;

    @BeforeEach
    void start() {
        validator = Oracle.start();
        service = Oracle.start();
        service.says("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    }

    @AfterEach
    void stop() throws IOException {
        validator.close();
        service.close();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNoVerdictLetsNothingPass(ProxyProgram program) throws IOException {
        try (RunningProxy proxy = start(program)) {
            for (String answer : List.of(
                    "",
                    "garbage\r\n\r\n",
                    "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n",
                    "HTTP/1.1 502 Oops\r\nContent-Length: 0\r\n\r\n")) {
                validator.says(answer);

                Message got = RawClient.ask(proxy.port(), REQUEST);

                assertThat(got.status()).as(answer).isGreaterThanOrEqualTo(500);
                assertThat(proxy.tap().taken()).as(answer).isEmpty();
            }
            for (String status : List.of("302 Found", "404 Not Found", "418 Teapot")) {
                validator.says("HTTP/1.1 " + status + "\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n");

                Message got = RawClient.ask(proxy.port(), REQUEST);

                assertThat(got.status()).as(status).matches(code -> code < 200 || code > 299);
                assertThat(proxy.tap().taken()).as(status).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatTheValidatorLeavesOutIsNotFilledInByTheCaller(ProxyProgram program) throws IOException {
        try (RunningProxy proxy = start(program)) {
            validator.says("HTTP/1.1 200 OK\r\nX-Consumer-Plan: -\r\nContent-Length: 0\r\n\r\n");

            RawClient.ask(proxy.port(), REQUEST);

            assertThat(proxy.tap().taken())
                    .allSatisfy(request -> assertThat(new String(request.raw(), StandardCharsets.ISO_8859_1))
                            .doesNotContain("forged"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyStatusOfARefusalArrivesWithItsFieldsAndBody(ProxyProgram program) throws IOException {
        try (RunningProxy proxy = start(program)) {
            for (int status : new int[] {401, 403, 429, 503}) {
                String problem = "{\"status\":" + status + ",\"code\":\"C" + status + "\"}";
                // Of nginx only these two statuses are understood, so its profile says the rest in fields.
                String shown = program == ProxyProgram.NGINX ? (status == 401 ? "401" : "403") : "" + status;
                String fields = "HTTP/1.1 " + shown + " No\r\nContent-Type: application/problem+json\r\n"
                        + "Retry-After: 7\r\nRateLimit: \"m\";r=0;t=7\r\nRateLimit-Policy: \"m\";q=5;w=60\r\n";
                validator.says(
                        program == ProxyProgram.NGINX
                                ? fields + "X-Error-Status: " + status + "\r\nX-Error-Body: " + problem
                                        + "\r\nContent-Length: 0\r\n\r\n"
                                : fields + "Content-Length: " + problem.length() + "\r\n\r\n" + problem);

                Message got = RawClient.ask(proxy.port(), REQUEST);

                assertThat(got.status()).isEqualTo(status);
                assertThat(got.value("content-type")).contains("application/problem+json");
                assertThat(got.value("retry-after")).contains("7");
                assertThat(got.value("ratelimit")).contains("\"m\";r=0;t=7");
                assertThat(got.value("ratelimit-policy")).contains("\"m\";q=5;w=60");
                assertThat(new String(got.body(), StandardCharsets.UTF_8)).isEqualTo(problem);
                assertThat(proxy.tap().taken()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theConnectionToTheValidatorIsKept(ProxyProgram program) throws IOException {
        try (RunningProxy proxy = start(program)) {
            validator.says(GOOD);

            List<Integer> answers = Stream.generate(
                            () -> RawClient.ask(proxy.port(), REQUEST).status())
                    .limit(20)
                    .toList();

            assertThat(answers).containsOnly(200);
            // One for each thread of the proxy at most; HAProxy and nginx start one thread or process per core here.
            assertThat(validator.connections())
                    .isLessThanOrEqualTo(Runtime.getRuntime().availableProcessors() + 1);
        }
    }

    private RunningProxy start(ProxyProgram program) {
        return RunningProxy.start(program, Installed.require(program), validator.port(), service.port());
    }
}
