package dev.keyfabric.validation.view;

import static dev.keyfabric.validation.Events.key;
import static dev.keyfabric.validation.view.ViewBench.PARTITIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyfabric.follower.Batch;
import dev.keyfabric.follower.FollowedRecord;
import dev.keyfabric.key.KeyId;
import dev.keyfabric.key.Routing;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.validation.Events;
import dev.keyfabric.validation.Folders;
import dev.keyfabric.validation.time.TimeSource;
import dev.keyfabric.validation.view.Failpoint.Step;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A write that takes as long as it likes holds nobody up who asks. */
class SlowDiskTest {
    private static final String OWNER = "acme";
    private static final String ID = Events.keyId(OWNER, "k1");
    private static final String OTHER = Events.keyId(OWNER, "k2");

    private final AtomicReference<Step> slow = new AtomicReference<>();
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch goesOn = new CountDownLatch(1);
    private long offset;

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"GATHERED", "WRITTEN", "DROPPED"})
    void whileAWriteStandsStillAnswersGoOnAndWhatItBringsShowsOnceItIsDone(Step step) throws Exception {
        try (FabricView view = StoredView.open(Folders.fresh(), this::pass)) {
            view.apply(batch(ID, 1, KeyStatus.ACTIVE));
            view.apply(batch(OTHER, 1, KeyStatus.ACTIVE));
            assertThat(status(view, ID)).isEqualTo(KeyStatus.ACTIVE);
            slow.set(step);
            CompletableFuture<Void> writing =
                    CompletableFuture.runAsync(() -> view.apply(batch(ID, 2, KeyStatus.REVOKED)));
            assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();

            CompletableFuture<KeyStatus> asked = CompletableFuture.supplyAsync(() -> status(view, ID));
            CompletableFuture<KeyStatus> askedOfAnother = CompletableFuture.supplyAsync(() -> status(view, OTHER));
            assertThat(asked.get(5, TimeUnit.SECONDS)).isIn(KeyStatus.ACTIVE, KeyStatus.REVOKED);
            assertThat(askedOfAnother.get(5, TimeUnit.SECONDS)).isEqualTo(KeyStatus.ACTIVE);
            assertThat(CompletableFuture.supplyAsync(view::facts)
                            .get(5, TimeUnit.SECONDS)
                            .keys())
                    .isEqualTo(2);
            assertThat(writing).isNotDone();

            goesOn.countDown();
            writing.get(10, TimeUnit.SECONDS);
            await().until(() -> status(view, ID) == KeyStatus.REVOKED);
        }
    }

    private void pass(Step step) {
        if (step == slow.get()) {
            reached.countDown();
            try {
                goesOn.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static KeyStatus status(FabricView view, String id) {
        return view.key(id).state().status();
    }

    private Batch batch(String id, long version, KeyStatus status) {
        byte[] value = key(id, OWNER, version, k -> k.setStatus(status));
        FollowedRecord record = new FollowedRecord(
                Topic.KEYS,
                Routing.partition(new KeyId(id), PARTITIONS),
                offset++,
                TimeSource.SYSTEM.wall().millis(),
                id.getBytes(StandardCharsets.UTF_8),
                value,
                new RecordHeaders());
        return ViewBench.batch(List.of(record));
    }
}
