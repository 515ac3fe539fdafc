package dev.keyfabric.quickstart.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Markdown pages of this tree, and what they refer to. */
public final class Pages {
    private static final Pattern LINK = Pattern.compile("\\[[^\\]\\[]*\\]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
    private static final Pattern FENCE = Pattern.compile("(?ms)^```.*?^```\\s*$");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*)$");

    private Pages() {}

    /** The folder of the parent pom. */
    public static Path root() {
        return Path.of("..").toAbsolutePath().normalize();
    }

    static List<Path> all() {
        List<Path> pages = new ArrayList<>(List.of(
                root().resolve("README.md"), root().resolve("CONTRIBUTING.md"), root().resolve("CHANGELOG.md")));
        for (String folder : List.of("docs", "examples")) {
            try (Stream<Path> files = Files.walk(root().resolve(folder))) {
                files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return pages;
    }

    static String read(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The links of a page that lead to nothing in this tree. */
    public static List<String> brokenLinks(Path page, String text) {
        List<String> broken = new ArrayList<>();
        for (String link : found(LINK, FENCE.matcher(text).replaceAll(""))) {
            if (link.contains("://") || link.startsWith("mailto:")) {
                continue;
            }
            String[] parts = link.split("#", 2);
            Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]);
            if (!Files.exists(target)
                    || (parts.length == 2 && !anchors(read(target)).contains(parts[1]))) {
                broken.add(link);
            }
        }
        return broken;
    }

    /** What stands between backticks, blocks of code left out. */
    static List<String> codeIn(String text) {
        return found(CODE, FENCE.matcher(text).replaceAll(""));
    }

    private static List<String> anchors(String text) {
        return found(HEADING, FENCE.matcher(text).replaceAll("")).stream()
                .map(heading -> heading.toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .toList();
    }

    private static List<String> found(Pattern pattern, String text) {
        List<String> found = new ArrayList<>();
        for (Matcher matcher = pattern.matcher(text); matcher.find(); ) {
            found.add(matcher.group(1));
        }
        return found;
    }
}
