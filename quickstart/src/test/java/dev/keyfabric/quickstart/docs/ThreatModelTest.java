package dev.keyfabric.quickstart.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/threat-model.md names for each threat tests that are there, or says that nothing is done. */
class ThreatModelTest {
    private static final String PAGE = Pages.read(Pages.root().resolve("docs/threat-model.md"));

    private final Set<String> tests = tests();

    @Test
    void everyThreatNamesATestThatIsThere() {
        assertThat(threats(PAGE)).hasSizeGreaterThan(40);
        assertThat(unproven(PAGE)).isEmpty();
    }

    @Test
    void everyTestNamedAnywhereOnThePageIsThere() {
        assertThat(Pages.codeIn(PAGE))
                .filteredOn(code -> code.matches("[A-Za-z]+(Test|IT)"))
                .isSubsetOf(tests);
    }

    @Test
    void aThreatWithoutATestAndATestThatNobodyWroteAreFound() {
        String page = """
                ## Threats
                | threat | against | shown by | not defended |
                |---|---|---|---|
                | a | b | `ThreatModelTest` | — |
                | c | d |  | — |
                | e | f | `NobodyWroteThisTest` | — |
                """;

        assertThat(unproven(page)).containsExactly("c", "e: [NobodyWroteThisTest]");
    }

    private List<String> unproven(String page) {
        List<String> unproven = new ArrayList<>();
        for (List<String> threat : threats(page)) {
            List<String> named = Pages.codeIn(threat.get(2));
            if (named.isEmpty()) {
                unproven.add(threat.get(0));
            } else if (!tests.containsAll(named)) {
                unproven.add(threat.get(0) + ": "
                        + named.stream().filter(name -> !tests.contains(name)).toList());
            }
        }
        return unproven;
    }

    /** The cells of each row under the heading. */
    private static List<List<String>> threats(String page) {
        return page.substring(page.indexOf("## Threats\n"))
                .split("\n## ", 2)[0]
                .lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| threat |"))
                .map(row -> Stream.of(row.substring(1).split("\\|", -1))
                        .map(String::strip)
                        .toList())
                .toList();
    }

    /** Names of the classes that hold a test. */
    private static Set<String> tests() {
        try (Stream<Path> modules = Files.list(Pages.root())) {
            return modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .flatMap(ThreatModelTest::filesIn)
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("[A-Za-z]+(Test|IT)\\.java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> filesIn(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
