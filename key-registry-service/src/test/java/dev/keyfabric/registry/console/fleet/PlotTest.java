package dev.keyfabric.registry.console.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PlotTest {
    private static Plot plot(long... ms) {
        return Plot.of(LongStream.of(ms).mapToObj(Duration::ofMillis).toList());
    }

    @Test
    void withoutTimesThereIsNothingToDraw() {
        assertThat(plot().isEmpty()).isTrue();
    }

    @Test
    void pointsLieFromLeftToRightAndHigherWhereItTookLonger() {
        Plot plot = plot(10, 30, 20);
        List<Double> x = plot.points().stream().map(p -> Double.valueOf(p.x())).toList();
        List<Double> y = plot.points().stream().map(p -> Double.valueOf(p.y())).toList();

        assertThat(x).isSorted();
        assertThat(y.get(1)).isLessThan(y.get(2));
        assertThat(y.get(2)).isLessThan(y.get(0));
        assertThat(x).allMatch(at -> at >= 0 && at <= Plot.WIDTH);
        assertThat(y).allMatch(at -> at >= 0 && at <= Plot.HEIGHT);
    }

    @Test
    void theScaleHoldsTheLongestTimeInFourWholeSteps() {
        assertThat(plot(1).lines())
                .extracting(Plot.Line::label)
                .containsExactly("0 ms", "1 ms", "2 ms", "3 ms", "4 ms");
        assertThat(plot(41).lines().get(4).label()).isEqualTo("80 ms");
        assertThat(plot(60_000).lines().get(4).label()).isEqualTo("80000 ms");
    }

    @Test
    void quantilesAreOfTheTimesThemselves() {
        Plot plot = plot(LongStream.rangeClosed(1, 100).toArray());
        assertThat(plot.p50()).isEqualTo(50);
        assertThat(plot.p99()).isEqualTo(99);
    }
}
