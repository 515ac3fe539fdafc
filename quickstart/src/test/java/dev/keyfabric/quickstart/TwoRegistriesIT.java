package dev.keyfabric.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.quickstart.bus.KeyModel;
import dev.keyfabric.quickstart.bus.OneStory;
import dev.keyfabric.quickstart.process.Bench;
import dev.keyfabric.quickstart.process.Bench.Node;
import dev.keyfabric.quickstart.process.Shares;
import dev.keyfabric.quickstart.story.RegistryClient;
import dev.keyfabric.schemas.event.KeyState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TwoRegistriesIT {
    private static final Duration PAUSE = Duration.ofSeconds(Integer.getInteger("keyfabric.test.pause-seconds", 30));
    private static final int CONSUMERS = 24;

    @Test
    void bothServeTheOneThatIsPausedLosesItsPartitionsAndCommitsNothingWhenItWakes(@TempDir Path folder)
            throws Exception {
        try (Bench bench = Bench.start(folder)) {
            Node first = bench.startRegistry("first");
            RegistryClient atFirst = bench.admin(first);
            Node second = bench.startRegistry("second");
            RegistryClient atSecond = bench.admin(second);
            Shares.awaitShared(first, second);
            List<String> keys = ChangingKeys.ofConsumersEverywhere(CONSUMERS, atFirst, atSecond);

            ChangingKeys load = ChangingKeys.start(atSecond, keys);
            try (load) {
                first.process().pause();
                CompletableFuture<Void> pauseIsOver = CompletableFuture.runAsync(
                        () -> {}, CompletableFuture.delayedExecutor(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
                Shares.awaitAll(second);
                pauseIsOver.join();
                first.process().resume();
                Shares.awaitShared(first, second);
            }

            OneStory.assertOfEveryKey(bench.bootstrap());
            Map<String, KeyState> states = KeyModel.fold(bench.bootstrap());
            assertThat(load.acknowledged()).hasSize(keys.size());
            load.acknowledged()
                    .forEach((key, version) ->
                            assertThat(states.get(key).getVersion()).as(key).isGreaterThanOrEqualTo(version));
            assertThat(load.statuses()).as("answers while partitions moved").isSubsetOf(200, 503);
            assertThat(atFirst.get("/v1/keys/" + keys.get(0)).status()).isEqualTo(200);
        }
    }
}
