package dev.keyfabric.validation.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ViewLimitsTest {
    private static final long MIB = 1L << 20;

    @Test
    void aLargestBudgetOverflowsNothing() {
        ViewLimits limits = new ViewLimits(131_072, 0);

        assertThat(limits.rowBytes(Long.MAX_VALUE)).isEqualTo(98_304 * MIB);
        assertThat(limits.databaseMib()).isEqualTo(24_576);
        assertThat(limits.fewSubjects()).isPositive();
    }

    @Test
    void aSmallestBudgetHasSomethingForEachPart() {
        ViewLimits limits = new ViewLimits(2, 0);

        assertThat(limits.rowBytes(Long.MAX_VALUE)).isPositive();
        assertThat(limits.databaseMib()).isPositive();
        assertThat(limits.fewSubjects()).isPositive();
    }

    @Test
    void rowsTakeNoMoreThanHalfOfTheHeap() {
        assertThat(new ViewLimits(512, 0).rowBytes(256 * MIB)).isEqualTo(128 * MIB);
    }
}
