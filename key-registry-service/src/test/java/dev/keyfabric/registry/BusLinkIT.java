package dev.keyfabric.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyfabric.broker.EmbeddedBroker;
import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.registry.readmodel.Admission;
import dev.keyfabric.registry.readmodel.ReadModel;
import dev.keyfabric.registry.root.KeyFiles;
import dev.keyfabric.registry.root.OwnKey;
import dev.keyfabric.registry.root.RootKey;
import dev.keyfabric.registry.topics.TopicProvisioner;
import dev.keyfabric.registry.topics.TopicSettings;
import dev.keyfabric.registry.write.WriterSettings;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.telemetry.Tracing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class BusLinkIT {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path folder = Registries.folder("bus-link");

    @Test
    void aRegistryWhoseReadModelDoesNotCatchUpTakesNoPartition() throws Exception {
        RootKey root = new RootKey(SigningKey.generate(RANDOM));
        Files.createDirectories(folder.resolve("data"));
        try (EmbeddedBroker broker = EmbeddedBroker.started(folder.resolve("broker"))) {
            RegistrySettings settings =
                    SettingsReader.read(Registries.settings(broker.bootstrapServers(), folder.resolve("data")));
            putSomethingToRead(settings);
            ReadModel broken = ReadModel.open(
                    folder.resolve("read-model"), new Admission(settings.names(), settings.partitions(), root.pin()));
            broken.close();
            OwnKey own = new OwnKey(
                    new KeyFiles(null, RANDOM),
                    folder.resolve("data").resolve("registry.key"),
                    "registry-1",
                    kid -> Optional.empty(),
                    InstantSource.system(),
                    RANDOM);
            try (BusLink link = new BusLink(
                            settings, broken, root, own, Tracing.off(), InstantSource.system(), new SecureRandom());
                    Admin admin = Admin.create(settings.kafka())) {
                link.start(Duration.ofSeconds(30));
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> link.readModelStatus() != null
                                && link.readModelStatus().brokerReached());

                assertThat(link.isCaughtUp()).isFalse();
                assertThat(link.writerStatus()).isNull();
                assertThat(link.waitsFor()).contains("read model");
                assertThat(link.isOpen()).isFalse();
                assertThat(admin.listGroups().all().get(10, TimeUnit.SECONDS))
                        .extracting(GroupListing::groupId)
                        .doesNotContain(WriterSettings.applicationOf(settings.names()));
            }
        }
    }

    private static void putSomethingToRead(RegistrySettings settings) throws Exception {
        new TopicProvisioner(new TopicSettings(
                        settings.kafka(), settings.names(), settings.partitions(), true, TopicSettings.USABLE_WITHIN))
                .provision();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings.kafka(), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            settings.names().nameOf(Topic.KEYS), 0, "key".getBytes(UTF_8), new byte[] {1}))
                    .get(10, TimeUnit.SECONDS);
        }
    }
}
