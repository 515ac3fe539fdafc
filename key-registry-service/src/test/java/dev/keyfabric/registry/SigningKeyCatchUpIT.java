package dev.keyfabric.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.broker.EmbeddedBroker;
import dev.keyfabric.follower.Batch;
import dev.keyfabric.follower.BusIdentity;
import dev.keyfabric.registry.readmodel.ReadModel;
import dev.keyfabric.registry.readmodel.Records;
import dev.keyfabric.registry.topics.TopicProvisioner;
import dev.keyfabric.registry.topics.TopicSettings;
import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SigningKeyCatchUpIT {
    private static final int PARTITIONS = 2;

    private final Path folder = Registries.folder("catch-up");
    private final AtomicLong nanos = new AtomicLong();
    private EmbeddedBroker broker;
    private BusIdentity bus;
    private ReadModel model;
    private SigningKeyCatchUp catchUp;

    @BeforeEach
    void begin() {
        broker = EmbeddedBroker.started(folder.resolve("broker"));
        bus = new TopicProvisioner(
                        new TopicSettings(client(), TopicNames.DEFAULT, PARTITIONS, true, TopicSettings.USABLE_WITHIN))
                .provision();
        model = ReadModel.open(folder.resolve("read-model"), Records.root());
        catchUp = new SigningKeyCatchUp(client(), TopicNames.DEFAULT, PARTITIONS, model.offsets(), nanos::get);
    }

    @AfterEach
    void end() {
        catchUp.close();
        model.close();
        broker.close();
    }

    @Test
    void whereNothingIsCommittedEverythingIsHeld() {
        assertThat(catchUp.reached()).isTrue();
    }

    @Test
    void whatIsCommittedIsWaitedForAndNoLongerThanItTakes() throws Exception {
        append(1);
        CompletableFuture<Boolean> reached = CompletableFuture.supplyAsync(catchUp::reached);
        CompletableFuture<Void> early = CompletableFuture.runAsync(
                () -> assertThat(reached).isNotDone(), CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS));
        early.get();

        apply(1, 1);

        assertThat(reached.get(SigningKeyCatchUp.WAITS.toMillis(), TimeUnit.MILLISECONDS))
                .isTrue();
    }

    @Test
    void aReadModelThatStandsStillIsWaitedForOnceAndThenLeftAloneForAWhile() throws Exception {
        append(0);
        assertThat(catchUp.reached()).isFalse();

        apply(0, 1);
        assertThat(catchUp.reached()).as("left alone").isFalse();
        nanos.addAndGet(SigningKeyCatchUp.LEAVES_ALONE.toNanos());
        assertThat(catchUp.reached()).isTrue();
    }

    @Test
    void aBusThatDoesNotAnswerIsWaitedForNoLonger() {
        broker.stop();
        long begun = System.nanoTime();

        assertThat(catchUp.reached()).isFalse();

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SigningKeyCatchUp.WAITS.multipliedBy(3));
    }

    private Map<String, Object> client() {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    private void append(int partition) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(client(), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            TopicNames.DEFAULT.nameOf(Topic.SIGNING_KEYS), partition, new byte[] {'k'}, new byte[1]))
                    .get();
        }
    }

    private void apply(int partition, long next) {
        model.apply(new Batch(bus, List.of(), Map.of(new PartitionId(Topic.SIGNING_KEYS, partition), next)));
    }
}
