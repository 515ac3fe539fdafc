package dev.keyfabric.quickstart.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import com.microsoft.playwright.options.ColorScheme;
import dev.keyfabric.quickstart.process.Bench;
import dev.keyfabric.quickstart.process.Bench.Node;
import dev.keyfabric.quickstart.story.HttpJson;
import dev.keyfabric.quickstart.story.RegistryClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What pages that stand open show of validators in trouble, which are processes of their own here. */
class ConsoleFleetIT {
    /** Longer than a node must be silent to be unheard. */
    private static final ContainsTextOptions SOON = new ContainsTextOptions().setTimeout(60_000);

    /** With metadata of 14 kB each, they take a reader that is held back some time. */
    private static final int CONSUMERS = 100;

    @TempDir
    private Path folder;

    private Browser browser;
    private Bench bench;
    private RegistryClient admin;
    private Console console;
    private Page page;

    @BeforeEach
    void start() throws Exception {
        browser = Browser.start();
        bench = Bench.start(folder);
        Node registry = bench.startRegistry("registry");
        admin = bench.admin(registry);
        admin.registerConsumer("acme", "Acme");
        page = browser.window(ColorScheme.LIGHT, 1280, 900);
        console = new Console(page, registry.url())
                .login(Files.readString(bench.folder("registry").resolve("admin.password"))
                        .strip());
    }

    @AfterEach
    void stop() throws Exception {
        if (bench != null) {
            bench.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void aReceiptShowsAHangingNodeAsPendingThenUnheardAndCompletesItselfWhenItGoesOn() {
        Node steady = bench.startNode("steady");
        Node hanging = bench.startNode("hanging");
        steady.awaitReady();
        hanging.awaitReady();
        String keyId =
                admin.awaitingReceipts(20).issueKey("acme", "k").path("keyId").asText();
        hanging.process().pause();
        console.open("/console/keys/" + keyId).unfold("Revoke").press("Revoke for ever");

        Locator said = page.locator(".receipt .say");
        Locator lines = page.locator(".receipt .node");
        assertThat(said).containsText("1 of 2 nodes have applied it");
        assertThat(lines).containsText(new String[] {"pending", "confirmed"});
        assertThat(lines).containsText(new String[] {"hanging", "steady"});
        page.evaluate("window.neverReloaded = true");
        console.screenshot("receipt-pending");

        assertThat(lines.first()).containsText("unheard", SOON);
        assertThat(lines.first()).containsText("may answer from before until");
        assertThat(lines.first().locator("time")).isVisible();
        assertThat(said).containsText("1 of 2 nodes have applied it");
        console.screenshot("receipt-unheard");
        assertThat(Axe.violations(page)).isEqualTo(List.of());

        hanging.process().resume();
        assertThat(said).containsText("Final: all 2 nodes have applied it", SOON);
        assertThat(lines).containsText(new String[] {"confirmed", "confirmed"});
        assertThat(page.evaluate("window.neverReloaded")).isEqualTo(true);
        console.screenshot("receipt-completed");
    }

    @Test
    void theFleetShowsHowFarANewViewIsFilledBesideTheOneThatServes() throws Exception {
        Node node = bench.startNode("node");
        node.awaitReady();
        String key =
                admin.awaitingReceipts(20).issueKey("acme", "k").path("key").asText();
        Random random = new Random(7);
        for (int i = 0; i < CONSUMERS; i++) {
            String weight = random.ints(14_000, 'a', 'z' + 1)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            admin.post("/v1/consumers", Map.of("name", "Heavy", "metadata", Map.of("weight", weight)));
        }
        console.open("/console/fleet");
        Locator row = page.locator("tbody tr");
        page.evaluate("window.neverReloaded = true");
        readAtMost(30_000.0);

        String token =
                Files.readString(bench.folder("node").resolve("operator.token")).strip();
        HttpJson.send("POST", node.url() + "/v1/view/rebuild", Map.of("Authorization", "Bearer " + token), null);

        assertThat(row).containsText(Pattern.compile("new view: [1-9][0-9]? % filled"), SOON);
        assertThat(row.locator("progress")).isVisible();
        assertThat(row).containsText("live", new ContainsTextOptions().setIgnoreCase(true));
        assertThat(node.code(key)).isEqualTo("VALID");
        console.screenshot("fleet-rebuilding");
        assertThat(Axe.violations(page)).isEqualTo(List.of());

        readAtMost(null);
        assertThat(row.locator("progress")).hasCount(0, new HasCountOptions().setTimeout(60_000));
        assertThat(row).containsText("live", new ContainsTextOptions().setIgnoreCase(true));
        assertThat(page.evaluate("window.neverReloaded")).isEqualTo(true);
        assertThat(node.code(key)).isEqualTo("VALID");
        console.screenshot("fleet-rebuilt");
    }

    /** How much each client may read in a second, in bytes; null = as much as it can. */
    private void readAtMost(Double bytes) throws Exception {
        ClientQuotaEntity everybody =
                new ClientQuotaEntity(Collections.singletonMap(ClientQuotaEntity.CLIENT_ID, null));
        try (Admin kafka = Admin.create(Map.of("bootstrap.servers", bench.bootstrap()))) {
            kafka.alterClientQuotas(List.of(new ClientQuotaAlteration(
                            everybody, List.of(new ClientQuotaAlteration.Op("consumer_byte_rate", bytes)))))
                    .all()
                    .get();
        }
    }
}
