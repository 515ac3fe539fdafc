package dev.keyfabric.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.schemas.event.SecurityEventType;
import dev.keyfabric.security.Happening.Count;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TallyTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

    private final Tally tally = new Tally(3);

    @Test
    void equalThingsAreOneWithTheirNumberAndTheFirstAndLastTime() {
        tally.add(refused("a"), Count.once(NOON.plusSeconds(2)));
        tally.add(refused("a"), Count.once(NOON));
        tally.add(refused("a"), Count.once(NOON.plusSeconds(1)));

        assertThat(tally.take()).isEqualTo(Map.of(refused("a"), new Count(3, NOON, NOON.plusSeconds(2))));
        assertThat(tally.take()).isEmpty();
    }

    @Test
    void ofWhatComesWhenItIsFullOnlyTheNumberIsKept() {
        for (String subject : new String[] {"a", "b", "c", "d", "e", "a"}) {
            tally.add(refused(subject), Count.once(NOON));
        }

        assertThat(tally.takeDropped()).isEqualTo(2);
        assertThat(tally.takeDropped()).isZero();
        assertThat(tally.take()).containsOnlyKeys(refused("a"), refused("b"), refused("c"));
    }

    @Test
    void nothingIsLostOrCountedTwiceBetweenThoseWhoReportAndWhoTakes() throws Exception {
        // How many are held is known to a few while others come and go.
        Tally tally = new Tally(16);
        int threads = 4;
        int each = 20_000;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        CountDownLatch done = new CountDownLatch(threads);
        for (int t = 0; t < threads; t++) {
            pool.execute(() -> {
                for (int i = 0; i < each; i++) {
                    tally.add(refused(i % 2 == 0 ? "a" : "b"), Count.once(NOON));
                }
                done.countDown();
            });
        }
        Map<Happening, Long> taken = new HashMap<>();
        boolean last;
        do {
            last = done.await(0, TimeUnit.NANOSECONDS);
            tally.take().forEach((happening, count) -> taken.merge(happening, count.times(), Long::sum));
        } while (!last);
        pool.shutdown();

        assertThat(taken).isEqualTo(Map.of(refused("a"), 40_000L, refused("b"), 40_000L));
    }

    static Happening refused(String subject) {
        return new Happening(
                SecurityEventType.CREDENTIAL_REFUSED, "REVOKED", "validate", null, subject, "192.0.2.7", null, null);
    }
}
