package dev.keyfabric.key;

import java.util.SplittableRandom;

/** The randomness of a test: one seed for the run, {@code -Dkeyfabric.seed=…} gives another. */
final class Seeded {
    static final long SEED = Long.getLong("keyfabric.seed", 2_026_112_100L);

    private Seeded() {}

    static SplittableRandom random() {
        return new SplittableRandom(SEED);
    }

    /** For {@code as(…)}: what to pass to see a failure again. */
    static String howToRepeat() {
        return "repeat with -Dkeyfabric.seed=" + SEED;
    }

    /** A text of any characters, surrogate pairs and controls among them. */
    static String anyText(SplittableRandom random, int maxLength) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(maxLength + 1);
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(
                    switch (random.nextInt(4)) {
                        case 0 -> random.nextInt(0x80);
                        case 1 -> random.nextInt(0x80, 0x800);
                        case 2 -> random.nextInt(0x4e00, 0x9fff);
                        default -> random.nextInt(0x1f300, 0x1f600);
                    });
        }
        return text.toString();
    }
}
