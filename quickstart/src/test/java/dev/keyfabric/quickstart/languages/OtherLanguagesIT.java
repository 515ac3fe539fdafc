package dev.keyfabric.quickstart.languages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyfabric.quickstart.Fabric;
import dev.keyfabric.quickstart.FreePorts;
import dev.keyfabric.quickstart.story.HttpJson;
import dev.keyfabric.quickstart.story.RawRecords;
import dev.keyfabric.quickstart.story.RegistryClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The services and readers of examples/ beside a real validator. */
class OtherLanguagesIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path data;

    private static Fabric fabric;
    private static RegistryClient admin;
    private static String validator;
    private static String good;

    @BeforeAll
    static void start() {
        fabric = Fabric.start(FreePorts.settings(data.resolve("fabric"), 1), part -> {});
        validator = fabric.validatorUrl(0);
        await("the shop is open")
                .atMost(Duration.ofMinutes(1))
                .until(() -> fabric.shop().orders().isReady()
                        && fabric.shop().payments().isReady());
        admin = fabric.admin().awaitingReceipts(10);
        admin.registerConsumer("acme", "Acme");
        good = admin.issueKey("acme", "good").get("key").asText();
    }

    @AfterAll
    static void stop() {
        fabric.close();
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void aServiceAnswersAsTheVerdictSaysAndLogsNoKey(Language language) throws Exception {
        language.require();
        JsonNode revoked = admin.issueKey("acme", "revoked");
        admin.change(revoked.get("keyId").asText(), "revoke", Map.of("reason", "superseded"));
        String reader = issue("acme", List.of("orders:read"));
        String limited = limited(language);
        try (RunningExample service = language.service(validator, data).awaitUp()) {
            HttpJson.Answer admitted = service.post(good);
            assertThat(admitted.status()).isEqualTo(200);
            assertThat(admitted.body().get("consumer").asText()).isEqualTo("acme");

            refused(service.get(revoked.get("key").asText()), 401, "INVALID_CREDENTIAL");
            refused(service.get("nonsense"), 401, "INVALID_CREDENTIAL");
            refused(service.send("GET", "/orders", Map.of()), 401, "INVALID_CREDENTIAL");
            refused(
                    service.send("GET", "/orders", Map.of("X-API-Key", good, "Authorization", "Bearer " + good)),
                    401,
                    "INVALID_CREDENTIAL");
            refused(service.send("GET", "/orders?key=" + good, Map.of()), 401, "INVALID_CREDENTIAL");
            assertThat(service.get(reader).status()).isEqualTo(200);
            refused(service.post(reader), 403, "INSUFFICIENT_SCOPE");
            assertThat(service.get(limited).status()).isEqualTo(200);
            HttpJson.Answer spent = service.get(limited);
            refused(spent, 429, "RATE_LIMITED");
            assertThat(Integer.parseInt(spent.header("Retry-After"))).isBetween(1, 3600);
            refused(service.send("GET", "/else", Map.of("X-API-Key", good)), 404, "NOT_FOUND");

            assertThat(service.log())
                    .contains("orders:write", "INSUFFICIENT_SCOPE")
                    .doesNotContain(good, reader, limited, revoked.get("key").asText());
        }
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void aServiceLetsNobodyInWhileTheValidatorIsDown(Language language) throws Exception {
        language.require();
        try (RunningExample service =
                language.service("http://127.0.0.1:" + FreePorts.free(), data).awaitUp()) {
            refused(service.get(good), 503, "UNAVAILABLE");
            assertThat(service.log()).doesNotContain(good);
        }
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void aServiceLetsNobodyInWhileTheValidatorDoesNotAnswer(Language language) throws Exception {
        language.require();
        try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                RunningExample service = language.service("http://127.0.0.1:" + mute.getLocalPort(), data)
                        .awaitUp()) {
            refused(service.get(good), 503, "UNAVAILABLE");
        }
    }

    @Test
    void theReaderInNodeProvesARecordAndRefusesEachChangedOneAsTheLibraryDoes() throws Exception {
        Language.NODE.require();
        ConsumerRecord<byte[], byte[]> record = order(good);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>(List.of(record));
        for (Alteration alteration : Alteration.values()) {
            records.add(alteration.of(record));
        }
        List<String> expected = new ArrayList<>();
        try (Library library = new Library(validator)) {
            records.forEach(one -> expected.add(library.wordOn(one)));
        }

        Language.Ended read = Language.NODE.read(validator, RecordLines.of(records), data);

        assertThat(expected.get(0)).isEqualTo("acme by orders");
        assertThat(expected.subList(1, expected.size())).doesNotContain("acme by orders");
        assertThat(read.out().stream().map(OtherLanguagesIT::word))
                .as(read.err())
                .isEqualTo(expected);
        assertThat(JSON.readTree(read.out().get(0)).get("txn").asText()).isEqualTo(txn(record));
        assertThat(read.status()).isEqualTo(1);
    }

    @Test
    void theReaderInNodeRefusesARecordOfAKeyThatWasCompromisedSince() throws Exception {
        Language.NODE.require();
        JsonNode key = admin.issueKey("acme", "compromised");
        ConsumerRecord<byte[], byte[]> record = order(key.get("key").asText());
        admin.change(key.get("keyId").asText(), "revoke", Map.of("reason", "compromised"));

        Language.Ended read = Language.NODE.read(validator, RecordLines.of(List.of(record)), data);

        assertThat(read.out().stream().map(OtherLanguagesIT::word)).containsExactly("KEY_COMPROMISED");
    }

    @Test
    void theReaderInNodeJudgesNothingWhileTheValidatorIsDown() throws Exception {
        Language.NODE.require();

        Language.Ended read =
                Language.NODE.read("http://127.0.0.1:" + FreePorts.free(), RecordLines.of(List.of(order(good))), data);

        assertThat(read.out()).isEmpty();
        assertThat(read.status()).isEqualTo(2);
    }

    @Test
    void theReaderInPythonSaysWhatAStampSaysAndThatItIsHearsay() throws Exception {
        Language.PYTHON.require();
        ConsumerRecord<byte[], byte[]> record = order(good);

        Language.Ended read = Language.PYTHON.read(
                validator, RecordLines.of(List.of(record, Alteration.STAMP_TAKEN_AWAY.of(record))), data);

        JsonNode said = JSON.readTree(read.out().get(0));
        assertThat(said.get("verified").asBoolean(true)).isFalse();
        assertThat(said.at("/hearsay/consumer").asText()).isEqualTo("acme");
        assertThat(said.at("/hearsay/producer").asText()).isEqualTo("orders");
        assertThat(said.at("/hearsay/txn").asText()).isEqualTo(txn(record));
        assertThat(JSON.readTree(read.out().get(1)).get("unreadable").asBoolean())
                .isTrue();
        assertThat(read.err()).contains("no signature is verified");
    }

    private static String word(String line) {
        try {
            JsonNode said = JSON.readTree(line);
            return said.get("verified").asBoolean()
                    ? said.get("consumer").asText() + " by "
                            + said.get("producer").asText()
                    : said.get("refused").asText();
        } catch (IOException e) {
            return line;
        }
    }

    private static void refused(HttpJson.Answer answer, int status, String code) {
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.body().get("code").asText()).isEqualTo(code);
        assertThat(answer.header("WWW-Authenticate").isEmpty()).isEqualTo(status != 401);
    }

    /** A record that orders stamped for the holder of a key. */
    private static ConsumerRecord<byte[], byte[]> order(String key) {
        HttpJson.Answer placed = fabric.shop().order(key, "a bell", 1);
        assertThat(placed.status()).isEqualTo(201);
        return new RawRecords(fabric.broker().bootstrapServers())
                .at(
                        placed.body().get("topic").asText(),
                        placed.body().get("partition").asInt(),
                        placed.body().get("offset").asLong());
    }

    private static String issue(String consumer, List<String> scopes) {
        HttpJson.Answer issued = admin.post(
                "/v1/keys",
                Map.of(
                        "consumerId",
                        consumer,
                        "name",
                        "k",
                        "environment",
                        "live",
                        "audiences",
                        List.of("orders"),
                        "scopes",
                        scopes));
        assertThat(issued.status()).as("%s", issued.body()).isEqualTo(201);
        return issued.body().get("key").asText();
    }

    /** A key that is good for one call an hour. */
    private static String limited(Language language) {
        admin.definePlan(
                "once",
                Map.of("name", "Once", "rateLimits", List.of(Map.of("name", "b", "quota", 1, "windowSeconds", 3600))));
        String consumer = "once-" + language.name().toLowerCase(Locale.ROOT);
        admin.post("/v1/consumers", Map.of("id", consumer, "name", "Once", "plan", "once"));
        return issue(consumer, List.of("orders:read"));
    }

    private static String txn(ConsumerRecord<byte[], byte[]> record) throws IOException {
        return JSON.readTree(record.headers().lastHeader("ce_authclaims").value())
                .get("txn")
                .asText();
    }
}
