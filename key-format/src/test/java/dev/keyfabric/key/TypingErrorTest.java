package dev.keyfabric.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every change of one character is refused, wherever it is. Inside the body CRC-32 proves it for substitutions and for
 * neighbours swapped (one burst of at most 16 bits); length and prefix comparison do for the rest.
 */
class TypingErrorTest {
    private static final int KEYS = 60;

    static Stream<Arguments> prefixes() {
        return Stream.of(KeyPrefixes.DEFAULT, new KeyPrefixes("acme_eu1"), new KeyPrefixes("k"))
                .map(Arguments::of);
    }

    private interface Change {
        void of(String key);
    }

    private static void forKeysOf(KeyPrefixes prefixes, Change change) {
        SplittableRandom random = Seeded.random();
        for (int i = 0; i < KEYS; i++) {
            change.of(ApiKey.generate(i % 2 == 0 ? prefixes.live() : prefixes.test(), random)
                    .reveal());
        }
    }

    private static void refused(String changed, String key, KeyPrefixes prefixes) {
        if (ApiKey.parse(changed, prefixes).isPresent()) {
            throw new AssertionError(changed + " passed instead of " + key + "; " + Seeded.howToRepeat());
        }
    }

    @ParameterizedTest
    @MethodSource("prefixes")
    void anotherCharacterAnywhereIsRefused(KeyPrefixes prefixes) {
        forKeysOf(prefixes, key -> {
            for (int at = 0; at < key.length(); at++) {
                for (char c = ' '; c <= '~'; c++) {
                    if (c != key.charAt(at)) {
                        refused(key.substring(0, at) + c + key.substring(at + 1), key, prefixes);
                    }
                }
            }
        });
    }

    @ParameterizedTest
    @MethodSource("prefixes")
    void aCharacterTooManyIsRefused(KeyPrefixes prefixes) {
        forKeysOf(prefixes, key -> {
            for (int at = 0; at <= key.length(); at++) {
                for (char c = ' '; c <= '~'; c++) {
                    refused(key.substring(0, at) + c + key.substring(at), key, prefixes);
                }
            }
        });
    }

    @ParameterizedTest
    @MethodSource("prefixes")
    void aCharacterTooFewIsRefused(KeyPrefixes prefixes) {
        forKeysOf(prefixes, key -> {
            for (int at = 0; at < key.length(); at++) {
                refused(key.substring(0, at) + key.substring(at + 1), key, prefixes);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("prefixes")
    void twoNeighboursSwappedAreRefused(KeyPrefixes prefixes) {
        forKeysOf(prefixes, key -> {
            for (int at = 0; at + 1 < key.length(); at++) {
                if (key.charAt(at) != key.charAt(at + 1)) {
                    refused(
                            key.substring(0, at) + key.charAt(at + 1) + key.charAt(at) + key.substring(at + 2),
                            key,
                            prefixes);
                }
            }
        });
    }

    @Test
    void anotherCharacterInTheBodyIsRefusedWithoutThePrefixesToo() {
        SplittableRandom random = Seeded.random();
        for (int i = 0; i < KEYS; i++) {
            String key = ApiKey.generate("kf_live", random).reveal();
            for (int at = "kf_live_".length(); at < key.length(); at++) {
                for (char c = ' '; c <= '~'; c++) {
                    if (c != key.charAt(at)) {
                        assertThat(ApiKey.parse(key.substring(0, at) + c + key.substring(at + 1)))
                                .as(Seeded.howToRepeat())
                                .isEmpty();
                    }
                }
            }
        }
    }
}
