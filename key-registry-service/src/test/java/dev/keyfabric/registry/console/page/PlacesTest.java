package dev.keyfabric.registry.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlacesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console",
                "/console/keys",
                "/console/keys/key_abc",
                "/console/keys?q=a%20b&status=ACTIVE",
                "/console/history?from=2027-01-01"
            })
    void aPlaceInTheConsoleIsLedBackTo(String place) {
        assertThat(Places.inside(place)).isEqualTo(place);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "https://evil.example/console",
                "//evil.example",
                "/\\evil.example",
                "/console//evil.example",
                "/console/../v1/keys",
                "/console/keys\r\nSet-Cookie: a=b",
                "javascript:alert(1)",
                "/consoles",
                "/v1/keys",
                "/console/login",
                "/console/logout",
                "/console/@evil.example"
            })
    void nobodyIsLedAnywhereElse(String place) {
        assertThat(Places.inside(place)).isEqualTo(Places.HOME);
    }

    @Test
    void nowhereIsHome() {
        assertThat(Places.inside(null)).isEqualTo(Places.HOME);
        assertThat(Places.ofReferer("not a url \n")).isEmpty();
        assertThat(Places.ofReferer("http://127.0.0.1:8080/console/keys?q=a")).contains("/console/keys?q=a");
    }
}
