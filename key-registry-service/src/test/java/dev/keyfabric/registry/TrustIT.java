package dev.keyfabric.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.keyfabric.broker.EmbeddedBroker;
import dev.keyfabric.context.jws.KeyRing;
import dev.keyfabric.context.jws.VerifiedJws;
import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.keys.SigningKeyFile;
import dev.keyfabric.context.record.RecordContent;
import dev.keyfabric.context.record.RecordSignature;
import dev.keyfabric.context.record.RootPin;
import dev.keyfabric.registry.decide.Commands;
import dev.keyfabric.registry.root.RegistryKeys;
import dev.keyfabric.registry.root.RootKey;
import dev.keyfabric.registry.write.CommandSender;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.SigningKeyEvent;
import dev.keyfabric.schemas.event.SigningKeyState;
import dev.keyfabric.schemas.event.SigningKeyStatus;
import dev.keyfabric.schemas.event.SigningUse;
import dev.keyfabric.schemas.topics.RecordHeaders;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import dev.keyfabric.schemas.wire.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The root, the registry's own key and what they sign, on a real bus. */
class TrustIT {
    private final Path folder = Registries.folder("trust");
    private final Path data = folder.resolve("registry");

    @Test
    void aRegistryEnrolsItselfOnceAndSignsItsCommands() throws IOException {
        try (EmbeddedBroker broker = EmbeddedBroker.started(folder.resolve("broker"))) {
            Map<String, Object> settings = Registries.settings(broker.bootstrapServers(), data);
            String root;
            try (KeyRegistry registry = Registries.ready(settings)) {
                root = registry.rootThumbprint();
                assertThat(Registries.admin(registry, data)
                                .post("/v1/consumers", "{\"name\":\"a\"}")
                                .status())
                        .isEqualTo(201);
            }
            try (KeyRegistry registry = Registries.ready(settings)) {
                assertThat(registry.rootThumbprint()).isEqualTo(root);
            }

            assertThat(Files.readString(data.resolve("root.thumbprint"))).isEqualTo(root + "\n");
            SigningKey own = key("registry.key");
            assertThat(key("root.key").kid()).isEqualTo(root);
            List<ConsumerRecord<byte[], byte[]>> enrolled = read(broker, Topic.SIGNING_KEYS);
            assertThat(enrolled).hasSize(1);
            SigningKeyState state = state(enrolled.get(0));
            assertThat(state.getKid()).isEqualTo(own.kid());
            assertThat(state.getUse()).isEqualTo(SigningUse.REGISTRY);
            assertThat(state.getStatus()).isEqualTo(SigningKeyStatus.ACTIVE);
            assertThat(state.getOwner()).isEqualTo("registry-1");
            assertThat(isSignedBy(new RootPin(root), enrolled.get(0))).isTrue();
            assertThat(read(broker, Topic.COMMANDS))
                    .filteredOn(record -> !state.getKid().equals(new String(record.key(), UTF_8)))
                    .hasSize(1)
                    .allMatch(record -> isCommandBy(own, record));
        }
    }

    @Test
    void aRegistryWithAnotherRootNeverServesAndSaysWhichSettingIsWrong() {
        try (EmbeddedBroker broker = EmbeddedBroker.started(folder.resolve("broker"))) {
            String first;
            try (KeyRegistry registry = Registries.ready(Registries.settings(broker.bootstrapServers(), data))) {
                first = registry.rootThumbprint();
            }
            int before = read(broker, Topic.COMMANDS).size();
            Path another = folder.resolve("another");
            try (KeyRegistry registry = KeyRegistry.start(Registries.settings(broker.bootstrapServers(), another))) {
                Api admin = Registries.admin(registry, another);

                assertThat(registry.isReady()).isFalse();
                assertThat(admin.get("/health/readiness").status()).isEqualTo(503);
                assertThat(admin.get("/health").at("/details/registry/details/waitsFor"))
                        .contains("keyfabric.root.key.file")
                        .contains(first)
                        .contains(registry.rootThumbprint());
                assertThat(admin.post("/v1/consumers", "{\"name\":\"a\"}").at("/code"))
                        .isEqualTo("WRITER_UNAVAILABLE");
            }
            assertThat(read(broker, Topic.COMMANDS)).hasSize(before);

            Map<String, Object> given = Registries.settings(broker.bootstrapServers(), another);
            given.put("keyfabric.root.key.file", data.resolve("root.key").toString());
            try (KeyRegistry registry = Registries.ready(given)) {
                assertThat(registry.rootThumbprint()).isEqualTo(first);
            }
        }
    }

