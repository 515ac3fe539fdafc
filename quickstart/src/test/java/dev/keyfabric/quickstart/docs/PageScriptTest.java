package dev.keyfabric.quickstart.docs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PageScriptTest {
    private static final String PAGE = """
            ```
            ./not-this
            ```
            ```sh
            A=1
            ```
            ```sh
            echo "a $A"; echo b
            ```
            ```text
            a …
            b
            ```
            ```json
            {"not": "this"}
            ```
            """;

    @Test
    void shellBlocksAreOneScriptWithWhatTheyPrint() {
        PageScript script = PageScript.of(PAGE);

        assertThat(script.steps()).hasSize(2);
        assertThat(script.text()).contains("A=1\n", "echo \"a $A\"; echo b\n").doesNotContain("not");
        assertThat(script.broken("\n-- step 0\n\n-- step 1\na 1\nand more\nb\n"))
                .isEmpty();
    }

    @Test
    void whatIsNotPrintedOrInAnotherStepOrOrderIsFound() {
        PageScript script = PageScript.of(PAGE);

        assertThat(script.broken("\n-- step 0\na 1\nb\n\n-- step 1\n"))
                .containsExactly("step 1 does not print: a …", "step 1 does not print: b");
        assertThat(script.broken("\n-- step 0\n\n-- step 1\nb\na 1\n")).containsExactly("step 1 does not print: b");
        assertThat(script.broken("")).hasSize(2);
    }
}
