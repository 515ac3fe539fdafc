package dev.keyfabric.broker.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@WithKafka
class WithKafkaIT {
    private static String seenBefore;

    @BeforeAll
    static void remember(Kafka kafka) {
        seenBefore = kafka.bootstrapServers();
    }

    @Test
    void theBrokerTakesATopicUnderAPrefixThatNobodyElseHas(Kafka kafka) throws Exception {
        String prefix = kafka.freshPrefix();
        String name = prefix + "t";
        try (Admin admin = Admin.create(kafka.client())) {
            admin.createTopics(List.of(new NewTopic(name, Optional.of(2), Optional.empty())))
                    .all()
                    .get();

            assertThat(admin.listTopics().names().get()).contains(name);
        }
        assertThat(kafka.freshPrefix()).isNotEqualTo(prefix).endsWith(".");
    }

    @Test
    void everyTestOfThisJvmSeesTheSameBroker(Kafka kafka) {
        assertThat(kafka.bootstrapServers()).isEqualTo(seenBefore);
        assertThat(SharedKafka.get()).isSameAs(kafka);
    }
}
