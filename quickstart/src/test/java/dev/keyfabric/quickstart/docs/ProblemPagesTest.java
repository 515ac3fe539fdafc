package dev.keyfabric.quickstart.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyfabric.validation.judge.AsOf;
import dev.keyfabric.validation.judge.Code;
import dev.keyfabric.validation.judge.Verdict.Denied;
import dev.keyfabric.validation.outward.OutwardRefusal;
import io.micronaut.http.HttpStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each code of docs/problems.md has a page of its own, and what that shows is what is answered. */
class ProblemPagesTest {
    private static final String OUTSIDE = "INVALID_CREDENTIAL";
    private static final List<String> TEXTS = SourceTexts.ofServers();

    private static final List<Shape> SHAPES = List.of(
            new Shape("type title status detail code", "commandId errors"), // of a registry
            new Shape("type title status code detail", "errors instance"), // of a validator
            new Shape("code status detail errors", ""), // of a result on the bus
            new Shape("valid code keyId consumer scopes environment expiresAt rateLimit token asOf", ""));

    /** The members of an answer in their order: those that are always there, then those that may be. */
    private record Shape(String always, String sometimes) {
        boolean fits(List<String> names) {
            List<String> all = new ArrayList<>(List.of(always.split(" ", -1)));
            Arrays.stream(sometimes.split(" ", -1)).filter(names::contains).forEach(all::add);
            return names.equals(all);
        }
    }

    static List<ProblemPage> pages() {
        return ProblemPage.all();
    }

    static List<ProblemPage> named() {
        return pages().stream()
                .filter(page -> page.examples().stream().anyMatch(ProblemPagesTest::isNamed))
                .toList();
    }

    @Test
    void everyCodeThatIsAnsweredHasItsPageAndNoOtherHas() {
        TreeSet<String> codes = new TreeSet<>(ProblemIndex.ofRegistry().keySet());
        codes.addAll(ProblemIndex.ofValidator().keySet());
        assertThat(pages()).extracting(ProblemPage::code).containsExactlyInAnyOrderElementsOf(codes);
    }

    @Test
    void everyRowOfTheIndexLeadsToThePageOfItsCode() {
        assertThat(rows())
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.getValue().link())
                        .isEqualTo("problems/" + ProblemPage.nameOf(row.getKey()) + ".md"));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void aPageBeginsWithItsCodeAndIsShort(ProblemPage page) {
        assertThat(page.text()).startsWith("# " + page.code() + "\n\n");
        assertThat(page.text().lines().count()).isBetween(12L, 35L);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void aPageHasTheStatusesOfItsRows(ProblemPage page) {
        List<String> statuses = rows().stream()
                .filter(row -> row.getKey().equals(page.code()))
                .flatMap(row -> Arrays.stream(row.getValue().statuses().split(", ", -1)))
                .toList();
        assertThat(page.statuses()).isNotEmpty().containsAll(statuses);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void anExampleIsAnAnswerOfItsPage(ProblemPage page) {
        assertThat(page.examples()).isNotEmpty().allSatisfy(example -> {
            String code = example.path("code").asText();
            if (isHiddenOutside(page) && code.equals(OUTSIDE)) {
                assertThat(example.path("status").asInt()).isEqualTo(401);
            } else {
                assertThat(code).isEqualTo(page.code());
            }
            if (example.has("type")) {
                assertThat(example.path("type").asText()).isEqualTo(ProblemPage.TYPE + ProblemPage.nameOf(code));
                assertThat(example.path("title").asText())
                        .isEqualTo(titleOf(example.path("status").asInt()));
            }
            if (example.has("status")) {
                assertThat(page.statuses()).contains(example.path("status").asText());
            }
        });
    }

    @ParameterizedTest
    @MethodSource("pages")
    void anExampleHasTheMembersOfAnAnswerInTheirOrder(ProblemPage page) {
        assertThat(page.examples())
                .allSatisfy(example ->
                        assertThat(SHAPES).as(example.toString()).anyMatch(shape -> shape.fits(names(example))));
    }

    @Test
    void noExampleTellsOutsideWhatIsWrongWithAKey() {
        assertThat(pages().stream()
                        .filter(ProblemPagesTest::isHiddenOutside)
                        .flatMap(page -> page.examples().stream())
                        .filter(example -> example.path("status").asInt() == 401))
                .isNotEmpty()
                .allSatisfy(example -> assertThat(example.path("code").asText()).isEqualTo(OUTSIDE));
    }

    @ParameterizedTest
    @MethodSource("named")
    void aRefusalThatAProxyGetsIsShownAsItIsMade(ProblemPage page) {
        assertThat(page.examples())
                .filteredOn(ProblemPagesTest::isNamed)
                .allSatisfy(example -> assertThat(example).isEqualTo(refusal(page, example)));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void theDetailsOfAnExampleAreTextsOfTheCode(ProblemPage page) {
        List<String> details = new ArrayList<>();
        page.examples().forEach(example -> details.addAll(example.findValuesAsText("detail")));
        assertThat(details).allSatisfy(detail -> assertThat(TEXTS).anyMatch(detail::contains));
    }

    /** One that {@code /v1/authorize} answers with 401. */
    private static boolean isHiddenOutside(ProblemPage page) {
        return Arrays.stream(Code.values())
                .anyMatch(code -> code.name().equals(page.code()) && code.httpStatus() == 401);
    }

    /** As every refusal of a proxy's door is. */
    private static boolean isNamed(JsonNode example) {
        return example.has("instance");
    }

    private static JsonNode refusal(ProblemPage page, JsonNode example) throws IOException {
        Code code = page.code().equals(OUTSIDE) ? Code.NOT_FOUND : Code.valueOf(page.code());
        Denied denied = new Denied(code, null, new AsOf(null, 0));
        return new ObjectMapper()
                .readTree(OutwardRefusal.of(denied, example.path("instance").asText())
                        .body());
    }

    private static String titleOf(int status) {
        return status == 422 ? "Unprocessable Content" : HttpStatus.getDefaultReason(status);
    }

    private static List<String> names(JsonNode example) {
        List<String> names = new ArrayList<>();
        example.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<Map.Entry<String, ProblemIndex.Row>> rows() {
        return Stream.of(ProblemIndex.ofRegistry(), ProblemIndex.ofValidator())
                .flatMap(part -> part.entrySet().stream())
                .toList();
    }
}
