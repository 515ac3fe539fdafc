package dev.keyfabric.context.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Base64UrlTest {
    @Test
    void whatIsEncodedIsDecoded() throws Exception {
        SplittableRandom random = new SplittableRandom(41);
        for (int length = 0; length < 300; length++) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            assertThat(Base64Url.decode(Base64Url.encode(bytes))).isEqualTo(bytes);
        }
    }

    /** QQ is A; QR, QS ... have bits past the end that a lenient reader drops. */
    @ParameterizedTest
    @ValueSource(
            strings = {"QR", "Qf", "QUJ", "QUL", "Q", "QQ==", "QQ=", "Q Q", "QQ\n", "Q+8", "Q/8", "QÄ", "Q\u0100\u0100"
            })
    void whatIsNotCanonicalIsRefused(String text) {
        assertThatThrownBy(() -> Base64Url.decode(text)).isInstanceOf(MalformedTextException.class);
    }

    @Test
    void noTwoTextsOfUpToThreeCharactersMeanTheSameBytes() {
        String alphabet = "ABQRSZafgwz019-_=+/ ";
        Set<String> texts = new HashSet<>(Set.of(""));
        for (int i = 0; i < 3; i++) {
            Set<String> longer = new HashSet<>(texts);
            texts.forEach(text -> alphabet.chars().forEach(c -> longer.add(text + (char) c)));
            texts = longer;
        }
        Set<String> meanings = new HashSet<>();
        for (String text : texts) {
            try {
                assertThat(meanings.add(Base64Url.encode(Base64Url.decode(text))))
                        .as(text)
                        .isTrue();
            } catch (MalformedTextException e) {
                assertThat(e).hasMessageContaining("base64url");
            }
        }
        assertThat(meanings).hasSizeGreaterThan(1000);
    }
}
