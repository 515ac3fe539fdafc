package dev.keyfabric.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class Base62Test {
    @Test
    void aNumberReadsBackFromItsDigits() {
        SplittableRandom random = Seeded.random();
        for (int i = 0; i < 10_000; i++) {
            long number = random.nextLong(1L << 32);
            String digits = Base62.encode(number, 6);
            assertThat(digits).hasSize(6).isEqualTo(Base62.encode(BigInteger.valueOf(number), 6));
            long back = 0;
            for (int j = 0; j < digits.length(); j++) {
                back = back * 62 + Base62.ALPHABET.indexOf(digits.charAt(j));
            }
            assertThat(back).as(Seeded.howToRepeat()).isEqualTo(number);
        }
    }

    @Test
    void aSmallNumberIsPaddedAndALargeOneKeepsItsLowestDigits() {
        assertThat(Base62.encode(0, 6)).isEqualTo("000000");
        assertThat(Base62.encode(61, 6)).isEqualTo("00000z");
        assertThat(Base62.encode(0xffff_ffffL, 6)).isEqualTo("4gfFC3");
        assertThat(Base62.encode(62L * 62 + 1, 2)).isEqualTo("01");
        assertThat(Base62.encode(BigInteger.valueOf(62L * 62 + 1), 2)).isEqualTo("01");
    }

    @Test
    void theDigitsAreTheSixtyTwoOfTheAlphabet() {
        for (int c = 0; c <= Character.MAX_VALUE; c++) {
            assertThat(Base62.isDigit((char) c)).isEqualTo(Base62.ALPHABET.indexOf((char) c) >= 0);
        }
    }
}
