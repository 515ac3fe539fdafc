package dev.keyfabric.quickstart.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the pages refer to is there. */
class PagesTest {
    private static final Pattern CLASS = Pattern.compile("([A-Z][a-z0-9]+){2,}");

    /** What follows the launcher's name: one word, or two. */
    private static final Pattern TYPED = Pattern.compile("\\./keyfabric ([a-z][a-z-]*(?: [a-z][a-z-]*)?)");

    /** Names of Kafka and of others in the pages that look like classes of ours. */
    private static final Set<String> OF_OTHERS = Set.of("KafkaStreams", "KafkaConsumer", "LogAppendTime");

    @Test
    void everyRelativeLinkLeadsSomewhere() {
        List<String> broken = new ArrayList<>();
        for (Path page : Pages.all()) {
            Pages.brokenLinks(page, Pages.read(page)).forEach(link -> broken.add(page + " -> " + link));
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void aLinkToNowhereIsFound() {
        Path page = Pages.root().resolve("README.md");
        String text = "[a](CHANGELOG.md) [b](no-such.md) [c](https://x.example) [d](#no-such) [e](#keyfabric)";
        assertThat(Pages.brokenLinks(page, text)).containsExactly("no-such.md", "#no-such");
    }

    @Test
    void everyPlaceInTheReadmesTableIsThere() {
        List<String> rows = Pages.read(Pages.root().resolve("README.md"))
                .lines()
                .dropWhile(line -> !line.equals("## Where each step lives"))
                .dropWhile(line -> !line.startsWith("|---"))
                .skip(1)
                .takeWhile(line -> line.startsWith("|"))
                .toList();
        assertThat(rows).hasSizeGreaterThan(10);
        for (String row : rows) {
            List<String> places = Pages.codeIn(row.split("\\|", -1)[2]);
            assertThat(places).as(row).isNotEmpty();
            Path module = Pages.root().resolve(places.get(0));
            assertThat(module.resolve("pom.xml")).as(row).exists();
            assertThat(places.subList(1, places.size())).as(row).allMatch(place -> isIn(module, place));
        }
    }

    /** A package or class of ours, or a file of the module. */
    private static boolean isIn(Path module, String place) {
        Path source = module.resolve("src/main/java").resolve(place.replace('.', '/'));
        return place.startsWith("dev.keyfabric.")
                ? Files.isDirectory(source) || Files.exists(source.resolveSibling(source.getFileName() + ".java"))
                : Files.exists(module.resolve(place));
    }

    @Test
    void everyClassThatAPageOfOursNamesIsThere() throws IOException {
        Set<String> classes = new TreeSet<>(OF_OTHERS);
        for (Path sources : sourceFolders()) {
            try (Stream<Path> files = Files.walk(sources)) {
                files.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(".java"))
                        .forEach(name -> classes.add(name.substring(0, name.length() - ".java".length())));
            }
        }
        for (String page : List.of(
                "architecture.md", "operations.md", "security.md", "threat-model.md", "api.md", "configuration.md")) {
            Set<String> named = Pages.codeIn(
                            Pages.read(Pages.root().resolve("docs").resolve(page)))
                    .stream()
                    .filter(code -> CLASS.matcher(code).matches())
                    .collect(Collectors.toCollection(TreeSet::new));
            named.removeAll(classes);
            assertThat(named)
                    .as("classes that docs/%s names and nobody wrote", page)
                    .isEmpty();
        }
    }

    @Test
    void everyCommandThatAPageSaysToTypeIsOneOfTheCommandLine() {
        Set<String> commands = new TreeSet<>(Set.of("demo", "up"));
        Matcher heading = Pattern.compile("(?m)^### `keyfabric ([a-z -]+?)(?: [\\[A-Z].*)?`$")
                .matcher(Pages.read(Pages.root().resolve("docs/cli.md")));
        while (heading.find()) {
            commands.add(heading.group(1));
        }
        assertThat(commands).contains("key revoke", "doctor").hasSizeGreaterThan(30);
        List<String> unknown = new ArrayList<>();
        for (Path page : Pages.all()) {
            Matcher typed = TYPED.matcher(Pages.read(page));
            while (typed.find()) {
                if (!commands.contains(typed.group(1))
                        && !commands.contains(typed.group(1).split(" ", -1)[0])) {
                    unknown.add(page + ": " + typed.group());
                }
            }
        }
        assertThat(unknown).isEmpty();
    }

    /** Of every module, written and generated. */
    private static List<Path> sourceFolders() throws IOException {
        try (Stream<Path> modules = Files.list(Pages.root())) {
            return modules.flatMap(m -> Stream.of(m.resolve("src"), m.resolve("target/generated-sources")))
                    .filter(Files::isDirectory)
                    .toList();
        }
    }
}
