package dev.keyfabric.quickstart.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.keyfabric.quickstart.Fabric;
import dev.keyfabric.quickstart.FreePorts;
import dev.keyfabric.quickstart.story.Until;
import dev.keyfabric.quickstart.story.ValidatorClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console in a real browser, on a real fabric: what people do with it, and that everybody can. */
class ConsoleIT {
    @TempDir
    private static Path data;

    private static Browser browser;
    private static Fabric fabric;

    @BeforeAll
    static void start() {
        browser = Browser.start();
        fabric = Fabric.start(FreePorts.settings(data, 2), part -> {});
        for (int i = 0; i < 2; i++) {
            ValidatorClient validator = validator(i);
            Until.equal(true, validator::isReady, Duration.ofMinutes(2), "validator ready");
        }
    }

    @AfterAll
    static void stop() {
        if (fabric != null) {
            fabric.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    private static ValidatorClient validator(int index) {
        return new ValidatorClient("validator-" + (index + 1), fabric.validatorUrl(index));
    }

    private static Console console() {
        return new Console(browser.window(ColorScheme.LIGHT, 1280, 900), fabric.registryUrl());
    }

    private static Console admin() {
        return console().login(fabric.adminPassword());
    }

    private static void awaitCode(String key, String code) {
        for (int i = 0; i < 2; i++) {
            ValidatorClient validator = validator(i);
            Until.equal(code, () -> validator.code(key), Duration.ofSeconds(15), validator.name());
        }
    }

    @Test
    void theWholeStoryClickedThrough() {
        Console console = console().open("/console/keys");
        Page page = console.page();
        assertThat(console.heading("Log in to the console")).isVisible();
        console.screenshot("login");
        console.fill("Password", "wrong").press("Log in");
        assertThat(page.getByRole(AriaRole.ALERT).first()).containsText("User or password is wrong");
        console.fill("Password", fabric.adminPassword()).press("Log in");
        assertThat(console.heading("Keys")).isVisible();

        console.open("/console/plans/new")
                .fill("Id", "gold")
                .fill("Name", "Gold")
                .fill("Rate limits", "burst 200 1\nsustained 6000 60")
                .fill("Quotas", "monthly 1000000 month")
                .fill("Keys live at most", "P365D");
        console.screenshot("plan-new");
        console.press("Define");
        assertThat(page.locator(".notice.good")).containsText("Defined");
        assertThat(page.locator(".receipt .say")).containsText("Final: all 2 nodes have applied it");
        console.open("/console/services/new")
                .fill("Id", "invoices")
                .fill("Name", "Invoices")
                .fill("Scopes", "invoices:read invoices:write");
        console.screenshot("service-new");
        console.press("Define");
        assertThat(page.locator(".notice.good")).containsText("Defined");
        console.open("/console/consumers/new");
        console.fill("Name", "Acme GmbH").fill("Id", "acme-gmbh").fill("Plan", "gold");
        console.screenshot("consumer-new");
        console.press("Register");
        assertThat(page.locator(".notice.good")).containsText("Registered");
        console.screenshot("consumer");

        console.follow("issue one");
        assertThat(console.field("Consumer")).hasValue("acme-gmbh");
        console.fill("Name", "checkout").fill("Scopes", "orders:*");
        console.screenshot("key-new");
        console.press("Issue the key");
        String key = console.secret();
        assertThat(page.locator(".receipt .say")).containsText("Final: all 2 nodes have applied it");
        console.press("Copy");
        assertThat(page.locator("[data-copied]")).containsText("Copied");
        assertThat((String) page.evaluate("navigator.clipboard.readText()")).isEqualTo(key);
        page.evaluate("navigator.clipboard.writeText('')");
        assertThat(page.url()).doesNotContain(key);
        page.evaluate("document.querySelector('#secret').textContent = 'kf_live_" + "x".repeat(36) + "'");
        console.screenshot("key-issued");
        awaitCode(key, "VALID");
        page.reload();
        assertThat(page.locator("#secret")).hasCount(0);
        assertThat(console.heading("checkout")).isVisible();
        String keyId = console.keyId();

        console.unfold("Rotate the secret")
                .choose("Grace for the secret before", "PT1H")
                .press("Rotate");
        String rotated = console.secret();
        awaitCode(rotated, "VALID");
        awaitCode(key, "VALID");
        console.follow("I have it: to the key");
        Locator countdown = page.locator("[data-countdown]");
        assertThat(countdown).containsText(Pattern.compile("59 min [0-9]+ s left"));
        String before = countdown.textContent();
        assertThat(countdown).not().hasText(before);
        console.screenshot("key-rotated");

        console.unfold("Suspend").press("Suspend the key");
        assertThat(page.locator(".notice.good")).containsText("Suspended");
        awaitCode(rotated, "SUSPENDED");
        console.unfold("Reinstate").press("Reinstate the key");
        assertThat(page.locator(".notice.good")).containsText("Reinstated");
        awaitCode(rotated, "VALID");

        console.unfold("Revoke").choose("Reason", "leaked").fill("Comment", "seen in a public repository");
        console.screenshot("key-revoke");
        console.press("Revoke for ever");
        assertThat(page.locator(".notice.good")).containsText("Revoked");
        assertThat(page.locator(".receipt .say")).containsText("Final: all 2 nodes have applied it");
        assertThat(page.locator(".node-good")).hasCount(2);
        console.screenshot("key-revoked");
        awaitCode(rotated, "REVOKED");
        assertThat(page.locator("button", new Page.LocatorOptions().setHasText("Revoke for ever")))
                .hasCount(0);

        console.open("/console/history?subject=" + keyId);
        assertThat(page.locator("tbody tr").first()).containsText("Key revoked");
        assertThat(page.locator("tbody")).containsText("Key issued");
        console.screenshot("history");
        console.press("Log out");
        assertThat(console.heading("Log in to the console")).isVisible();
        console.open("/console/keys/" + keyId);
        assertThat(console.heading("Log in to the console")).isVisible();
    }

    @Test
    void aReceiptFillsNodeByNodeWhileSomebodyLooks() {
        Console console = admin();
        console.register("slow", "Slow");
        String key = console.issue("slow", "k");
        awaitCode(key, "VALID");
        console.follow("I have it: to the key");
        fabric.stopValidator(1);
        fabric.startValidator(1);
        console.unfold("Revoke").press("Revoke for ever");

        assertThat(console.page().locator(".receipt .say"))
                .containsText(
                        "Final: all",
                        new com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions()
                                .setTimeout(60_000));
        ValidatorClient restarted = validator(1);
        Until.equal(true, restarted::isReady, Duration.ofMinutes(1), "validator ready");
        awaitCode(key, "REVOKED");
        console.open("/console/fleet");
        assertThat(console.page().locator(".plot .point").first()).isVisible();
    }

    @Test
    void everybodyCanUseEveryPageInEitherThemeAndOnAPhone() {
        Console setup = admin();
        setup.register("for-all", "For all");
        setup.issue("for-all", "everybody's key");
        setup.follow("I have it: to the key");
        String keyId = setup.keyId();
        setup.unfold("Rotate the secret").press("Rotate");
        setup.follow("I have it: to the key");
        setup.open("/console/services");
        String signingKey = setup.page()
                .locator("a[href^='/console/signing-keys/']")
                .first()
                .getAttribute("href");
        Map<String, String> pages = Map.ofEntries(
                Map.entry("fleet", "/console/fleet"),
                Map.entry("keys", "/console/keys"),
                Map.entry("key", "/console/keys/" + keyId),
                Map.entry("key-new", "/console/keys/new"),
                Map.entry("consumers", "/console/consumers"),
                Map.entry("consumer", "/console/consumers/for-all"),
                Map.entry("plans", "/console/plans"),
                Map.entry("services", "/console/services"),
                Map.entry("signing-key", signingKey),
                Map.entry("history", "/console/history"),
                Map.entry("nothing-there", "/console/keys/key_none"),
                Map.entry("login", "/console/login"));
        List<String> wrong = new ArrayList<>();
        for (ColorScheme colours : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            Console console = new Console(browser.window(colours, 1280, 900), fabric.registryUrl());
            console.login(fabric.adminPassword());
            pages.forEach((name, path) -> {
                console.open(path).page().locator("summary").all().forEach(Locator::click);
                Axe.violations(console.page()).forEach(v -> wrong.add(colours + " " + path + " " + v));
                console.screenshot(colours.name().toLowerCase(Locale.ROOT) + "-" + name);
            });
        }
        Console phone = new Console(browser.window(ColorScheme.LIGHT, 360, 740), fabric.registryUrl());
        phone.login(fabric.adminPassword());
        pages.forEach((name, path) -> {
            phone.open(path);
            Object wide = phone.page().evaluate("document.documentElement.scrollWidth");
            if (((Number) wide).intValue() > 360) {
                wrong.add("phone " + path + " is " + wide + " wide");
            }
            phone.screenshot("phone-" + name);
        });
        assertThat(wrong).isEmpty();
        assertThat(browser.complaints())
                .as("what the browser complained of")
                .allMatch(c -> c.contains("status of 4") || c.contains("ERR_FAILED"));
    }

    @Test
    void theKeyboardAloneLeadsFromTheFirstTabToAPage() {
        Console console = admin().open("/console/keys");
        Page page = console.page();
        page.keyboard().press("Tab");
        assertThat(page.locator(":focus")).hasText("Skip to content");
        page.keyboard().press("Enter");
        page.keyboard().press("Tab");
        assertThat(page.locator(":focus")).hasText("Issue a key");
        page.keyboard().press("Enter");
        assertThat(console.heading("Issue a key")).isVisible();
    }
}
