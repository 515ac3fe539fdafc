package dev.keyfabric.micronaut;

import dev.keyfabric.context.producer.Stamping;
import dev.keyfabric.context.stamp.Stamper;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends stamped messages; it knows nothing of who calls. */
final class Outbox implements AutoCloseable {
    private final KafkaProducer<String, String> producer;

    private Outbox(KafkaProducer<String, String> producer) {
        this.producer = producer;
    }

    void tell(String what) {
        try {
            producer.send(new ProducerRecord<>("orders.events", "k", what)).get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }

    /** The producer, once there is a stamper. */
    @Factory
    @Requires(property = "app", value = "orders")
    static final class Made {
        @Singleton
        @Bean(preDestroy = "close")
        Outbox outbox(Stamper stamper, @Value("${keyfabric.kafka.bootstrap.servers}") String brokers) {
            Map<String, Object> config = Map.of(
                    "bootstrap.servers",
                    brokers,
                    "key.serializer",
                    StringSerializer.class,
                    "value.serializer",
                    StringSerializer.class);
            return new Outbox(new KafkaProducer<>(Stamping.producerConfig(config, stamper)));
        }
    }
}
