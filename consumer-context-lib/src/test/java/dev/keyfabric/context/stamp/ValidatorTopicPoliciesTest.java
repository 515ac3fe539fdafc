package dev.keyfabric.context.stamp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.context.trust.FakeValidator;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValidatorTopicPoliciesTest {
    private static final String SIGNED =
            "{\"topic\":\"orders\",\"service\":\"orders\",\"profile\":\"signed\",\"time\":\"append\",\"maxDelaySeconds\":300,"
                    + "\"allowedProducers\":[\"orders\"],\"onRevoked\":\"reject-compromised\",\"tombstones\":\"refused\","
                    + "\"exchange\":false}";
    private static final String EVIDENCE =
            "{\"topic\":\"clicks\",\"service\":\"web\",\"profile\":\"evidence\",\"time\":\"create\",\"maxDelaySeconds\":0,"
                    + "\"allowedProducers\":[\"web\",\"app\"],\"onRevoked\":\"accept\",\"tombstones\":\"stamped\",\"new\":{}}";

    private final FakeValidator validator = new FakeValidator();
    private final AtomicLong nanos = new AtomicLong(-5);
    private final ValidatorTopicPolicies policies = new ValidatorTopicPolicies(validator.settings(), nanos::get);

    @AfterEach
    void close() {
        policies.close();
        validator.close();
    }

    @Test
    void theListedTopicsHaveTheirPoliciesAndNoOthers() {
        serves(SIGNED, EVIDENCE);
        policies.poll();

        assertThat(policies.of("orders")).isEqualTo(known(TopicPolicy.signedBy(Set.of("orders"))));
        assertThat(policies.of("clicks"))
                .isEqualTo(known(new TopicPolicy(
                        Binding.EVIDENCE,
                        TimeRule.CREATE,
                        Duration.ZERO,
                        Set.of("web", "app"),
                        OnRevoked.ACCEPT,
                        true)));
        assertThat(policies.of("other")).isEqualTo(new TopicPolicies.Answer.Unlisted());
        assertThat(validator.lastPath()).isEqualTo("/v1/stamp-policies");
    }

    @Test
    void aTopicThatIsNotListedCostsNoQuestion() {
        serves(SIGNED);
        policies.poll();
        int asked = validator.questions();
        for (int i = 0; i < 100; i++) {
            assertThat(policies.of("other")).isEqualTo(new TopicPolicies.Answer.Unlisted());
            nanos.addAndGet(Duration.ofMillis(20).toNanos());
        }
        assertThat(validator.questions()).isEqualTo(asked);
    }

    @Test
    void aTopicIsNotCalledUnlistedWhileTheValidatorCannotBeAsked() {
        serves(EVIDENCE);
        policies.poll();
        validator.answers(503, "");
        nanos.addAndGet(Duration.ofSeconds(3).toNanos());
        assertThat(policies.of("orders")).isEqualTo(new TopicPolicies.Answer.Unavailable());
        assertThat(policies.of("clicks")).isInstanceOf(TopicPolicies.Answer.Known.class);
        nanos.addAndGet(Duration.ofSeconds(3).toNanos());
        serves(EVIDENCE);
        assertThat(policies.of("orders")).isEqualTo(new TopicPolicies.Answer.Unlisted());
    }

    @Test
    void theFirstQuestionWaitsForTheFirstAnswer() {
        serves(SIGNED);
        assertThat(policies.of("orders")).isInstanceOf(TopicPolicies.Answer.Known.class);
    }

    @Test
    void theLastKnownPoliciesServeUntilTheyAreTooStale() {
        serves(SIGNED);
        policies.poll();
        validator.answers(503, "");
        nanos.addAndGet(Duration.ofSeconds(30).toNanos());
        policies.poll();
        assertThat(policies.of("orders")).isInstanceOf(TopicPolicies.Answer.Known.class);
        assertThat(policies.fault())
                .hasValueSatisfying(fault -> assertThat(fault).contains("503"));
        nanos.addAndGet(1);
        assertThat(policies.of("orders")).isEqualTo(new TopicPolicies.Answer.Unavailable());
        assertThat(policies.of("other")).isEqualTo(new TopicPolicies.Answer.Unavailable());
        assertThat(policies.staleness()).contains(Duration.ofSeconds(30).plusNanos(1));
    }

    @Test
    void aTopicOfWhichTwoServicesSpeakIsAConflictHoweverThatIsTold() {
        serves(SIGNED.replace("\"exchange\":false", "\"conflict\":true"));
        policies.poll();
        assertThat(policies.of("orders")).isEqualTo(new TopicPolicies.Answer.Conflicting());
        serves(SIGNED, SIGNED);
        policies.poll();
        assertThat(policies.of("orders")).isEqualTo(new TopicPolicies.Answer.Conflicting());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"signed\"|\"none\"",
                "\"profile\":\"signed\",|",
                "append|Append",
                "300|-1",
                "300|99999999999",
                "300|1.5",
                "300|\"300\"",
                "\"maxDelaySeconds\":300,|",
                "[\"orders\"]|\"orders\"",
                "[\"orders\"]|[1]",
                "reject-compromised|ignore",
                "\"refused\"|true",
                "\"exchange\":false|\"conflict\":\"no\""
            })
    void aPolicyThatIsNotUnderstoodIsUnavailableAndTheOthersStay(String change) {
        String[] fromTo = change.split("\\|", -1);
        assertThat(SIGNED).contains(fromTo[0]);
        serves(SIGNED.replace(fromTo[0], fromTo[1]), EVIDENCE);
        policies.poll();
        assertThat(policies.of("orders")).isEqualTo(new TopicPolicies.Answer.Unavailable());
        assertThat(policies.of("clicks")).isInstanceOf(TopicPolicies.Answer.Known.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "{\"items\":{}}",
                "{\"items\":[{}]}",
                "{\"items\":[{\"topic\":\"\"}]}",
                "{\"items\":[{\"topic\":7}]}",
                "{\"items\":[]} x",
                "{\"items\":[],\"items\":[]}",
                "<html>"
            })
    void whatIsNoListLeavesTheLastOneGrowingStale(String body) {
        serves(SIGNED);
        policies.poll();
        validator.answers(200, body);
        policies.poll();
        assertThat(policies.fault()).isPresent();
        assertThat(policies.of("orders")).isInstanceOf(TopicPolicies.Answer.Known.class);
        assertThat(policies.of("other")).isEqualTo(new TopicPolicies.Answer.Unlisted());
    }

    @Test
    void anEndlessAnswerIsNotRead() {
        validator.answers(200, "{\"items\":[],\"x\":\"" + "x".repeat(5 * 1024 * 1024) + "\"}");
        policies.poll();
        assertThat(policies.of("orders")).isEqualTo(new TopicPolicies.Answer.Unavailable());
    }

    private void serves(String... items) {
        validator.answers(200, "{\"items\":[" + String.join(",", items) + "]}");
    }

    private static TopicPolicies.Answer known(TopicPolicy policy) {
        return new TopicPolicies.Answer.Known(policy);
    }
}
