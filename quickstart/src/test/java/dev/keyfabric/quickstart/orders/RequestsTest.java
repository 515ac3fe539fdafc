package dev.keyfabric.quickstart.orders;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpRequest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of a request before anybody is asked. */
class RequestsTest {
    private static MutableHttpRequest<?> request() {
        return HttpRequest.GET("/");
    }

    @Test
    void aKeyComesInOneOfThreeWays() {
        assertThat(Credential.of(request().header("X-API-Key", "k").getHeaders()))
                .isEqualTo(new Credential.Key("k"));
        assertThat(Credential.of(request().header("Authorization", "Bearer k").getHeaders()))
                .isEqualTo(new Credential.Key("k"));
        assertThat(Credential.of(request().header("Authorization", "ApiKey k").getHeaders()))
                .isEqualTo(new Credential.Key("k"));
        assertThat(Credential.of(request().header("Authorization", "Basic k").getHeaders()))
                .isEqualTo(new Credential.Missing());
        assertThat(Credential.of(request().getHeaders())).isEqualTo(new Credential.Missing());
    }

    @Test
    void twoCredentialsAreNone() {
        assertThat(Credential.of(request()
                        .header("X-API-Key", "k")
                        .header("Txn-Token", "t")
                        .getHeaders()))
                .isEqualTo(new Credential.Ambiguous());
        assertThat(Credential.of(request()
                        .header("Txn-Token", "t")
                        .header("Txn-Token", "u")
                        .getHeaders()))
                .isEqualTo(new Credential.Ambiguous());
    }

    @Test
    void aCredentialPrintsAsNothing() {
        assertThat(new Credential.Key("secret").toString()).doesNotContain("secret");
        assertThat(new Credential.Token("secret").toString()).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"item\":\"bell\"}",
                "{\"item\":\"bell\",\"quantity\":0}",
                "{\"item\":\"bell\",\"quantity\":1.5}",
                "{\"item\":\"\",\"quantity\":1}",
                "{\"item\":\"bell\",\"quantity\":1,\"price\":0}",
                "{\"item\":\"bell\",\"item\":\"car\",\"quantity\":1}",
                "{\"item\":\"bell\",\"quantity\":1} {}"
            })
    void whatIsNoOrderIsRefused(String body) {
        assertThat(Order.read("id", body.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @Test
    void anOrderIsToldAsItWasGiven() {
        Order order = Order.read("id", "{\"item\":\"bell\",\"quantity\":2}".getBytes(StandardCharsets.UTF_8))
                .orElseThrow();
        assertThat(order.json()).isEqualTo("{\"id\":\"id\",\"item\":\"bell\",\"quantity\":2}");
    }

    @Test
    void whoIsTurnedAwayLearnsNothingOfWhatIsWrongWithTheKey() {
        assertThat(Turned.by("REVOKED")).isEqualTo(Turned.by("NOT_FOUND")).isEqualTo(Turned.UNAUTHORIZED);
        assertThat(Turned.by("INSUFFICIENT_SCOPE").status()).isEqualTo(403);
        assertThat(Turned.by("RATE_LIMITED").status()).isEqualTo(429);
        assertThat(Turned.by("STALE").status()).isEqualTo(503);
    }
}
