package dev.keyfabric.registry.console.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyfabric.registry.body.Fault;
import dev.keyfabric.registry.body.Members;
import dev.keyfabric.registry.problem.Problem;
import dev.keyfabric.registry.problem.ProblemException;
import io.micronaut.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FormTest {
    private static Form form(String body) {
        return Form.ofStranger(HttpRequest.POST("/console/keys", ""), body);
    }

    @Test
    void aFormWithoutASessionIsRefused() {
        assertThatThrownBy(() -> Form.of(HttpRequest.POST("/console/keys", ""), "_csrf=x"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().status()).isEqualTo(403));
    }

    @Test
    void fieldsAreReadAsTheyWereTyped() {
        Form form = form("name=a+b%26%C3%BC&scopes=one%0D%0Atwo%2C+three&empty=&_version=7");

        assertThat(form.text("name")).isEqualTo("a b&ü");
        assertThat(form.words("scopes")).containsExactly("one", "two", "three");
        assertThat(form.isBlank("empty")).isTrue();
        assertThat(form.text("absent")).isEmpty();
        assertThat(form.version()).isEqualTo(7);
        assertThat(form("_version=x").version()).isNull();
    }

    @Test
    void aFormDoesNotPrintWhatSomebodyPasted() {
        Form form = form("name=kf_live_secret");
        assertThat(form.toString()).doesNotContain("kf_live_secret");
        assertThat(Filled.refused(form, Problem.malformed("x"), "n").toString()).doesNotContain("kf_live_secret");
    }

    @Test
    void aWishIsTheBodyThatAClientWouldSend() {
        Wish wish = new Wish(form("name=+n+&plan=&scopes=a&metadata=%7B%22a%22%3A1%7D&explain=true"))
                .text("name")
                .clearable("plan")
                .words("scopes")
                .words("audiences")
                .json("metadata")
                .flag("explain")
                .text("absent");

        Members members = wish.body().members();
        assertThat(members.text("name")).isEqualTo("n");
        assertThat(members.cleared(java.util.Set.of("plan"))).containsExactly("plan");
        assertThat(members.texts("scopes")).containsExactly("a");
        assertThat(members.texts("audiences")).isEmpty();
        assertThat(members.jsonObject("metadata")).isEqualTo("{\"a\":1}");
        assertThat(members.flag("explain")).isTrue();
        assertThat(members.text("absent")).isNull();
    }

    @Test
    void whatIsNoJsonIsRefusedByTheSameRuleAsOverHttp() {
        var body = new Wish(form("metadata=%7Bno")).json("metadata").body();
        body.members().jsonObject("metadata");

        assertThat(body.faults()).extracting(Fault::field).containsExactly("/metadata");
    }

    @Test
    void faultsStandBesideTheirFieldsAndWhatHasNoFieldStandsAbove() {
        Problem problem = Problem.invalid(List.of(
                new Fault("/name", "REQUIRED", "must be given"),
                new Fault("/scopes/1", "INVALID_FORMAT", "must be a scope"),
                new Fault("/enrols/use", "REQUIRED", "must be given")));

        Filled filled = Filled.refused(form("name=&scopes=a&_once=first"), problem, "second");

        assertThat(filled.fault("name")).isEqualTo("must be given");
        assertThat(filled.fault("scopes")).isEqualTo("item 2 must be a scope");
        assertThat(filled.problem()).contains("/enrols/use must be given");
        assertThat(filled.once()).isEqualTo("second");
        assertThat(filled.unknown()).isFalse();
    }

    @Test
    void aRuleThatIsAPatternIsSaidInWords() {
        Problem problem = Problem.invalid(List.of(
                new Fault("/scopes/0", "INVALID_FORMAT", "must match [a-z]"),
                new Fault("/consumerId", "INVALID_FORMAT", "must match [A-Z]")));

        Filled filled = Filled.refused(form("scopes=A&consumerId=%20"), problem, "next");

        assertThat(filled.fault("scopes")).contains("item 1 must be of small letters");
        assertThat(filled.fault("consumerId")).contains("begin with a letter or digit");
    }

    @Test
    void aFormOfUnknownOutcomeKeepsItsNameSoThatItHappensOnce() {
        Problem unknown = Problem.unavailable("OUTCOME_UNKNOWN", "not answered", Duration.ofSeconds(2));

        Filled filled = Filled.refused(form("_once=first"), unknown, "second");

        assertThat(filled.once()).isEqualTo("first");
        assertThat(filled.unknown()).isTrue();
    }
}
