package dev.keyfabric.quickstart.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.registry.decide.Refusal;
import dev.keyfabric.validation.judge.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/problems.md has every code that is answered, with its status. */
class ProblemsPageTest {
    /** A problem that is made on the spot, up to the end of its statement. */
    private static final Pattern MADE = Pattern.compile(
            "(?:Problem\\.(?:of|unavailable)|new Problem|ProblemJson\\s*\\.(?:response|bytes)|Map\\.entry)\\([^;]*?\"([A-Z][A-Z_]{3,})\"");

    @Test
    void everyCodeOfTheRegistryIsThereAndNoOther() throws IOException {
        Set<String> codes = literals("key-registry-service");
        Arrays.stream(Refusal.values()).map(Refusal::name).forEach(codes::add);
        codes.addAll(Set.of("INTERNAL", "MALFORMED", "NOT_FOUND", "VALIDATION_FAILED", "OUTCOME_UNKNOWN"));
        Map<String, ProblemIndex.Row> rows = ProblemIndex.ofRegistry();

        assertThat(rows.keySet()).isEqualTo(codes);
        assertThat(Refusal.values())
                .allSatisfy(refusal ->
                        assertThat(rows.get(refusal.name()).statuses()).isEqualTo("" + refusal.status()));
    }

    @Test
    void everyCodeOfTheValidatorIsThereAndNoOther() throws IOException {
        Set<String> codes = literals("validator-node");
        Arrays.stream(Code.values())
                .filter(code -> code != Code.VALID)
                .map(Code::name)
                .forEach(codes::add);
        codes.addAll(Set.of("INVALID_CREDENTIAL", "TOO_LARGE", "UNAVAILABLE"));
        Map<String, ProblemIndex.Row> rows = ProblemIndex.ofValidator();

        assertThat(rows.keySet()).isEqualTo(codes);
        assertThat(Code.values())
                .filteredOn(code -> code != Code.VALID)
                .allSatisfy(code -> assertThat(rows.get(code.name()).statuses()).startsWith("" + code.httpStatus()));
    }

    private static Set<String> literals(String module) throws IOException {
        Set<String> codes = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Pages.root().resolve(module).resolve("src/main/java"))) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".java")).toList()) {
                Matcher matcher = MADE.matcher(Pages.read(file));
                while (matcher.find()) {
                    codes.add(matcher.group(1));
                }
            }
        }
        return codes;
    }
}