    @Test
    void aStrayRecordOfAnotherRootIsMendedByATombstone() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.started(folder.resolve("broker"))) {
            Map<String, Object> settings = Registries.settings(broker.bootstrapServers(), data);
            try (KeyRegistry registry = Registries.ready(settings)) {
                assertThat(registry.isReady()).isTrue();
            }
            String topic = TopicNames.DEFAULT.nameOf(Topic.SERVICES);
            byte[] key = "stray".getBytes(UTF_8);
            ProducerRecord<byte[], byte[]> stray = new ProducerRecord<>(topic, 0, key, new byte[] {1});
            new RootKey(SigningKey.generate(new SecureRandom())).sign(stray.headers(), topic, key, stray.value());
            try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", broker.bootstrapServers()),
                    new ByteArraySerializer(),
                    new ByteArraySerializer())) {
                producer.send(stray).get();
                try (KeyRegistry registry = KeyRegistry.start(settings)) {
                    assertThat(Registries.admin(registry, data).get("/health").at("/details/registry/details/waitsFor"))
                            .contains("keyfabric.root.key.file");
                }
                producer.send(new ProducerRecord<>(topic, 0, key, null)).get();
            }

            try (KeyRegistry registry = Registries.ready(settings)) {
                assertThat(registry.isReady()).isTrue();
            }
        }
    }

    @Test
    void aRegistryWhoseKeyIsRevokedMakesAnotherAndGoesOn() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.started(folder.resolve("broker"))) {
            Map<String, Object> settings = Registries.settings(broker.bootstrapServers(), data);
            try (KeyRegistry registry = Registries.ready(settings)) {
                SigningKey before = key("registry.key");
                RegistryKeys keys = new RegistryKeys(new RootKey(key("root.key")), () -> before);
                try (CommandSender sender = new CommandSender(
                        Map.of("bootstrap.servers", broker.bootstrapServers()), TopicNames.DEFAULT, 4, keys)) {
                    sender.sendAsRoot(Commands.advance(before.kid(), SigningKeyStatus.REVOKED, Instant.now())
                                    .build())
                            .get();
                }

                await().atMost(Duration.ofSeconds(30))
                        .until(() -> !key("registry.key").kid().equals(before.kid()) && registry.isReady());

                Api admin = Registries.admin(registry, data);
                assertThat(admin.post("/v1/consumers", "{\"name\":\"a\"}").status())
                        .isEqualTo(201);
                SigningKey after = key("registry.key");
                assertThat(read(broker, Topic.COMMANDS)).anyMatch(record -> isCommandBy(after, record));
            }
        }
    }

    @Test
    void aKeyFileThatOthersMayReadEndsTheStart() throws IOException {
        Files.createDirectories(data);
        Files.writeString(data.resolve("root.key"), "no key");
        Files.setPosixFilePermissions(data.resolve("root.key"), PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> KeyRegistry.start(Registries.settings("127.0.0.1:1", data)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("keyfabric.root.key.file")
                .hasMessageContaining("chmod 600");
    }

    @ParameterizedTest
    @CsvSource({
        "keyfabric.root.key.file, missing/root.key, there is no folder, mkdir -m 700",
        "keyfabric.root.passphrase.file, missing/passphrase, there is no passphrase file, missing/passphrase"
    })
    void aFileWhoseFolderIsNotThereIsNamedWithItsSettingAndTheRemedy(
            String setting, String file, String words, String remedy) {
        Map<String, Object> settings = Registries.settings("127.0.0.1:1", data);
        settings.put(setting, folder.resolve(file).toString());

        assertThatThrownBy(() -> KeyRegistry.start(settings))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(setting + ": ")
                .hasMessageContaining(folder.resolve(file).toString())
                .hasMessageContaining(words)
                .hasMessageContaining(remedy);
        assertThat(folder.resolve("missing")).doesNotExist();
    }

    private SigningKey key(String name) throws IOException {
        return SigningKeyFile.load(data.resolve(name), null);
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(EmbeddedBroker broker, Topic topic) {
        return Topics.read(broker.bootstrapServers(), List.of(topic));
    }

    private static SigningKeyState state(ConsumerRecord<byte[], byte[]> record) {
        return Wire.decode(record.value(), SigningKeyEvent.class).getState();
    }

    private static boolean isSignedBy(RootPin pin, ConsumerRecord<byte[], byte[]> record) {
        return pin.verify(
                        record.headers().lastHeader(RootPin.HEADER).value(),
                        record.headers().lastHeader(RecordSignature.HEADER).value(),
                        RecordContent.of(record.topic(), record.key(), record.value()))
                instanceof VerifiedJws;
    }

    private static boolean isCommandBy(SigningKey signer, ConsumerRecord<byte[], byte[]> record) {
        Command command = Wire.decode(record.value(), Command.class);
        assertThat(record.headers().lastHeader(RecordHeaders.COMMAND).value())
                .asString()
                .isEqualTo(command.getId());
        return RecordSignature.verify(
                        record.headers().lastHeader(RecordSignature.HEADER).value(),
                        RecordContent.ofCommand(record.topic(), record.key(), record.value(), command.getId()),
                        KeyRing.of(signer.publicKey()))
                instanceof VerifiedJws;
    }
}
