package dev.keyfabric.broker.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class KafkaPlaceTest {
    @Test
    void theBrokerIsInThisJvmUnlessSomebodySaysOtherwise() {
        assertThat(KafkaPlace.of(null, null)).isEqualTo(new KafkaPlace.Embedded());
        assertThat(KafkaPlace.of(" ", "embedded")).isEqualTo(new KafkaPlace.Embedded());
    }

    @Test
    void aNamedBrokerComesBeforeAllElse() {
        assertThat(KafkaPlace.of(" kafka:9092 ", null)).isEqualTo(new KafkaPlace.External("kafka:9092"));
        assertThat(KafkaPlace.of("kafka:9092", "container")).isEqualTo(new KafkaPlace.External("kafka:9092"));
    }

    @Test
    void aContainerIsTakenWhenItIsAskedFor() {
        assertThat(KafkaPlace.of(null, "container")).isEqualTo(new KafkaPlace.Container());
    }

    @Test
    void aWordThatNobodyKnowsIsRefusedByName() {
        assertThatThrownBy(() -> KafkaPlace.of(null, "docker"))
                .hasMessageContaining("-Dkafka")
                .hasMessageContaining("docker");
    }
}
