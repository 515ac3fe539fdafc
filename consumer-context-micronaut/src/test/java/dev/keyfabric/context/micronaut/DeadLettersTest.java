package dev.keyfabric.context.micronaut;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** The producer of dead letters. */
class DeadLettersTest {
    @Test
    void aProducerIsMadeWhateverTheDefaultProducerIsSetTo() {
        Properties inherited = new Properties();
        inherited.putAll(Map.of(
                "bootstrap.servers", "127.0.0.1:1",
                "request.timeout.ms", "30000",
                "linger.ms", "1000",
                "transactional.id", "orders",
                "retries", "0",
                "acks", "1",
                "max.in.flight.requests.per.connection", "20"));
        Properties config = DeadLetters.config(inherited);
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer()).close();
        assertThat(config).containsEntry("acks", "all").doesNotContainKey("transactional.id");
        assertThat(inherited).containsKey("transactional.id");
    }
}
