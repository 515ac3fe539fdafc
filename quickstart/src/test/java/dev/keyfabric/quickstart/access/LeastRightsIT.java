package dev.keyfabric.quickstart.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.broker.Guard;
import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.key.Routing;
import dev.keyfabric.quickstart.process.Bench;
import dev.keyfabric.quickstart.process.Bench.Node;
import dev.keyfabric.quickstart.story.RegistryClient;
import dev.keyfabric.schemas.access.Right;
import dev.keyfabric.schemas.access.Role;
import dev.keyfabric.schemas.event.CommandResult;
import dev.keyfabric.schemas.event.SigningKeyEvent;
import dev.keyfabric.schemas.event.SigningKeyState;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import dev.keyfabric.schemas.wire.Wire;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The fabric on a bus that lets nobody do more than the shipped script allows. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LeastRightsIT {
    private static final TopicNames NAMES = TopicNames.DEFAULT;
    private static final String REGISTRY = "registry";
    private static final String VALIDATOR = "validator";
    private static final String ADMIN = "admin";
    private static final String SERVICE = "service";
    private static final String POWERLESS = "powerless";

    private static final Guard GUARD = Guard.of(
                    List.of(Guard.SUPER_USER, REGISTRY, VALIDATOR, ADMIN, SERVICE, POWERLESS).stream()
                            .collect(Collectors.toMap(user -> user, user -> user + "-secret")))
            .by(RecordingAuthorizer.class);

    @TempDir
    static Path folder;

    private static Bench bench;
    private static Node node;
    private static RegistryClient admin;

    @BeforeAll
    static void start() throws Exception {
        RecordingAuthorizer.forget();
        bench = Bench.start(folder, GUARD);
        Path superUser = folder.resolve("super-user.properties");
        Properties settings = new Properties();
        settings.putAll(GUARD.client(Guard.SUPER_USER));
        try (var out = Files.newBufferedWriter(superUser)) {
            settings.store(out, null);
        }
        AclScript.Run run = new AclScript(folder)
                .onBroker(
                        "--bootstrap-server",
                        bench.bootstrap(),
                        "--command-config",
                        superUser.toString(),
                        "--registry",
                        "User:" + REGISTRY,
                        "--validator",
                        "User:" + VALIDATOR,
                        "--admin",
                        "User:" + ADMIN);
        assertThat(run.status()).as(run.printed()).isZero();

        Node registry = bench.startRegistry("registry", as(REGISTRY));
        admin = bench.admin(registry);
        node = bench.startNode("node", as(VALIDATOR));
        node.awaitReady();
    }

    @AfterAll
    static void stop() throws Exception {
        bench.close();
    }

    @Test
    @Order(1)
    void withTheRightsOfTheScriptTheWholeFabricWorks() {
        admin.defineService("orders", service());
        admin.definePlan("gold", Map.of("name", "Gold", "rateLimits", List.of(), "quotas", List.of()));
        admin.registerConsumer("acme", "Acme");
        JsonNode key = admin.awaitingReceipts(10).issueKey("acme", "key");
        assertThat(node.code(key.get("key").asText())).isEqualTo("VALID");
        JsonNode revoked =
                admin.awaitingReceipts(10).change(key.get("keyId").asText(), "revoke", Map.of("reason", "compromised"));

        assertThat(revoked.path("receipt").path("final").asBoolean()).isTrue();
        assertThat(node.code(key.get("key").asText())).isEqualTo("REVOKED");
    }

    @Test
    @Order(2)
    void anAdminMaySendCommandsAndReadWhatBecameOfThem() throws Exception {
        RecordMetadata sent = produce(ADMIN, NAMES.nameOf(Topic.COMMANDS), "x", new byte[] {1});

        String expected = "commands.v1-" + sent.partition() + "@" + sent.offset();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(results(ADMIN)).anySatisfy(result -> {
                    assertThat(result.getCommandId()).isEqualTo(expected);
                    assertThat(result.getProblem().getCode()).isEqualTo("COMMAND_UNREADABLE");
                }));
    }

    @Test
    @Order(3)
    void nothingThatARoleDoesIsDeniedAndEveryRightIsUsed() throws Exception {
        node.process().terminate();
        node = bench.startNode("node", as(VALIDATOR));
        node.awaitReady();

        Set<RecordingAuthorizer.Decision> decisions = RecordingAuthorizer.decisions();
        for (Map.Entry<String, Role> user : Map.of(
                        REGISTRY, Role.REGISTRY, VALIDATOR, Role.VALIDATOR, ADMIN, Role.ADMIN)
                .entrySet()) {
            assertThat(decisions)
                    .filteredOn(d -> d.user().equals(user.getKey()) && !d.allowed())
                    .as("denied to " + user.getKey())
                    .isEmpty();
            assertThat(user.getValue().rights(NAMES))
                    .as("rights that %s did not use", user.getKey())
                    .allMatch(right -> decisions.stream().anyMatch(d -> uses(d, user.getKey(), right)));
        }
    }

    @Test
    @Order(4)
    void aValidatorCannotWriteLifecycleTopicsNorReadCommands() {
        for (Topic topic : Topic.lifecycle()) {
            assertDenied(() -> produce(VALIDATOR, NAMES.nameOf(topic), "x", new byte[] {1}));
        }
        for (Topic topic :
                List.of(Topic.COMMANDS, Topic.COMMAND_RESULTS, Topic.HISTORY, Topic.POSITIONS, Topic.SECURITY_EVENTS)) {
            assertDenied(() -> read(VALIDATOR, topic));
        }
    }

    @Test
    @Order(4)
    void aBusinessServiceCannotReadOrWriteAnyTopicOfTheFabric() {
        for (Topic topic : Topic.values()) {
            assertDenied(() -> read(SERVICE, topic));
            assertDenied(() -> produce(SERVICE, NAMES.nameOf(topic), "x", new byte[] {1}));
        }
    }

    @Test
    @Order(4)
    void anAdminCannotWriteWhatOnlyADecisionMayAndCannotReadCommands() {
        for (Topic topic : Topic.values()) {
            if (topic != Topic.COMMANDS) {
                assertDenied(() -> produce(ADMIN, NAMES.nameOf(topic), "x", new byte[] {1}));
            }
            if (topic != Topic.COMMAND_RESULTS) {
                assertDenied(() -> read(ADMIN, topic));
            }
        }
    }

    @Test
    @Order(5)
    void aSigningKeyWrittenByWhoeverMayWriteTheTopicIsNotTrustedWithoutTheRootsSignature() throws Exception {
        ConsumerRecord<byte[], byte[]> enrolled = read(Guard.SUPER_USER, Topic.SIGNING_KEYS).stream()
                .filter(record -> record.key()[0] != '~')
                .findFirst()
                .orElseThrow();
        SigningKey stranger = SigningKey.generate(new SecureRandom());
        SigningKeyEvent event = Wire.decode(enrolled.value(), SigningKeyEvent.class);
        SigningKeyEvent forged = SigningKeyEvent.newBuilder(event)
                .setState(SigningKeyState.newBuilder(event.getState())
                        .setKid(stranger.kid())
                        .setPublicJwk(stranger.publicKey().toJwkText())
                        .build())
                .build();
        int home = Routing.partition(stranger.kid(), 8);
        long before = refused();
        produce(Guard.SUPER_USER, enrolled.topic(), home, stranger.kid(), Wire.encode(forged));

        await().atMost(Duration.ofSeconds(20)).until(() -> refused() == before + 1);
        assertThat(node.get("/.well-known/jwks.json").body().toString())
                .contains(new String(enrolled.key(), UTF_8))
                .doesNotContain(stranger.kid());
    }

    @Test
    @Order(6)
    void aRightThatIsMissingAndALoginThatIsRefusedAreNamedByTheHealthOfEachPart() throws Exception {
        Map<String, Object> liar = new HashMap<>(as(VALIDATOR));
        GUARD.client(VALIDATOR, "not-the-secret").forEach((name, value) -> liar.put("keyfabric.kafka." + name, value));
        Node refused = bench.startStranger("liar", liar);
        Node powerless = bench.startStranger("powerless", as(POWERLESS));
        Node registry = bench.startRegistry("powerless-registry", as(POWERLESS));
        refused.awaitLive();
        powerless.awaitLive();
        registry.awaitLive();

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(view(refused).path("trouble").asText())
                    .contains("do not let this client in")
                    .contains("keyfabric.kafka.sasl.*");
            assertThat(view(powerless).path("trouble").asText())
                    .contains("principal at topic keyfabric.")
                    .contains("docs/security.md");
            assertThat(Files.readString(folder.resolve("powerless-registry.log")))
                    .contains("do not let this client's principal at");
        });
    }

    @Test
    @Order(7)
    void aValidatorWhoseRightIsTakenAwayGoesOnAnsweringAndNamesTheTopic() throws Exception {
        JsonNode key = admin.awaitingReceipts(10).issueKey("acme", "later");
        try (Admin superUser = Admin.create(client(Guard.SUPER_USER))) {
            superUser
                    .deleteAcls(List.of(new AclBindingFilter(
                            new ResourcePatternFilter(
                                    ResourceType.TOPIC, NAMES.nameOf(Topic.PLANS), PatternType.LITERAL),
                            new AccessControlEntryFilter(
                                    "User:" + VALIDATOR, null, AclOperation.READ, AclPermissionType.ALLOW))))
                    .all()
                    .get();
        }

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(view(node).path("trouble").asText())
                        .contains("principal at topic " + NAMES.nameOf(Topic.PLANS)));
        assertThat(node.code(key.get("key").asText())).isEqualTo("VALID");
    }

    private static boolean uses(RecordingAuthorizer.Decision decision, String user, Right right) {
        boolean named = right.match() == Right.Match.LITERAL
                ? decision.name().equals(right.name())
                : decision.name().startsWith(right.name());
        return decision.allowed()
                && decision.user().equals(user)
                && decision.type().name().equals(right.resource().name())
                && decision.operation().name().equals(right.operation().name())
                && named;
    }

    private static long refused() {
        return view(node).path("incidents").path("NOT_SIGNED_BY_ROOT").asLong();
    }

    private static JsonNode view(Node of) {
        return of.get("/health").body().path("details").path("view").path("details");
    }

    private static Map<String, ?> service() {
        return Map.of("name", "Orders", "audiences", List.of(), "scopes", List.of(), "routes", List.of());
    }

    private interface Attempt {
        void run() throws Exception;
    }

    private static void assertDenied(Attempt attempt) {
        assertThatThrownBy(attempt::run)
                .satisfiesAnyOf(
                        thrown -> assertThat(thrown).isInstanceOf(TopicAuthorizationException.class),
                        thrown -> assertThat(thrown)
                                .isInstanceOf(ExecutionException.class)
                                .hasCauseInstanceOf(TopicAuthorizationException.class));
    }

    private static Map<String, Object> as(String user) {
        Map<String, Object> settings = new HashMap<>();
        GUARD.client(user).forEach((name, value) -> settings.put("keyfabric.kafka." + name, value));
        return settings;
    }

    private static Map<String, Object> client(String user) {
        Map<String, Object> settings = new HashMap<>(GUARD.client(user));
        settings.put("bootstrap.servers", bench.bootstrap());
        return settings;
    }

    private static RecordMetadata produce(String user, String topic, String key, byte[] value) throws Exception {
        return produce(user, topic, 0, key, value);
    }

    private static RecordMetadata produce(String user, String topic, int partition, String key, byte[] value)
            throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(client(user), new ByteArraySerializer(), new ByteArraySerializer())) {
            return producer.send(new ProducerRecord<>(topic, partition, key.getBytes(UTF_8), value))
                    .get();
        }
    }

    private static List<CommandResult> results(String user) {
        return read(user, Topic.COMMAND_RESULTS).stream()
                .map(record -> Wire.decode(record.value(), CommandResult.class))
                .toList();
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(String user, Topic topic) {
        Map<String, Object> settings = client(user);
        settings.put("allow.auto.create.topics", false);
        settings.put("isolation.level", "read_committed");
        try (KafkaConsumer<byte[], byte[]> reader =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = IntStream.range(0, 8)
                    .mapToObj(p -> new TopicPartition(NAMES.nameOf(topic), p))
                    .toList();
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (partitions.stream().anyMatch(p -> reader.position(p) < ends.get(p))) {
                reader.poll(Duration.ofMillis(200)).forEach(records::add);
            }
            return records;
        }
    }
}
