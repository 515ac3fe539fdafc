package dev.keyfabric.quickstart.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the servers may say: the texts that stand in their sources, those too short to tell anything left out. */
final class SourceTexts {
    private static final Pattern TEXT = Pattern.compile("\"((?:[^\"\\\\\n]|\\\\.){10,})\"");

    private SourceTexts() {}

    static List<String> ofServers() {
        List<String> texts = new ArrayList<>();
        for (String module : List.of("key-registry-service", "validator-node", "validation-engine", "schemas")) {
            try (Stream<Path> files = Files.walk(Pages.root().resolve(module).resolve("src/main/java"))) {
                for (Path file :
                        files.filter(one -> one.toString().endsWith(".java")).toList()) {
                    Matcher text = TEXT.matcher(Pages.read(file));
                    while (text.find()) {
                        texts.add(text.group(1));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return texts;
    }
}
