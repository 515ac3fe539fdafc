package dev.keyfabric.quickstart.orders;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.keyfabric.quickstart.story.HttpJson;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OwnValidatorAnswerTest {
    private static final String SECRET = "a-token-or-a-key";

    @Test
    void anAnswerOfTheValidatorDoesNotPrintTheTokenInIt() {
        assertThat(new OwnValidator.Answer(200, TextNode.valueOf(SECRET)).toString())
                .contains("200")
                .doesNotContain(SECRET);
    }

    @Test
    void anAnswerOverHttpPrintsNeitherItsBodyNorItsHeaders() {
        HttpHeaders headers = HttpHeaders.of(Map.of("Txn-Token", List.of(SECRET)), (name, value) -> true);

        assertThat(new HttpJson.Answer(201, TextNode.valueOf(SECRET), headers).toString())
                .contains("201")
                .doesNotContain(SECRET);
    }
}
