package dev.keyfabric.quickstart.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import dev.keyfabric.broker.EmbeddedBroker;
import dev.keyfabric.quickstart.FreePorts;
import dev.keyfabric.quickstart.story.Until;
import dev.keyfabric.registry.KeyRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console of a registry that is new and alone: what to do next, and what happens to whoever does nothing. */
class ConsoleAloneIT {
    @Test
    void emptyPagesSayWhatToDoNextAndAnIdleSessionEndsAndLeadsBack(@TempDir Path folder) throws Exception {
        try (Browser browser = Browser.start();
                EmbeddedBroker broker = EmbeddedBroker.started(folder.resolve("kafka"));
                KeyRegistry registry = KeyRegistry.start(Map.of(
                        "keyfabric.instance.id",
                        "registry-1",
                        "keyfabric.data",
                        folder.resolve("registry").toString(),
                        "keyfabric.kafka.bootstrap.servers",
                        broker.bootstrapServers(),
                        "keyfabric.development",
                        true,
                        "keyfabric.dev-login.enabled",
                        true,
                        "keyfabric.console.session.idle",
                        "PT4S",
                        "keyfabric.http.port",
                        FreePorts.free()))) {
            Until.equal(true, registry::isReady, Duration.ofMinutes(1), "registry ready");
            Page page = browser.window(ColorScheme.LIGHT, 1280, 900);
            Console console = new Console(page, registry.url());
            String password =
                    Files.readString(folder.resolve("registry/admin.password")).strip();
            console.login(password);
            for (Map.Entry<String, String> empty : Map.of(
                            "/console/fleet", "Start one beside a service",
                            "/console/keys", "issue a key",
                            "/console/consumers", "Register one",
                            "/console/plans", "Define one",
                            "/console/services", "Define one")
                    .entrySet()) {
                console.open(empty.getKey());
                assertThat(page.locator(".empty").first()).containsText(empty.getValue());
                console.screenshot("empty-" + empty.getKey().replace("/console/", ""));
                assertThat(Axe.violations(page)).isEqualTo(List.of());
            }
            console.open("/console/fleet?at=here");

            assertThat(page.locator("#notice"))
                    .containsText(
                            "Your session is over", new LocatorAssertions.ContainsTextOptions().setTimeout(20_000));
            console.screenshot("session-over");
            console.follow("Log in again; you are led back here.");
            console.fill("Password", password).press("Log in");
            assertThat(console.heading("Fleet")).isVisible();
            assertThat(page.url()).endsWith("/console/fleet?at=here");
        }
    }
}
