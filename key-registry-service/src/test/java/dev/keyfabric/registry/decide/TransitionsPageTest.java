package dev.keyfabric.registry.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransitionsPageTest {
    private static final Path PAGE = Path.of("..", "docs", "transitions.md");

    @Test
    void thePageShowsTheTableThatDecides() throws IOException {
        String text = text();
        if (Boolean.getBoolean("keyfabric.docs.write")) {
            Files.writeString(PAGE, text);
        }
        assertThat(Files.readString(PAGE))
                .as("make docs/transitions.md again with -Dtest=TransitionsPageTest -Dkeyfabric.docs.write=true")
                .isEqualTo(text);
    }

    private static String text() {
        return """
                # Legal transitions

                Made from the table that decides (`Transitions`). What is in no row is refused: `ILLEGAL_TRANSITION`, 409. Without an event
                the subject is so already: 200, nothing is written. A key whose consumer is deleted, or unknown, can only be revoked.

                """
                + section("Consumers", Transitions.CONSUMER)
                + section("Keys", Transitions.KEY)
                + section("Signing keys", Transitions.SIGNING_KEY).stripTrailing()
                + "\n";
    }

    private static <S, E> String section(String title, List<Transitions.Row<S, E>> rows) {
        StringBuilder table =
                new StringBuilder("## " + title + "\n\n| command | from | to | event |\n|---|---|---|---|\n");
        for (Transitions.Row<S, E> row : rows) {
            table.append("| %s | %s | %s | %s |\n"
                    .formatted(
                            row.command(),
                            row.from(),
                            row.to(),
                            row.event().map(String::valueOf).orElse("—")));
        }
        return table.append('\n').toString();
    }
}
