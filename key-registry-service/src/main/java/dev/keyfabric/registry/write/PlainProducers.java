package dev.keyfabric.registry.write;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Producers outside the transactional one: idempotent, acknowledged by all in-sync replicas, never waiting to batch. */
final class PlainProducers {
    private static final int DELIVERED_WITHIN_MS = 5000;
    private static final int REQUEST_WITHIN_MS = 2000;

    private PlainProducers() {}

    static Producer<String, byte[]> open(Map<String, Object> clientSettings, int blockAtMostMs) {
        Map<String, Object> settings = new HashMap<>(clientSettings);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERED_WITHIN_MS);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_WITHIN_MS);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, blockAtMostMs);
        return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }
}
