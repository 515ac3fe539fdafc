package dev.keyfabric.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyIdTest {
    /**
     * Worked out with Python: murmur2 after Kafka's source for the slot, and for the rest
     * {@code int(hashlib.sha256(command.encode()).hexdigest(), 16)} reduced to its lowest twenty base62 digits.
     */
    @Test
    void itIsMadeAsTheContractSays() {
        String command = "714df63e87c0179e4848694bf4a26d3ff112575d7b740e82cbe0c28af26e3217";
        assertThat(KeyId.derive("acme", command)).hasToString("key_9047cRwdvtQSQlB4rYYPllq");
    }

    @Test
    void theSameCommandNamesTheSameKeyAndParsesBack() {
        SplittableRandom random = Seeded.random();
        for (int i = 0; i < 5_000; i++) {
            String consumer = Seeded.anyText(random, 30);
            String command = CommandId.random(random);
            KeyId id = KeyId.derive(consumer, command);
            assertThat(id).as(Seeded.howToRepeat()).isEqualTo(KeyId.derive(consumer, command));
            assertThat(KeyId.parse(id.text())).contains(id);
            assertThat(id.slot()).isEqualTo(Routing.slot(consumer)).isBetween(0, Routing.MAX_PARTITIONS - 1);
        }
    }

    @Test
    void otherCommandsNameOtherKeys() {
        SplittableRandom random = Seeded.random();
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 100_000; i++) {
            assertThat(ids.add(KeyId.derive("acme", CommandId.random(random)).text()))
                    .as(Seeded.howToRepeat())
                    .isTrue();
        }
    }

    @Test
    void everySlotIsWrittenWithThreeDigits() {
        Set<Integer> slots = new HashSet<>();
        for (int i = 0; slots.size() < Routing.MAX_PARTITIONS; i++) {
            KeyId id = KeyId.derive("c" + i, "x");
            assertThat(id.text()).hasSize(27);
            slots.add(id.slot());
        }
        assertThat(slots).contains(0, Routing.MAX_PARTITIONS - 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "key_",
                "key_9047cRwdvtQSQlB4rYYPll",
                "key_9047cRwdvtQSQlB4rYYPllqq",
                "Key_9047cRwdvtQSQlB4rYYPllq",
                "key-9047cRwdvtQSQlB4rYYPllq",
                "key_9A47cRwdvtQSQlB4rYYPllq",
                "key_9g47cRwdvtQSQlB4rYYPllq",
                "key_-047cRwdvtQSQlB4rYYPllq",
                "key_+047cRwdvtQSQlB4rYYPllq",
                "key_9047cRwdvtQSQlB4rYYPll_",
                "key_9047cRwdvtQSQlB4rYYPll ",
                "key_9047cRwdvtQSQlB4rYYPll\u00e9",
                "key_\uff19\uff10\uff147cRwdvtQSQlB4rYYPllq",
                " key_9047cRwdvtQSQlB4rYYPllq",
                "kf_live_zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17",
            })
    void whatIsNoKeyIdIsRefused(String text) {
        assertThat(KeyId.parse(text)).isEmpty();
        assertThatThrownBy(() -> new KeyId(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
