package dev.keyfabric.registry.write;

import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The settings that are part of the contract: docs/contract/design.md, section 3, "One writer per partition". */
final class StreamsSettings {
    private StreamsSettings() {}

    static Properties of(WriterSettings settings) {
        Properties p = new Properties();
        p.putAll(settings.clientSettings());
        p.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.application());
        p.put(StreamsConfig.CLIENT_ID_CONFIG, settings.application() + "-" + settings.instanceId());
        p.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDir().toString());
        // Tasks share one thread: its one producer is what fences a zombie of this instance.
        p.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
        p.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        p.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
        p.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);

        p.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 6000);
        p.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 1500);
        p.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), settings.instanceId());

        p.put(StreamsConfig.producerPrefix(ProducerConfig.ACKS_CONFIG), "all");
        p.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 0);
        p.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), 5000);
        p.put(StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MS_CONFIG), 5);
        p.put(StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG), 50);
        return p;
    }
}
