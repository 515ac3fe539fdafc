package dev.keyfabric.validation.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyfabric.key.ApiKey;
import dev.keyfabric.validation.Events;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WarmingTest {
    private static final int KEYS = 1500; // more than are read at a time

    private final ViewBench bench = new ViewBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void aViewThatIsOpenedAgainHasItsRowsInMemoryBeforeTheyAreAskedFor() {
        ApiKey secret = Events.apiKey();
        String id = fill(secret);
        bench.view().setHasView();
        bench.reopen();

        awaitWarm();

        assertThat(bench.view().keysByHash(secret.sha256())).containsExactly(id);
        assertThat(bench.view().key(id).state().consumerId()).isEqualTo("consumer-7");
        assertThat(bench.view().consumer("consumer-7").state().plan()).isEqualTo("gold");
        assertThat(bench.view().facts().cacheMisses()).isZero();
    }

    @Test
    void aViewThatHoldsAllForTheFirstTimeWarmsToo() {
        fill(Events.apiKey());
        assertThat(bench.view().warmed()).isZero();

        bench.view().setHasView();

        awaitWarm();
    }

    @Test
    void whatChangesAfterwardsShowsAtOnce() {
        ApiKey secret = Events.apiKey();
        String id = fill(secret);
        bench.view().setHasView();
        bench.reopen();
        awaitWarm();

        bench.consumer("consumer-7", Events.consumer("consumer-7", 2, c -> c.setPlan("silver")));
        bench.key(id, Events.key(id, "consumer-7", 2, k -> k.setSecrets(List.of())));

        assertThat(bench.view().consumer("consumer-7").state().plan()).isEqualTo("silver");
        assertThat(bench.view().keysByHash(secret.sha256())).isEmpty();
    }

    private String fill(ApiKey seventh) {
        String id = "";
        for (int i = 0; i < KEYS; i++) {
            String consumer = "consumer-" + i;
            String key = Events.keyId(consumer, "command-" + i);
            ApiKey secret = i == 7 ? seventh : Events.apiKey();
            id = i == 7 ? key : id;
            bench.consumer(consumer, Events.consumer(consumer, 1, c -> {}));
            bench.key(key, Events.key(key, consumer, 1, k -> k.setSecrets(List.of(Events.current(secret)))));
        }
        return id;
    }

    private void awaitWarm() {
        await().untilAsserted(() -> assertThat(bench.view().warmed()).isEqualTo(3L * KEYS));
    }
}
