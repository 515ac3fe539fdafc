package dev.keyfabric.follower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.Topic;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class GuardedViewTest {
    private static final Batch BATCH =
            new Batch(new BusIdentity("c", Map.of()), List.of(), Map.of(new PartitionId(Topic.KEYS, 0), 1L));

    private final MemoryView view = new MemoryView();
    private final GuardedView guarded = new GuardedView(view);

    @Test
    void closingWaitsForTheWriteInProgress() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch written = new CountDownLatch(1);
        view.beforeEach(batch -> {
            writing.countDown();
            try {
                written.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        Thread writer = Daemons.thread("writer", () -> guarded.apply(BATCH));
        writer.start();
        writing.await();
        Thread closer = Daemons.thread("closer", guarded::close);
        closer.start();
        await().until(() -> closer.getState() == Thread.State.BLOCKED);

        written.countDown();

        closer.join();
        assertThat(view.batches()).hasSize(1);
    }

    @Test
    void onceClosedTheViewIsNotCalled() {
        guarded.close();

        assertThatThrownBy(() -> guarded.apply(BATCH)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(guarded::identity).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> guarded.nextOffset(new PartitionId(Topic.KEYS, 0)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(view.batches()).isEmpty();
    }
}
