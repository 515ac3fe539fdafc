package dev.keyfabric.context.micronaut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyfabric.context.verify.Verifier;
import io.micronaut.context.ApplicationContext;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What ends the start of a context with listeners, and what does not belong into one. */
class ListenerStartIT extends ListenerFixture {
    @Test
    void aListenerThatTakesAContextDoesNotStartWithoutAVerifier() {
        assertThatThrownBy(() -> ApplicationContext.run(properties("record", Map.of())))
                .hasStackTraceContaining("keyfabric.validator.url");
    }

    @Test
    void aBadSettingOfDeadLettersEndsTheStart() {
        assertThatThrownBy(() ->
                        start("record", Map.of("kafka.producers.keyfabric-dead-letters.compression.type", "nonsense")))
                .hasStackTraceContaining("nonsense");
    }

    @Test
    void aContextInThePlaceOfTheBodyDoesNotStart() {
        assertThatThrownBy(() -> start("context-first", Map.of()))
                .hasStackTraceContaining("body must stand before the VerifiedContext");
    }

    @Test
    void aGroupThatIsNamedBehindOurBackDoesNotStart() {
        assertThatThrownBy(() -> start("other-group", Map.of())).hasStackTraceContaining("name its group by groupId");
    }

    @Test
    void aTopicThatAGroupReadsWithAndWithoutContextDoesNotStart() {
        assertThatThrownBy(() -> start("torn", Map.of()))
                .hasStackTraceContaining("of the same group and topic takes none");
    }

    @Test
    void theVerifierOfASettingIsMadeAndClosed() {
        try (ApplicationContext own = ApplicationContext.run(
                Map.of("kafka.enabled", "false", "keyfabric.validator.url", "http://127.0.0.1:1"))) {
            assertThat(own.getBean(Verifier.class)).isNotNull();
        }
    }

    @Test
    void aContextWithoutKafkaHasNoneOfThis() {
        try (ApplicationContext other =
                ApplicationContext.run(Map.of("keyfabric.validator.url", "http://127.0.0.1:1"))) {
            assertThat(other.containsBean(Verifier.class)).isFalse();
            assertThat(other.containsBean(VerifyingConsumerFactory.class)).isFalse();
            assertThat(other.containsBean(DeadLetters.class)).isFalse();
        }
    }
}
