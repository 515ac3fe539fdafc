package dev.keyfabric.validator.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyfabric.validation.judge.Credential;
import dev.keyfabric.validator.problem.FieldFault;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestReaderTest {
    private static ValidateRequest read(String json) throws MalformedRequestException {
        return RequestReader.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static List<FieldFault> faults(String json) {
        return catchThrowableOfType(MalformedRequestException.class, () -> read(json))
                .faults();
    }

    @Test
    void everyMemberIsRead() throws Exception {
        ValidateRequest request = read("{'key':'k','audience':'orders','scopes':['a','b'],'clientIp':'::1','cost':3,"
                + "'position':'keys.v1-0@7','token':false,'explain':true}");
        assertThat(request.question().credential()).isEqualTo(Credential.of("k"));
        assertThat(request.question().audience()).isEqualTo("orders");
        assertThat(request.question().scopes()).containsExactly("a", "b");
        assertThat(request.question().clientIp()).isEqualTo("::1");
        assertThat(request.position()).hasToString("keys.v1-0@7");
    }

    @Test
    void onlyUtf8IsJson() {
        byte[] overlong = "{'key':'..'}".replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        overlong[8] = (byte) 0xc1;
        overlong[9] = (byte) 0xab;
        for (byte[] body : List.of(
                "{}".getBytes(StandardCharsets.UTF_16),
                "{}".getBytes(StandardCharsets.UTF_16BE),
                "{}".getBytes(Charset.forName("UTF-32")),
                "\ufeff{}".getBytes(StandardCharsets.UTF_8),
                overlong)) {
            assertThatThrownBy(() -> RequestReader.read(body)).isInstanceOf(MalformedRequestException.class);
        }
    }

    @Test
    void whatIsLeftOutOrNullIsNotAskedFor() throws Exception {
        for (String json :
                List.of("{}", "{'key':null,'audience':null,'scopes':null,'clientIp':null,'position':null}")) {
            ValidateRequest request = read(json);
            assertThat(request.question().credential()).isEqualTo(Credential.MISSING);
            assertThat(request.question().scopes()).isEmpty();
            assertThat(request.position()).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'key':1}|/key|WRONG_TYPE",
                "{'key':{'a':'b'}}|/key|WRONG_TYPE",
                "{'audience':'a b'}|/audience|OUT_OF_RANGE",
                "{'scopes':'a'}|/scopes|WRONG_TYPE",
                "{'scopes':['a',1]}|/scopes/1|WRONG_TYPE",
                "{'scopes':['a',['b']]}|/scopes/1|WRONG_TYPE",
                "{'scopes':['a:*']}|/scopes/0|OUT_OF_RANGE",
                "{'clientIp':'localhost'}|/clientIp|OUT_OF_RANGE",
                "{'cost':-1}|/cost|OUT_OF_RANGE",
                "{'cost':1001}|/cost|OUT_OF_RANGE",
                "{'cost':99999999999999999999}|/cost|OUT_OF_RANGE",
                "{'cost':1.5}|/cost|WRONG_TYPE",
                "{'cost':'1'}|/cost|WRONG_TYPE",
                "{'token':1}|/token|WRONG_TYPE",
                "{'position':'keys.v1-0'}|/position|OUT_OF_RANGE",
                "{'position':'commands.v1-0@1'}|/position|OUT_OF_RANGE",
                "{'unknown':1}|/unknown|UNKNOWN_MEMBER",
                "{'key':'a','key':'a'}|/key|DUPLICATE_MEMBER",
                "{} {}||MALFORMED_JSON",
                "[]||WRONG_TYPE",
                "{'key':}||MALFORMED_JSON",
                "{||MALFORMED_JSON"
            })
    void eachFaultIsNamedByItsPlace(String json, String field, String code) {
        FieldFault fault = faults(json).get(0);
        assertThat(fault.field()).isEqualTo(field == null ? "" : field);
        assertThat(fault.code()).isEqualTo(code);
    }

    @Test
    void allFaultsAreNamedAtOnce() {
        assertThat(faults("{'key':1,'cost':-1,'x':[1,{'y':2}],'token':'no'}"))
                .extracting(FieldFault::field)
                .containsExactly("/key", "/cost", "/x", "/token");
    }

    @Test
    void aSecretSentAsAMembersNameIsNotRepeated() {
        assertThat(faults("{'kf_live_0123456789012345678901234567890mLq17':1}")
                        .get(0)
                        .field())
                .isEmpty();
    }

    @Test
    void moreScopesThanAKeyMayHaveAreRefused() {
        String scopes = "'a',".repeat(70) + "'a'";
        assertThat(faults("{'scopes':[" + scopes + "]}"))
                .containsExactly(new FieldFault("/scopes", "OUT_OF_RANGE", "Must be at most 64."));
    }
}
