package dev.keyfabric.validator.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyfabric.validation.judge.Credential;
import dev.keyfabric.validator.problem.FieldFault;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchReaderTest {
    private static List<ValidateRequest> read(String body) throws MalformedRequestException {
        return BatchReader.read(body.getBytes(StandardCharsets.UTF_8), request -> !request.token());
    }

    private static List<FieldFault> faults(String body) {
        return catchThrowableOfType(MalformedRequestException.class, () -> read(body))
                .faults();
    }

    @Test
    void questionsAreReadInOrder() throws Exception {
        List<ValidateRequest> read = read("{\"items\":[{\"key\":\"a\"},{\"key\":\"b\",\"audience\":\"orders\"},{}]}");
        assertThat(read)
                .extracting(r -> r.question().credential())
                .containsExactly(Credential.of("a"), Credential.of("b"), Credential.MISSING);
        assertThat(read.get(1).question().audience()).isEqualTo("orders");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]||WRONG_TYPE",
                "{}|/items|MISSING",
                "{\"items\":null}|/items|WRONG_TYPE",
                "{\"items\":[]}|/items|OUT_OF_RANGE",
                "{\"items\":[{},1]}|/items/1|WRONG_TYPE",
                "{\"items\":[{},{\"cost\":1001}]}|/items/1/cost|OUT_OF_RANGE",
                "{\"items\":[{\"key\":\"a\",\"key\":\"b\"}]}|/items/0/key|DUPLICATE_MEMBER",
                "{\"items\":[{\"scopes\":[\"a\",1]}]}|/items/0/scopes/1|WRONG_TYPE",
                "{\"items\":[{}],\"more\":1}|/more|UNKNOWN_MEMBER",
                "{\"items\":[{}],\"items\":[{}]}|/items|DUPLICATE_MEMBER",
                "{\"items\":[{\"token\":true}]}|/items/0/audience|NOT_BOUND",
                "{\"items\":[{}]} x||MALFORMED_JSON",
                "{\"items\":[{}||MALFORMED_JSON"
            })
    void whatIsWrongIsNamedByItsPlace(String body, String field, String code) {
        assertThat(faults(body))
                .extracting(FieldFault::field, FieldFault::code)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(field == null ? "" : field, code));
    }

    @Test
    void aBatchIsBounded() throws Exception {
        String most = String.join(",", Collections.nCopies(BatchReader.MAX, "{}"));
        assertThat(read("{\"items\":[" + most + "]}")).hasSize(BatchReader.MAX);
        assertThat(faults("{\"items\":[" + most + ",{}]}"))
                .extracting(FieldFault::code)
                .containsExactly("OUT_OF_RANGE");
    }

    @Test
    void faultsOfEveryQuestionAreToldAtOnce() {
        assertThat(faults("{\"items\":[{\"x\":1},{},{\"cost\":\"1\"}]}"))
                .extracting(FieldFault::field)
                .containsExactly("/items/0/x", "/items/2/cost");
    }
}
