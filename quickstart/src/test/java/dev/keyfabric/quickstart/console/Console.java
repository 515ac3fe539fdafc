package dev.keyfabric.quickstart.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.Map;

/** The console as a person has it in front of them. */
final class Console {
    static final Path SCREENSHOTS = Path.of("target", "screenshots").toAbsolutePath();

    private final Page page;
    private final String url;

    Console(Page page, String url) {
        this.page = page;
        this.url = url;
    }

    Page page() {
        return page;
    }

    Console open(String path) {
        page.navigate(url + path);
        return this;
    }

    Console login(String password) {
        open("/console/login");
        fill("User", "admin");
        fill("Password", password);
        press("Log in");
        assertThat(heading("Fleet")).isVisible();
        return this;
    }

    Locator heading(String name) {
        return page.getByRole(
                AriaRole.HEADING, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator field(String label) {
        return page.locator("main").getByLabel(label).first();
    }

    Console fill(String label, String value) {
        field(label).fill(value);
        return this;
    }

    Console press(String button) {
        button(button).click();
        return this;
    }

    Console follow(String link) {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(link).setExact(true))
                .first()
                .click();
        return this;
    }

    /** Opens one of the folded parts of a page. */
    Console unfold(String summary) {
        page.locator("summary", new Page.LocatorOptions().setHasText(summary))
                .first()
                .click();
        return this;
    }

    Console choose(String label, String value) {
        field(label).selectOption(value);
        return this;
    }

    /** Registers a consumer, as a person does. */
    void register(String id, String name) {
        open("/console/consumers/new").fill("Name", name).fill("Id", id).press("Register");
        assertThat(page.locator(".notice.good")).containsText("Registered");
    }

    /** Issues a key, as a person does; gives its secret, from where the person reads it. */
    String issue(String consumer, String name) {
        open("/console/keys/new?consumer=" + consumer)
                .fill("Name", name)
                .fill("Scopes", "orders:*")
                .press("Issue the key");
        return secret();
    }

    String secret() {
        assertThat(page.locator("#secret")).isVisible();
        return page.locator("#secret").textContent().strip();
    }

    /** The id of the key whose page stands open. */
    String keyId() {
        return page.url().replaceFirst(".*/console/keys/([^/?#]+).*", "$1");
    }

    void screenshot(String name) {
        page.evaluate("scrollTo(0, 0)");
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(SCREENSHOTS.resolve(name + ".png"))
                .setFullPage(true));
    }

    /** The answer to a form that is sent without the script's help; for what a browser never sends by itself. */
    int post(String path, Map<String, String> form) {
        com.microsoft.playwright.options.FormData data = com.microsoft.playwright.options.FormData.create();
        form.forEach(data::set);
        return page.request()
                .post(
                        url + path,
                        com.microsoft.playwright.options.RequestOptions.create()
                                .setForm(data)
                                .setHeader("Origin", url)
                                .setMaxRedirects(0))
                .status();
    }
}
