package dev.keyfabric.validation.position;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class PositionPublisherTest {
    @Test
    void aStopAmidTheClosingOfItsProducerIsNoError() {
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", "127.0.0.1:1"), new ByteArraySerializer(), new ByteArraySerializer());
        Thread.currentThread().interrupt();
        try {
            assertThatCode(() -> PositionPublisher.closeAtEnd(producer)).doesNotThrowAnyException();
        } finally {
            Thread.interrupted();
        }
    }
}
