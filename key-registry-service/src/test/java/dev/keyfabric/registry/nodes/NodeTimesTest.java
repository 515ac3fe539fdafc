package dev.keyfabric.registry.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class NodeTimesTest {
    @Test
    void quantiles_are_those_of_the_latest() {
        NodeTimes times = NodeTimes.NONE;
        assertThat(times.quantile(0.5)).isZero();
        for (int i = 1; i <= 100; i++) {
            times = times.with(Duration.ofMillis(i));
        }

        assertThat(times.quantile(0.5)).isEqualTo(Duration.ofMillis(50));
        assertThat(times.quantile(0.99)).isEqualTo(Duration.ofMillis(99));
        assertThat(times.quantile(1)).isEqualTo(Duration.ofMillis(100));
        assertThat(times.quantile(0)).isEqualTo(Duration.ofMillis(1));
    }

    @Test
    void only_so_many_are_kept_and_all_are_counted() {
        NodeTimes times = NodeTimes.NONE;
        for (int i = 1; i <= 1_000; i++) {
            times = times.with(Duration.ofMillis(i));
        }

        assertThat(times.count()).isEqualTo(1_000);
        assertThat(times.latest()).hasSize(200);
        assertThat(times.quantile(0)).isEqualTo(Duration.ofMillis(801));
    }
}
