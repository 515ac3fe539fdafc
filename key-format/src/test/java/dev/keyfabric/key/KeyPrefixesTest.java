package dev.keyfabric.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyPrefixesTest {
    @Test
    void theyAreLiveAndTestUnderTheStem() {
        assertThat(KeyPrefixes.DEFAULT.live()).isEqualTo("kf_live");
        assertThat(KeyPrefixes.DEFAULT.test()).isEqualTo("kf_test");
        assertThat(new KeyPrefixes("acme_eu1").live()).isEqualTo("acme_eu1_live");
    }

    /** So that no single slip turns a live key into a test key. */
    @ParameterizedTest
    @ValueSource(strings = {"kf", "k", "live", "test", "a1_live"})
    void theTwoAreFourCharactersApart(String stem) {
        KeyPrefixes prefixes = new KeyPrefixes(stem);
        String live = prefixes.live();
        String test = prefixes.test();
        assertThat(live).hasSameSizeAs(test);
        long apart = 0;
        for (int i = 0; i < live.length(); i++) {
            apart += live.charAt(i) == test.charAt(i) ? 0 : 1;
        }
        assertThat(apart).isEqualTo(4);
    }

    @Test
    void aKeyOfAnotherFabricIsRefused() {
        String body = "zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17";
        for (String prefix :
                List.of("kf", "kf_prod", "kf_liv", "kf_lives", "kf_love", "xf_live", "kf_lvie", "kflive_a")) {
            assertThat(ApiKey.parse(prefix + "_" + body)).as(prefix).isPresent();
            assertThat(ApiKey.parse(prefix + "_" + body, KeyPrefixes.DEFAULT))
                    .as(prefix)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Kf", "kf_", "_kf", "kf-eu", "9kf", "abcdefghijabcdefghijabcdefgh"})
    void aStemThatMakesNoPrefixIsRefused(String stem) {
        assertThatThrownBy(() -> new KeyPrefixes(stem)).isInstanceOf(IllegalArgumentException.class);
    }
}
