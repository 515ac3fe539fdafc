package dev.keyfabric.registry.write;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.broker.EmbeddedBroker;
import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.key.Routing;
import dev.keyfabric.registry.decide.Commands;
import dev.keyfabric.registry.decide.Held;
import dev.keyfabric.registry.root.RegistryKeys;
import dev.keyfabric.registry.root.RootKey;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandResult;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.KeyEvent;
import dev.keyfabric.schemas.event.KeyState;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.schemas.event.Outcome;
import dev.keyfabric.schemas.event.ServiceEvent;
import dev.keyfabric.schemas.event.ServiceState;
import dev.keyfabric.schemas.event.SigningKeyStatus;
import dev.keyfabric.schemas.event.SigningUse;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.wire.Wire;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is left when a writer ends, in whatever way, and what the next one makes of it. */
class RefillIT {
    private static EmbeddedBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.started(Bench.folder("broker"));
    }

    @AfterAll
    static void stopBroker() {
        broker.stop();
    }

    @Test
    void aRestartedWriterDecidesAsBefore() throws Exception {
        try (Bench bench = new Bench(broker, "restart")) {
            Command issue = Commands.issue("acme", "one", Instant.now()).build();
            try (RegistryWriter first = bench.readyWriter("a")) {
                bench.decided(Commands.register("acme", Instant.now()).build());
                bench.decided(issue);
                assertThat(first.status().lastFailure()).isEmpty();
            }

            try (RegistryWriter second = bench.readyWriter("a")) {
                assertThat(bench.decided(Commands.again(issue).build()).getStored())
                        .isFalse();
                assertThat(revoked(bench, issue)).isEqualTo(Outcome.APPLIED);
                assertThat(revoked(bench, issue)).isEqualTo(Outcome.NO_EFFECT);
                assertThat(second.status().lastFailure()).isEmpty();
            }
            assertThat(bench.committed(Topic.KEYS)).hasSize(2);
        }
    }

    @Test
    void withOnlyTheTopicsLeftItDecidesAsBeforeAndRepeatsNothing() throws Exception {
        try (Bench bench = new Bench(broker, "only-topics")) {
            Command register = Commands.register("acme", Instant.now()).build();
            Command issue = Commands.issue("acme", "one", Instant.now()).build();
            try (RegistryWriter first = bench.readyWriter("a")) {
                bench.decided(register);
                bench.decided(issue);
                bench.decided(Commands.key(issue.getSubject(), CommandType.ROTATE_KEY, Instant.now())
                        .build());
                bench.decided(Commands.register("acme", Instant.now()).build());
                assertThat(first.status().lastFailure()).isEmpty();
            }
            Map<Topic, Integer> before = sizes(bench);
            try (Admin admin = Admin.create(bench.client)) {
                admin.deleteConsumerGroups(List.of(bench.application)).all().get();
            }
            Utils.delete(bench.folder.toFile());

            try (RegistryWriter second = bench.readyWriter("b")) {
                CommandResult last =
                        bench.decided(Commands.key(issue.getSubject(), CommandType.REVOKE_KEY, Instant.now())
                                .build());

                assertThat(last.getOutcome()).isEqualTo(Outcome.APPLIED);
                assertThat(bench.decided(Commands.again(register).build()).getOutcome())
                        .isEqualTo(Outcome.APPLIED);
                assertThat(bench.decided(
                                        Commands.register("acme", Instant.now()).build())
                                .getProblem()
                                .getCode())
                        .isEqualTo("DUPLICATE");
                Map<Topic, Integer> after = sizes(bench);
                assertThat(after.get(Topic.KEYS)).isEqualTo(before.get(Topic.KEYS) + 1);
                assertThat(after.get(Topic.CONSUMERS)).isEqualTo(before.get(Topic.CONSUMERS));
                assertThat(after.get(Topic.HISTORY)).isEqualTo(before.get(Topic.HISTORY) + 1);
                assertThat(after.get(Topic.COMMAND_RESULTS)).isEqualTo(before.get(Topic.COMMAND_RESULTS) + 3);
                assertThat(second.status().lastFailure()).isEmpty();
            }
        }
    }

    @Test
    void aWriterThatDiesInTheMiddleOfADecisionIsRebuiltAndDecidesOnce() throws Exception {
        AtomicBoolean die = new AtomicBoolean(true);
        try (Bench bench = new Bench(broker, "dies");
                RegistryWriter writer = bench.writer("a", bench.signers.held(hash -> {
                    if (die.getAndSet(false)) {
                        throw new OutOfMemoryError("for the test");
                    }
                    return Optional.empty();
                }))) {
            Bench.awaitReady(writer);
            bench.decided(Commands.register("acme", Instant.now()).build());

            CommandResult result =
                    bench.decided(Commands.issue("acme", "one", Instant.now()).build());

            assertThat(result.getOutcome()).isEqualTo(Outcome.APPLIED);
            assertThat(die).isFalse();
            assertThat(writer.status().lastFailure()).get().asString().contains("OutOfMemoryError");
            assertThat(bench.committed(Topic.KEYS)).hasSize(1);
            assertThat(bench.committed(Topic.COMMAND_RESULTS)).hasSize(2);
        }
    }

    @Test
    void anotherInstanceTakesOverWhatAClosedOneOwned() throws Exception {
        try (Bench bench = new Bench(broker, "takeover")) {
            RegistryWriter first = bench.readyWriter("a");
            Command issue = Commands.issue("acme", "one", Instant.now()).build();
            bench.decided(Commands.register("acme", Instant.now()).build());
            bench.decided(issue);
            try (RegistryWriter second = bench.writer("b")) {
                Awaitility.await()
                        .atMost(Duration.ofSeconds(40))
                        .until(() -> second.status().ready().size() == 1
                                && first.status().ready().size() == 1);

                first.close();

                Bench.awaitReady(second);
                assertThat(revoked(bench, issue)).isEqualTo(Outcome.APPLIED);
                assertThat(bench.decided(Commands.again(issue).build()).getStored())
                        .isFalse();
                assertThat(second.status().lastFailure()).isEmpty();
            } finally {
                first.close();
            }
        }
    }

    @Test
    void whatAnAbortedTransactionWroteIsNeverPartOfTheState() throws Exception {
        try (Bench bench = new Bench(broker, "aborted")) {
            Command issue = Commands.issue("acme", "one", Instant.now()).build();
            try (RegistryWriter first = bench.readyWriter("a")) {
                bench.decided(Commands.register("acme", Instant.now()).build());
                bench.decided(issue);
                assertThat(first.status().lastFailure()).isEmpty();
            }
            ConsumerRecord<String, byte[]> issued = bench.committed(Topic.KEYS).get(0);
            Instant began = Instant.now();
            KafkaProducer<String, byte[]> zombie = openTransaction(bench, revocationOf(issued), Duration.ofSeconds(3));

            try (zombie;
                    RegistryWriter second = bench.readyWriter("a")) {
                // The refill had to wait until the broker gave the zombie's transaction up.
                assertThat(Duration.between(began, Instant.now())).isGreaterThan(Duration.ofSeconds(2));
                assertThat(bench.read(Topic.KEYS, "read_uncommitted").stream()
                                .filter(record -> record.key().equals(issue.getSubject())))
                        .hasSize(2);
                assertThat(bench.decided(Commands.key(issue.getSubject(), CommandType.REVOKE_KEY, Instant.now())
                                        .build())
                                .getOutcome())
                        .isEqualTo(Outcome.APPLIED);
                assertThat(second.status().lastFailure()).isEmpty();
            }
        }
    }

    @Test
    void closingAWriterEndsTheRefillItIsIn() throws Exception {
        try (Bench bench = new Bench(broker, "closing")) {
            ProducerRecord<String, byte[]> pending =
                    new ProducerRecord<>(bench.names.nameOf(Topic.KEYS), 0, "key", new byte[] {9});
            KafkaProducer<String, byte[]> zombie = openTransaction(bench, pending, Duration.ofSeconds(60));
            try (zombie) {
                RegistryWriter writer = bench.writer("a");
                Awaitility.await().until(() -> writer.status().running());
                Awaitility.await().until(() -> hasMembers(bench));
                Instant began = Instant.now();

                writer.close();

                assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(5));
                assertThat(writer.status().ready()).doesNotContain(0);
                zombie.abortTransaction();
            }
        }
    }

    private static boolean hasMembers(Bench bench) throws Exception {
        try (Admin admin = Admin.create(bench.client)) {
            return admin.describeConsumerGroups(List.of(bench.application)).all().get().values().stream()
                    .anyMatch(group -> group.members().stream()
                            .anyMatch(member ->
                                    !member.assignment().topicPartitions().isEmpty()));
        } catch (ExecutionException e) {
            return false;
        }
    }

    @Test
    void aCommandsTopicThatWasMadeAnewStopsTheWriterLoudly() throws Exception {
        try (Bench bench = new Bench(broker, "anew")) {
            try (RegistryWriter first = bench.readyWriter("a")) {
                for (String id : List.of("a", "b", "c", "d")) {
                    bench.decided(Commands.register(id, Instant.now()).build());
                }
                assertThat(first.status().lastFailure()).isEmpty();
            }
            makeAnew(bench, bench.names.nameOf(Topic.COMMANDS));

            try (RegistryWriter second = bench.writer("a")) {
                Awaitility.await()
                        .atMost(Duration.ofSeconds(30))
                        .untilAsserted(() -> assertThat(second.status().lastFailure())
                                .get()
                                .asString()
                                .contains("made anew"));
                assertThat(second.status().ready()).isEmpty();
            }
            // As many commands as there were before do not hide it either.
            for (int i = 0; i < 20; i++) {
                bench.send(Commands.register("x" + i, Instant.now()).build());
            }
            try (RegistryWriter third = bench.writer("a")) {
                Awaitility.await()
                        .atMost(Duration.ofSeconds(30))
                        .untilAsserted(() -> assertThat(third.status().lastFailure())
                                .get()
                                .asString()
                                .contains("made anew"));
                assertThat(third.status().ready()).isEmpty();
                assertThat(bench.committed(Topic.CONSUMERS)).hasSize(4);
            }
        }
    }

    private static Outcome revoked(Bench bench, Command issue) throws Exception {
        return bench.decided(Commands.key(issue.getSubject(), CommandType.REVOKE_KEY, Instant.now())
                        .build())
                .getOutcome();
    }

    private static Map<Topic, Integer> sizes(Bench bench) {
        Map<Topic, Integer> sizes = new HashMap<>();
        for (Topic topic : List.of(Topic.KEYS, Topic.CONSUMERS, Topic.HISTORY, Topic.COMMAND_RESULTS)) {
            sizes.put(topic, bench.committed(topic).size());
        }
        return sizes;
    }

    @Test
    void whatTheRootDidNotSignIsCountedAndNotInTheState() throws Exception {
        try (Bench bench = new Bench(broker, "forged")) {
            Command define = Commands.define("orders", Instant.now()).build();
            try (RegistryWriter first = bench.readyWriter("a")) {
                bench.decided(define);
                bench.decided(Commands.define("payments", Instant.now()).build());
                assertThat(first.status().ignored()).isZero();
            }
            List<ConsumerRecord<String, byte[]>> services = bench.committed(Topic.SERVICES);
            ConsumerRecord<String, byte[]> orders = services.stream()
                    .filter(record -> record.key().equals("orders"))
                    .findFirst()
                    .orElseThrow();
            ConsumerRecord<String, byte[]> payments = services.stream()
                    .filter(record -> record.key().equals("payments"))
                    .findFirst()
                    .orElseThrow();
            ProducerRecord<String, byte[]> unsigned = forged(orders);
            ProducerRecord<String, byte[]> byAnother = forged(orders);
            new RootKey(Signers.fresh())
                    .sign(byAnother.headers(), orders.topic(), orders.key().getBytes(UTF_8), byAnother.value());
            ProducerRecord<String, byte[]> moved = forged(orders);
            payments.headers().forEach(moved.headers()::add);
            ProducerRecord<String, byte[]> tombstone =
                    new ProducerRecord<>(orders.topic(), orders.partition(), orders.key(), null);
            try (KafkaProducer<String, byte[]> producer =
                    new KafkaProducer<>(bench.client, new StringSerializer(), new ByteArraySerializer())) {
                for (ProducerRecord<String, byte[]> record : List.of(unsigned, byAnother, moved, tombstone)) {
                    producer.send(record).get();
                }
            }

            try (RegistryWriter second = bench.readyWriter("a")) {
                CommandResult same = bench.decided(Command.newBuilder(define)
                        .setId(Commands.freshId())
                        .setAttempt("again")
                        .build());

                assertThat(same.getOutcome()).isEqualTo(Outcome.NO_EFFECT);
                assertThat(second.status().ignored()).isEqualTo(3);
            }
        }
    }

    @Test
    void aSignedRecordThatWasCopiedToAnotherPartitionRevivesNoKey() throws Exception {
        SigningKey stolen = Signers.fresh();
        try (Bench bench = new Bench(broker, "copied")) {
            try (RegistryWriter first = bench.readyWriter("a")) {
                assertThat(bench.result(bench.sender
                                        .sendAsRoot(Commands.enrol(
                                                        stolen.publicKey(),
                                                        SigningUse.REGISTRY,
                                                        "registry-2",
                                                        Instant.now())
                                                .build())
                                        .get())
                                .getOutcome())
                        .isEqualTo(Outcome.APPLIED);
                assertThat(first.status().ignored()).isZero();
            }
            ConsumerRecord<String, byte[]> enrolled =
                    bench.committed(Topic.SIGNING_KEYS).get(0);
            int elsewhere = 1 - enrolled.partition();
            try (KafkaProducer<String, byte[]> producer =
                    new KafkaProducer<>(bench.client, new StringSerializer(), new ByteArraySerializer())) {
                producer.send(new ProducerRecord<>(
                                enrolled.topic(), elsewhere, enrolled.key(), enrolled.value(), enrolled.headers()))
                        .get();
            }
            Held held = bench.signers
                    .held()
                    .with(Signers.state(stolen, SigningUse.REGISTRY, SigningKeyStatus.TAINTED)
                            .build());
            String consumer = Stream.of("a", "b", "c", "d", "e", "f", "g", "h")
                    .filter(id -> Routing.partition(id, Bench.PARTITIONS) == elsewhere)
                    .findFirst()
                    .orElseThrow();

            try (RegistryWriter second = bench.writer("a", held);
                    CommandSender thief = new CommandSender(
                            bench.client,
                            bench.names,
                            Bench.PARTITIONS,
                            new RegistryKeys(bench.signers.root, () -> stolen))) {
                Bench.awaitReady(second);
                CommandResult result = bench.result(
                        thief.send(Commands.register(consumer, Instant.now()).build())
                                .get());

                assertThat(result.getProblem()).isNotNull();
                assertThat(result.getProblem().getCode()).isEqualTo("SIGNER_NOT_ALLOWED");
                assertThat(second.status().ignored()).isEqualTo(1);
            }
        }
    }

    /** The same service under another name, in a higher version. */
    private static ProducerRecord<String, byte[]> forged(ConsumerRecord<String, byte[]> defined) {
        ServiceEvent event = Wire.decode(defined.value(), ServiceEvent.class);
        ServiceEvent forged = ServiceEvent.newBuilder(event)
                .setState(ServiceState.newBuilder(event.getState())
                        .setName("forged")
                        .setVersion(event.getState().getVersion() + 1)
                        .build())
                .build();
        return new ProducerRecord<>(defined.topic(), defined.partition(), defined.key(), Wire.encode(forged));
    }

    private static ProducerRecord<String, byte[]> revocationOf(ConsumerRecord<String, byte[]> issued) {
        KeyEvent event = Wire.decode(issued.value(), KeyEvent.class);
        KeyEvent revoked = KeyEvent.newBuilder(event)
                .setState(KeyState.newBuilder(event.getState())
                        .setStatus(KeyStatus.REVOKED)
                        .setVersion(event.getState().getVersion() + 1)
                        .build())
                .build();
        return new ProducerRecord<>(issued.topic(), issued.partition(), issued.key(), Wire.encode(revoked));
    }

    /** A writer that appended and was never heard of again. */
    private static KafkaProducer<String, byte[]> openTransaction(
            Bench bench, ProducerRecord<String, byte[]> record, Duration timeout) throws Exception {
        Map<String, Object> settings = new HashMap<>(bench.client);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "zombie");
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) timeout.toMillis());
        KafkaProducer<String, byte[]> zombie =
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
        zombie.initTransactions();
        zombie.beginTransaction();
        zombie.send(record).get();
        return zombie;
    }

    private static void makeAnew(Bench bench, String topic) throws Exception {
        try (Admin admin = Admin.create(bench.client)) {
            admin.deleteTopics(List.of(topic)).all().get();
            Awaitility.await().ignoreExceptions().until(() -> {
                admin.createTopics(List.of(new NewTopic(topic, Optional.of(Bench.PARTITIONS), Optional.empty())
                                .configs(Topic.COMMANDS.settings())))
                        .all()
                        .get();
                return true;
            });
        }
    }
}
