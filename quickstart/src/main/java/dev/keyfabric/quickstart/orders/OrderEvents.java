package dev.keyfabric.quickstart.orders;

import dev.keyfabric.context.producer.Stamping;
import dev.keyfabric.context.stamp.StampRefusedException;
import dev.keyfabric.context.stamp.Stamper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Tells of orders on topics. Who calls is nowhere mentioned: the stamp takes it from the current context of the thread
 * that sends.
 */
final class OrderEvents implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 5_000;

    private final Producer<String, String> producer;

    OrderEvents(Map<String, Object> kafka, Stamper stamper) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put("key.serializer", StringSerializer.class);
        settings.put("value.serializer", StringSerializer.class);
        settings.put("acks", "all");
        settings.put("enable.idempotence", true);
        settings.put("linger.ms", 0);
        settings.put("max.block.ms", PATIENCE_MILLIS);
        settings.put("request.timeout.ms", PATIENCE_MILLIS);
        settings.put("delivery.timeout.ms", 2 * PATIENCE_MILLIS);
        this.producer = new KafkaProducer<>(Stamping.producerConfig(settings, stamper));
    }

    /**
     * Returns when the brokers have it.
     *
     * @param type of the event, as CloudEvents has it
     * @throws StampRefusedException when it cannot be stamped, or holds a key
     * @throws KafkaException when the brokers do not take it
     */
    RecordMetadata tell(String topic, String type, String orderId, String json) {
        ProducerRecord<String, String> record = new ProducerRecord<>(topic, orderId, json);
        record.headers().add("ce_type", type.getBytes(StandardCharsets.UTF_8));
        record.headers().add("content-type", "application/json".getBytes(StandardCharsets.UTF_8));
        try {
            return producer.send(record).get(3 * PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException failure ? failure : new KafkaException(e);
        } catch (TimeoutException e) {
            throw new KafkaException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException(e);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofMillis(PATIENCE_MILLIS));
    }
}
