package dev.keyfabric.quickstart.console;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Whether people who use a keyboard, a screen reader or other colours can use a page, as far as axe-core can tell. */
final class Axe {
    private static final String SCRIPT = script();

    private static final String RUN = """
            async () => {
              const result = await axe.run(document, {resultTypes: ['violations']});
              return result.violations.flatMap(v => v.nodes.map(n => v.id + ': ' + n.html.slice(0, 200) + ' ' + n.failureSummary));
            }
            """;

    private Axe() {}

    /** What is wrong with a page, a line each. */
    @SuppressWarnings("unchecked") // a list of texts, as the script makes it
    static List<String> violations(Page page) {
        page.evaluate(SCRIPT);
        return (List<String>) page.evaluate(RUN);
    }

    private static String script() {
        try (InputStream in = Axe.class.getResourceAsStream("/axe.min.js")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
