package dev.keyfabric.quickstart.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The instructions of a Dockerfile, stage by stage. */
final class Dockerfile {
    /** A stage's name, the image or stage it begins with, and its instructions. */
    private record Stage(String from, List<String> instructions) {}

    private final Map<String, Stage> stages = new LinkedHashMap<>();

    private Dockerfile() {}

    static Dockerfile read(Path file) throws IOException {
        Dockerfile dockerfile = new Dockerfile();
        Stage stage = null;
        for (String line :
                Files.readString(file).replaceAll("\\\\\n", " ").lines().toList()) {
            String instruction = line.strip();
            if (instruction.startsWith("FROM ")) {
                List<String> words = List.of(instruction.split(" +", -1));
                stage = new Stage(words.get(1), new ArrayList<>());
                dockerfile.stages.put(words.get(3), stage);
            } else if (stage != null && !instruction.isEmpty() && !instruction.startsWith("#")) {
                stage.instructions().add(instruction);
            }
        }
        return dockerfile;
    }

    List<String> stages() {
        return List.copyOf(stages.keySet());
    }

    /** The images of others that stages begin with. */
    List<String> bases() {
        return stages.values().stream()
                .map(Stage::from)
                .filter(from -> !stages.containsKey(from))
                .toList();
    }

    /** Whom a stage ends as: its own last USER, else that of the stage it begins with, else root. */
    String userOf(String name) {
        Stage stage = stages.get(name);
        if (stage == null) {
            return "root";
        }
        return stage.instructions().stream()
                .filter(instruction -> instruction.startsWith("USER "))
                .map(instruction -> instruction.substring("USER ".length()))
                .reduce((first, second) -> second)
                .orElseGet(() -> userOf(stage.from()));
    }

    List<String> copiedFromTree() {
        return copied(false);
    }

    List<String> copiedFromBuild() {
        return copied(true);
    }

    private List<String> copied(boolean fromBuild) {
        return stages.values().stream()
                .flatMap(stage -> stage.instructions().stream())
                .filter(instruction -> instruction.startsWith("COPY "))
                .filter(instruction -> instruction.contains("--from=") == fromBuild)
                .flatMap(Dockerfile::sources)
                .toList();
    }

    private static Stream<String> sources(String copy) {
        List<String> words = Arrays.stream(copy.split(" +", -1))
                .skip(1)
                .filter(word -> !word.startsWith("--"))
                .toList();
        return words.subList(0, words.size() - 1).stream();
    }
}
