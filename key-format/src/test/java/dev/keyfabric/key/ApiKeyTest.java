package dev.keyfabric.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyTest {
    private static final String GITHUB_SAMPLE = "zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ";

    @Test
    void theChecksumIsTheOneOfGitHubsPublishedSample() {
        assertThat(Checksum.of(GITHUB_SAMPLE)).isEqualTo("0mLq17");
        assertThat(ApiKey.parse("kf_live_" + GITHUB_SAMPLE + "0mLq17", KeyPrefixes.DEFAULT))
                .isPresent();
        assertThat(ApiKey.parse("kf_live_" + GITHUB_SAMPLE + "0mLq18", KeyPrefixes.DEFAULT))
                .isEmpty();
    }

    @Test
    void everyGeneratedKeyParses() throws Exception {
        SplittableRandom random = Seeded.random();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            String prefix = i % 2 == 0 ? KeyPrefixes.DEFAULT.live() : KeyPrefixes.DEFAULT.test();
            ApiKey key = ApiKey.generate(prefix, random);
            assertThat(key.reveal()).as(Seeded.howToRepeat()).matches(prefix + "_[0-9A-Za-z]{36}");
            ApiKey parsed =
                    ApiKey.parse(key.reveal(), KeyPrefixes.DEFAULT).orElseThrow(() -> new AssertionError(key.reveal()));
            assertThat(parsed.reveal()).isEqualTo(key.reveal());
            assertThat(parsed.prefix()).isEqualTo(prefix);
            assertThat(parsed.lastFour())
                    .isEqualTo(key.reveal().substring(key.reveal().length() - 4));
            assertThat(seen.add(key.reveal())).as("twice the same key").isTrue();
        }
        ApiKey key = ApiKey.generate("kf_live", random);
        assertThat(key.sha256())
                .isEqualTo(
                        MessageDigest.getInstance("SHA-256").digest(key.reveal().getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void aKeyOfTheJdksStrongRandomParsesUnderAnotherStem() {
        KeyPrefixes prefixes = new KeyPrefixes("acme_eu1");
        ApiKey key = ApiKey.generate(prefixes.test(), new SecureRandom());
        assertThat(ApiKey.parse(key.reveal(), prefixes)).isPresent();
        assertThat(ApiKey.parse(key.reveal(), KeyPrefixes.DEFAULT)).isEmpty();
        assertThat(ApiKey.parse(key.reveal())).isPresent();
    }

    /** Modulo of a byte or of a short power of two would give some digits a quarter more than others. */
    @Test
    void everyDigitIsEquallyLikely() {
        SplittableRandom random = Seeded.random();
        int keys = 20_000;
        long[] counts = new long[62];
        for (int i = 0; i < keys; i++) {
            String text = ApiKey.generate("k", random).reveal();
            for (int j = 2; j < 2 + ApiKey.BODY_LENGTH; j++) {
                counts[Base62.ALPHABET.indexOf(text.charAt(j))]++;
            }
        }
        double expected = keys * (double) ApiKey.BODY_LENGTH / 62;
        double chiSquared = 0;
        for (long count : counts) {
            chiSquared += (count - expected) * (count - expected) / expected;
        }
        // 61 degrees of freedom: a fair source passes 120 once in 100,000 runs; a byte modulo 62 gives about 2,300.
        assertThat(chiSquared).as(Seeded.howToRepeat()).isLessThan(120);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "_",
                "kf_live",
                "kf_live_",
                "kf_live_0mLq17",
                "_zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17",
                "zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17",
                "kf_live zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17",
                "KF_live_zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17",
                "kf__live_zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17",
                "kf_live__zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17",
                "kf_live_zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17 ",
                " kf_live_zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17",
                "kf_live_zQWBuTSOoRi4A9spHcVY5ncnsDkxk\u00e90mLq17",
                "kf_live_zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ\uff10mLq17",
                "aaaaaaaaaabbbbbbbbbbccccccccccddd_zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17",
            })
    void whatIsNoKeyIsRefusedUnderEveryPrefix(String text) {
        assertThat(ApiKey.parse(text)).isEmpty();
        assertThat(ApiKey.parse(text, KeyPrefixes.DEFAULT)).isEmpty();
    }

    @Test
    void anyTextIsAnswered() {
        SplittableRandom random = Seeded.random();
        for (int i = 0; i < 50_000; i++) {
            String text = Seeded.anyText(random, 80);
            assertThat(ApiKey.parse(text)).as(Seeded.howToRepeat()).isEmpty();
            assertThat(ApiKey.parse("kf_live_" + text, KeyPrefixes.DEFAULT)).isEmpty();
        }
    }

    @Test
    void onlyRevealShowsTheSecret() {
        SplittableRandom random = Seeded.random();
        for (int i = 0; i < 1000; i++) {
            ApiKey key = ApiKey.generate("kf_test", random);
            assertThat(key.toString()).isEqualTo("kf_test_…" + key.lastFour());
            assertThat(String.valueOf(ApiKey.parse(key.reveal())))
                    .doesNotContain(key.reveal())
                    .doesNotContain(key.reveal().substring(8, 8 + 12));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1kf",
                "_kf",
                "kf_",
                "kf__live",
                "Kf",
                "kf-live",
                "kf live",
                "abcdefghijabcdefghijabcdefghijabc"
            })
    void aPrefixThatCouldBeMisreadMakesNoKey(String prefix) {
        assertThat(ApiKey.isPrefix(prefix)).isFalse();
        assertThatThrownBy(() -> ApiKey.generate(prefix, Seeded.random())).isInstanceOf(IllegalArgumentException.class);
    }
}
