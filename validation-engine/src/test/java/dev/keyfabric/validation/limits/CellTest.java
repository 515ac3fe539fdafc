package dev.keyfabric.validation.limits;

import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/**
 * Charging is atomic: Lincheck runs charges of one key in many interleavings of their steps, tidyings among them, and
 * looks for answers that no order of the calls explains. Time stands still, so that nothing is given back meanwhile.
 */
@Param(name = "cost", gen = IntGen.class, conf = "0:3")
public class CellTest {
    private static final LimitSet LIMITS =
            new LimitSet(List.of(new RateWindow("burst", 4, 1), new CalendarQuota("daily", 5, CalendarPeriod.DAY)));

    private final Cell cell = new Cell(Meter.fresh(LIMITS, LimitSet.NONE, 0));

    @Operation
    public String charge(@Param(name = "cost") int cost) {
        LimitStanding standing = cell.charge(LIMITS, LimitSet.NONE, cost, 0, 0);
        return standing == null
                ? "closed"
                : standing.refusal() + " " + standing.remaining(0) + " " + standing.remaining(1);
    }

    @Operation(runOnce = true)
    public void close() {
        cell.close();
    }

    @Test
    void noInterleavingLetsMoreThroughThanSomeOrderWould() {
        new ModelCheckingOptions()
                .iterations(20)
                .invocationsPerIteration(500)
                .threads(2)
                .actorsPerThread(3)
                .sequentialSpecification(Counters.class)
                .check(CellTest.class);
    }

    @Test
    void norDoesAnyRaceOfRealThreads() {
        new StressOptions()
                .iterations(10)
                .invocationsPerIteration(500)
                .threads(3)
                .actorsPerThread(3)
                .sequentialSpecification(Counters.class)
                .check(CellTest.class);
    }

    /** What it should look like: two counters under one lock. */
    public static class Counters {
        private int burst;
        private int daily;
        private boolean closed;

        public String charge(int cost) {
            if (closed) {
                return "closed";
            }
            boolean rate = cost > 0 && burst + cost > 4;
            boolean quota = cost > 0 && daily + cost > 5;
            if (!rate && !quota) {
                burst += cost;
                daily += cost;
            }
            String refusal = rate ? "RATE" : quota ? "QUOTA" : "null";
            return refusal + " " + (4 - burst) + " " + (5 - daily);
        }

        public void close() {
            closed = true;
        }
    }
}
