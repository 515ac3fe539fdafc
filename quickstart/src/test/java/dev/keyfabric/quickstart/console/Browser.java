package dev.keyfabric.quickstart.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Debian's Chromium, told by Playwright what to do. A test of it where it is not installed is skipped, and says so. */
final class Browser implements AutoCloseable {
    /** {@code -Dbrowser=required}: where there is none, its tests fail, as in {@code .ci/run}. */
    private static final boolean REQUIRED = "required".equals(System.getProperty("browser"));

    private static final List<String> PROGRAMS = List.of("/usr/bin/chromium", "/usr/bin/chromium-browser");

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser browser;
    private final List<String> complaints = new ArrayList<>();

    private Browser(Path program) {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(program)
                        .setArgs(List.of("--no-sandbox", "--disable-background-networking", "--disable-gpu")));
    }

    static Browser start() {
        Path program = Stream.concat(PROGRAMS.stream(), Stream.ofNullable(System.getenv("CHROMIUM")))
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        if (REQUIRED) {
            assertThat(program).as("a Chromium is installed").isNotNull();
        }
        assumeTrue(program != null, "no Chromium is installed: the console is not tried in a browser here");
        return new Browser(program);
    }

    /** A window of its own: without anybody's cookies. */
    Page window(ColorScheme colours, int width, int height) {
        BrowserContext context = browser.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setColorScheme(colours)
                .setViewportSize(width, height)
                .setPermissions(List.of("clipboard-read", "clipboard-write")));
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        return page;
    }

    /** What the pages' scripts or the browser itself complained of, such as what the content security policy stopped. */
    List<String> complaints() {
        return complaints;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
