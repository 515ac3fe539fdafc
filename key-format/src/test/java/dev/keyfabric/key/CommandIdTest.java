package dev.keyfabric.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandIdTest {
    /**
     * Worked out with Python:
     * {@code hashlib.sha256(struct.pack(">I", len(actor.encode())) + actor.encode() + key.encode()).hexdigest()}.
     */
    @ParameterizedTest
    @CsvSource(
            value = {
                "alice|order-7|714df63e87c0179e4848694bf4a26d3ff112575d7b740e82cbe0c28af26e3217",
                "''|''|df3f619804a92fdb4057192dc43dd748ea778adc52bc498ce80524c014b81119",
                "Zoë|ключ-1|70b6db8bf43a0839ceb9d2ce634392cf88a3f6aa5905f8242baf93c4979fa7e5"
            },
            delimiter = '|')
    void itIsTheHashOfActorAndKey(String actor, String key, String id) {
        assertThat(CommandId.derive(actor, key)).isEqualTo(id);
    }

    @Test
    void noActorCanNameAnothersCommandByMovingTheBorder() {
        Set<String> ids = new HashSet<>();
        String text = "alice-order-7";
        for (int border = 0; border <= text.length(); border++) {
            assertThat(ids.add(CommandId.derive(text.substring(0, border), text.substring(border))))
                    .isTrue();
        }
    }

    @Test
    void aRandomIdHasTheShapeOfADerivedOne() {
        SplittableRandom random = Seeded.random();
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            String id = CommandId.random(random);
            assertThat(id).as(Seeded.howToRepeat()).matches("[0-9a-f]{64}");
            assertThat(ids.add(id)).isTrue();
        }
    }
}
