package dev.keyfabric.validation.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyfabric.follower.FollowerSettings;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.validation.view.FabricView;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class FollowingIT {
    @Test
    void aLookForAReasonThatFailsEndsNoLaterOne() {
        AtomicBoolean failing = new AtomicBoolean();
        AtomicInteger failed = new AtomicInteger();
        LongSupplier clock = () -> {
            if (failing.get()) {
                failed.incrementAndGet();
                throw new IllegalStateException("the clock does not tell the time");
            }
            return System.nanoTime();
        };
        try (EngineBench bench = new EngineBench();
                FabricView view = bench.view();
                Following following = new Following("n1", settings(bench), view, clock)) {
            failing.set(true);
            following.start();
            await().dontCatchUncaughtExceptions().until(() -> failed.get() >= 2);

            failing.set(false);
            assertThat(following.request()).isTrue();

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> following.rebuild().done() == 1);
        }
    }

    private static FollowerSettings settings(EngineBench bench) {
        return new FollowerSettings(
                "following",
                bench.fabric.client(),
                bench.fabric.names,
                Set.copyOf(Topic.lifecycle()),
                bench.data.resolve("streams"),
                FollowerSettings.CHECK_EVERY,
                FollowerSettings.RETRY_AFTER,
                FollowerSettings.OUTDATED_AFTER,
                InstantSource.system());
    }
}
