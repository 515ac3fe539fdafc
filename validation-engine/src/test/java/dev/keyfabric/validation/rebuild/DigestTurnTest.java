package dev.keyfabric.validation.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DigestTurnTest {
    private static final Instant NOW = Instant.parse("2026-11-01T12:30:00Z");

    @Test
    void in_any_hour_about_one_node_in_ten_has_its_turn() {
        for (int hour = 0; hour < 24; hour++) {
            int turns = 0;
            for (int node = 0; node < 10_000; node++) {
                turns += DigestTurn.isNow("node-" + node, null, NOW.plus(Duration.ofHours(hour))) ? 1 : 0;
            }
            assertThat(turns).as("hour %d", hour).isBetween(850, 1150);
        }
    }

    @Test
    void every_node_has_a_turn_within_a_few_days() {
        for (int node = 0; node < 100; node++) {
            assertThat(nextTurn("node-" + node)).isBefore(NOW.plus(Duration.ofDays(7)));
        }
    }

    @Test
    void within_a_day_of_the_last_time_it_is_nobodys_turn() {
        Instant turn = nextTurn("n1");
        long last = turn.toEpochMilli();

        assertThat(DigestTurn.isNow("n1", last - Duration.ofHours(23).toMillis(), turn))
                .isFalse();
        assertThat(DigestTurn.isNow("n1", last - Duration.ofDays(1).toMillis(), turn))
                .isTrue();
    }

    private static Instant nextTurn(String node) {
        Instant at = NOW;
        while (!DigestTurn.isNow(node, null, at)) {
            at = at.plus(Duration.ofHours(1));
        }
        return at;
    }
}
