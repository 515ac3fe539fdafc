package dev.keyfabric.quickstart.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.keyfabric.quickstart.Fabric;
import dev.keyfabric.quickstart.FreePorts;
import dev.keyfabric.quickstart.story.Until;
import dev.keyfabric.quickstart.story.ValidatorClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong while people use the console: what they type, what they paste, and what the network does to them. */
class ConsoleInputIT {
    @TempDir
    private static Path data;

    private static Browser browser;
    private static Fabric fabric;
    private static Console console;
    private static Page page;

    @BeforeAll
    static void start() {
        browser = Browser.start();
        fabric = Fabric.start(FreePorts.settings(data, 1), part -> {});
        Until.equal(true, validator()::isReady, Duration.ofMinutes(2), "validator ready");
        page = browser.window(ColorScheme.LIGHT, 1280, 900);
        console = new Console(page, fabric.registryUrl()).login(fabric.adminPassword());
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

    private static ValidatorClient validator() {
        return new ValidatorClient("validator-1", fabric.validatorUrl(0));
    }

    @Test
    void theServersProblemIsSaidInWordsBesideTheField() {
        console.open("/console/keys/new")
                .fill("Consumer", "nobody here")
                .fill("Scopes", "Good Bad!")
                .press("Issue the key");

        assertThat(page.locator("#f-new-consumerId-fault")).isVisible();
        assertThat(page.locator("#f-new-name-fault")).containsText("Name:");
        assertThat(page.locator("#f-new-scopes-fault")).containsText("Scopes: item");
        assertThat(page.locator("#f-new-consumerId")).isFocused();
        assertThat(console.field("Consumer")).hasValue("nobody here");
        console.screenshot("key-new-refused");
        console.register("there", "There");
        console.open("/console/consumers/new")
                .fill("Name", "Again")
                .fill("Id", "there")
                .press("Register");
        assertThat(page.locator("[data-problem]")).containsText("Nothing was done");
        console.open("/console/plans/new").fill("Id", "p").fill("Name", "P").fill("Rate limits", "burst many 1");
        console.press("Define");
        assertThat(page.locator("#f-plan-rateLimits-fault")).containsText("item 1 must be a whole number");
    }

    @Test
    void namesOfEveryKindAreShownAsTheyAreAndDoNothing() {
        String script = "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">";
        String rightToLeft = "שלום \u202Eevil\u202C مرحبا";
        String emoji = "🔑👩🏽‍🚀 ключ 鍵";
        String long200 = "W".repeat(200);
        int number = 0;
        for (String name : new String[] {script, emoji, long200}) {
            String id = "odd-" + number++;
            console.register(id, name);
            console.issue(id, name);
            for (String path : new String[] {"/console/consumers", "/console/keys", "/console/consumers/" + id}) {
                console.open(path);
                assertThat(page.locator("bdi", new Page.LocatorOptions().setHasText(name))
                                .first())
                        .isVisible();
                assertThat(page.title()).endsWith("Keyfabric");
                assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                        .isLessThanOrEqualTo(1280);
            }
        }
        console.open("/console/consumers/new")
                .fill("Name", rightToLeft)
                .fill("Id", "rtl")
                .press("Register");
        page.waitForLoadState();
        assertThat(page.locator("main")).containsText("שלום");
        console.open("/console/keys");
        console.screenshot("odd-names");
    }

    @Test
    void whatIsPastedByMistakeIsSaidBeforeItIsSentAndRefusedWhenItIs() {
        console.open("/console/consumers/new");
        page.evaluate("document.querySelector('[name=name]').value = 'x'.repeat(10 * 1024 * 1024)");
        console.press("Register");
        assertThat(page.locator("[data-problem]")).containsText("10.0 MB");
        assertThat(page.locator("[data-problem]")).containsText("Nothing was sent");

        // Without the script's help the server refuses it.
        assertThat(console.post("/console/consumers", Map.of("name", "x".repeat(10 << 20))))
                .isEqualTo(413);
        console.open("/console/consumers");
        assertThat(console.heading("Consumers")).isVisible();
    }

    @Test
    void aFormThatNeverArrivedIsKnownNotToHaveAndCanBeSentAgain() {
        console.register("cut", "Cut");
        String key = console.issue("cut", "k");
        console.follow("I have it: to the key");
        page.route("**/suspend", Route::abort);
        console.unfold("Suspend").press("Suspend the key");

        assertThat(page.locator("#notice")).containsText("Asking what became of it");
        assertThat(page.locator("form[action$='/suspend'] [data-problem]"))
                .containsText("nothing was done", new LocatorAssertions.ContainsTextOptions().setTimeout(20_000));
        console.screenshot("connection-lost");
        page.unroute("**/suspend");
        console.press("Suspend the key");

        assertThat(page.locator(".notice.good")).containsText("Suspended");
        Until.equal("SUSPENDED", () -> validator().code(key), Duration.ofSeconds(10), "validator");
    }

    @Test
    void anAnswerThatWasLostIsFetchedAgainAndNothingIsDoneTwice() {
        console.register("lost", "Lost");
        AtomicInteger sent = new AtomicInteger();
        String forms = fabric.registryUrl() + "/console/keys";
        page.route(forms, route -> {
            if (route.request().method().equals("POST") && sent.getAndIncrement() == 0) {
                APIResponse arrived = route.fetch(new Route.FetchOptions().setMaxRedirects(0));
                assertThat(arrived.status()).isEqualTo(200);
                route.abort();
            } else {
                route.resume();
            }
        });
        String key = console.issue("lost", "once");
        page.unroute(forms);

        assertThat(sent).hasValue(2);
        Until.equal("VALID", () -> validator().code(key), Duration.ofSeconds(10), "validator");
        console.open("/console/keys?consumer=lost");
        assertThat(page.locator("tbody tr")).hasCount(1);
    }

    @Test
    void withoutTheScriptEverythingStillWorks() {
        Page plain = page.context()
                .browser()
                .newContext(new com.microsoft.playwright.Browser.NewContextOptions().setJavaScriptEnabled(false))
                .newPage();
        Console bare = new Console(plain, fabric.registryUrl()).login(fabric.adminPassword());
        bare.register("bare", "Bare");
        String key = bare.issue("bare", "k");
        Until.equal("VALID", () -> validator().code(key), Duration.ofSeconds(10), "validator");
        bare.follow("I have it: to the key").unfold("Revoke").press("Revoke for ever");
        assertThat(plain.getByRole(AriaRole.STATUS).first()).containsText("Revoked");
        plain.context().close();
    }
}
