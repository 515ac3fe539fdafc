package dev.keyfabric.validation.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.validation.Folders;
import dev.keyfabric.validation.view.Failpoint.Step;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No effect without its offset, no offset without its effect, wherever the process dies. */
class FailpointIT {
    private static final int DEATHS = Integer.getInteger("keyfabric.test.deaths", 2);
    private static final int MOST_PASSINGS = 10;
    private static final int LENGTH = MOST_PASSINGS * (DEATHS + 1);

    private final long seed = Long.getLong("keyfabric.test.seed", System.nanoTime());
    private final SeededHistory history = new SeededHistory(seed, LENGTH);
    private final SplittableRandom random = new SplittableRandom(seed);
    private final Path folder = Folders.fresh();

    FailpointIT() {
        System.out.println("keyfabric.test.seed=" + seed);
    }

    @ParameterizedTest
    @EnumSource(names = {"GATHERED", "WRITTEN", "DROPPED", "SHOWN"})
    void afterADeathInAWriteTheDiskHoldsTheEffectsOfTheRecordsBelowItsOffsetsAndNoOther(Step step) throws Exception {
        long written = 0;
        for (int death = 1; death <= DEATHS; death++) {
            int passings = 1 + random.nextInt(MOST_PASSINGS);
            written += step == Step.GATHERED ? passings - 1 : passings;

            assertThat(ViewVictim.dies(folder, seed, LENGTH, step, passings, "serving"))
                    .as("seed %d: death %d", seed, death)
                    .isTrue();

            check(written, "seed " + seed + ": death " + death + " at passing " + passings);
        }
        try (FabricView view = StoredView.open(folder, Failpoint.NONE)) {
            ViewVictim.feed(view, history.batches());
        }
        check(LENGTH, "seed " + seed + ": read on to the end");
    }

    @ParameterizedTest
    @EnumSource(names = {"GATHERED", "WRITTEN", "SYNCED", "NAMED", "PROMOTED"})
    void afterADeathWhileAStoreIsFilledBesideAndTakesTheFirstOnesPlaceOneOfBothServesWhole(Step step) throws Exception {
        int first = LENGTH / 2;
        try (FabricView view = StoredView.open(folder, Failpoint.NONE)) {
            ViewVictim.feed(view, history.batches().subList(0, first));
        }
        int passings = step.compareTo(Step.SYNCED) < 0 ? 1 + random.nextInt(LENGTH) : 1;

        assertThat(ViewVictim.dies(folder, seed, LENGTH, step, passings, "beside"))
                .as("seed %d", seed)
                .isTrue();

        check(step == Step.PROMOTED ? LENGTH : first, "seed " + seed + ": passing " + passings);
        assertThat(folder.toFile().list((in, name) -> name.matches("[0-9]+")))
                .as("stores on the disk")
                .hasSize(1);
    }

    private void check(long batches, String when) {
        StoredView stored = StoredView.of(folder);
        assertThat(stored.batches(history)).as(when).isEqualTo(batches);
        assertThat(stored.differences(StoredView.expected(history, stored.progress())))
                .as(when)
                .isEmpty();
    }
}
