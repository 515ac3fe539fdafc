package dev.keyfabric.quickstart.beside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.quickstart.Fabric;
import dev.keyfabric.quickstart.FreePorts;
import dev.keyfabric.quickstart.docs.Pages;
import dev.keyfabric.quickstart.story.RegistryClient;
import dev.keyfabric.quickstart.story.Until;
import dev.keyfabric.quickstart.story.ValidatorClient;
import dev.keyfabric.validation.embedded.EmbeddedValidator;
import dev.keyfabric.validation.embedded.Keyfabric;
import dev.keyfabric.validation.judge.Credential;
import dev.keyfabric.validation.judge.Question;
import dev.keyfabric.validation.judge.Verdict;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/beside.md shows is code that compiles, and that lets in and turns away whom it should. */
class BesideIT {
    private static final Pattern JAVA = Pattern.compile("(?ms)^```java\\n(.*?)^```$");
    private static final String HERE = "quickstart/src/test/java/dev/keyfabric/quickstart/beside/";

    @TempDir
    static Path data;

    private static Fabric fabric;
    private static RegistryClient admin;
    private static EmbeddedValidator embedded;

    @BeforeAll
    static void start() throws Exception {
        fabric = Fabric.start(FreePorts.settings(data, 1), part -> {});
        ValidatorClient node = new ValidatorClient("validator", fabric.validatorUrl(0));
        Until.equal(true, node::isReady, Duration.ofMinutes(2), "validator ready");
        admin = fabric.admin();
        admin.registerConsumer("acme", "Acme");
        embedded = Keyfabric.validator(Map.of(
                "keyfabric.node.id",
                "embedded-1",
                "keyfabric.data",
                data.resolve("embedded").toString(),
                "keyfabric.service",
                "orders",
                "keyfabric.kafka.bootstrap.servers",
                fabric.broker().bootstrapServers()));
        assertThat(embedded.awaitReady(Duration.ofMinutes(1))).isTrue();
    }

    @AfterAll
    static void stop() {
        if (embedded != null) {
            embedded.close();
        }
        if (fabric != null) {
            fabric.close();
        }
    }

    @Test
    void whatThePageShowsIsTheCodeThatIsTestedHere() throws IOException {
        String compiled = squeezed(read(HERE + "KeyFilter.java") + read(HERE + "Asking.java"));
        Matcher shown = JAVA.matcher(read("docs/beside.md"));
        int blocks = 0;
        while (shown.find()) {
            blocks++;
            assertThat(compiled).contains(squeezed(shown.group(1)));
        }
        assertThat(blocks).isEqualTo(2);
    }

    @Test
    void theFilterLetsAGoodKeyThroughAndTurnsAllElseAwayAsTheProxysDoorDoes() throws Exception {
        KeyFilter filter = new KeyFilter(embedded, List.of("orders:write"));
        String key = reached(admin.issueKey("acme", "k")).get("key").asText();

        FilteredRequest good = FilteredRequest.with(key).through(filter);
        FilteredRequest none = FilteredRequest.without().through(filter);
        FilteredRequest narrow = FilteredRequest.with(key).through(new KeyFilter(embedded, List.of("payments:write")));

        assertThat(good.served()).isTrue();
        assertThat(good.consumer()).isEqualTo("acme");
        assertThat(none.served()).isFalse();
        assertThat(none.status()).isEqualTo(401);
        assertThat(none.body()).contains("INVALID_CREDENTIAL").doesNotContain("MISSING");
        assertThat(narrow.served()).isFalse();
        assertThat(narrow.status()).isEqualTo(403);
        assertThat(narrow.body()).contains("INSUFFICIENT_SCOPE");
    }

    @Test
    void theFilterServesNobodyWhileNobodyCanJudge() throws Exception {
        try (EmbeddedValidator fresh = Keyfabric.validator(Map.of(
                "keyfabric.node.id",
                "fresh",
                "keyfabric.data",
                data.resolve("fresh").toString(),
                "keyfabric.service",
                "orders",
                "keyfabric.kafka.bootstrap.servers",
                "127.0.0.1:" + FreePorts.free()))) {
            String key = admin.issueKey("acme", "early").get("key").asText();

            FilteredRequest early = FilteredRequest.with(key).through(new KeyFilter(fresh, List.of()));

            assertThat(early.served()).isFalse();
            assertThat(early.status()).isEqualTo(503);
        }
    }

    @Test
    void aQuestionOverHttpIsAYesOnlyWhenItIsOne() throws Exception {
        JsonNode issued = reached(admin.issueKey("acme", "h"));
        String key = issued.get("key").asText();
        Asking asking = new Asking(URI.create(fabric.validatorUrl(0)));

        assertThat(asking.consumerOf(key, "orders", "orders:write")).contains("acme");
        assertThat(asking.consumerOf(key, "payments", "orders:write")).isEmpty();
        admin.change(issued.get("keyId").asText(), "revoke", Map.of("reason", "other"));
        await("no yes after the revocation")
                .atMost(Duration.ofSeconds(20))
                .until(() -> asking.consumerOf(key, "orders", "orders:write").isEmpty());
        assertThat(new Asking(URI.create("http://127.0.0.1:" + FreePorts.free()))
                        .consumerOf(key, "orders", "orders:write"))
                .isEmpty();
    }

    /** Waits until the key has come to both validators. */
    private static JsonNode reached(JsonNode issued) {
        String key = issued.get("key").asText();
        ValidatorClient node = new ValidatorClient("validator", fabric.validatorUrl(0));
        await("the key at both validators")
                .atMost(Duration.ofSeconds(20))
                .until(() -> node.code(key).equals("VALID")
                        && embedded.judge(new Question(Credential.of(key), "orders", List.of(), null))
                                instanceof Verdict.Valid);
        return issued;
    }

    private static String squeezed(String code) {
        return code.replaceAll("\\s+", "");
    }

    private static String read(String file) throws IOException {
        return Files.readString(Pages.root().resolve(file));
    }
}
