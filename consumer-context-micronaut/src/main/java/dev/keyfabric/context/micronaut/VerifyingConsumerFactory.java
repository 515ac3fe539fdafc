package dev.keyfabric.context.micronaut;

import dev.keyfabric.context.verify.Verifier;
import io.micronaut.configuration.kafka.KafkaConsumerFactory;
import io.micronaut.configuration.kafka.config.AbstractKafkaConsumerConfiguration;
import io.micronaut.context.BeanContext;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Parameter;
import io.micronaut.context.annotation.Prototype;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.event.ApplicationEventPublisher;
import io.micronaut.context.exceptions.ConfigurationException;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Makes the consumers of listeners: verifying ones for the groups with a listener that takes a VerifiedContext, the
 * others as micronaut-kafka would have made them.
 */
@Factory
@Replaces(factory = KafkaConsumerFactory.class)
final class VerifyingConsumerFactory {
    private final KafkaConsumerFactory plain = new KafkaConsumerFactory();
    private final BeanContext beans;
    private final ContextListeners listeners;
    private final DeadLetters deadLetters;
    private final ApplicationEventPublisher<RecordRefused> events;

    VerifyingConsumerFactory(
            BeanContext beans,
            ContextListeners listeners,
            DeadLetters deadLetters,
            ApplicationEventPublisher<RecordRefused> events) {
        this.beans = beans;
        this.listeners = listeners;
        this.deadLetters = deadLetters;
        this.events = events;
    }

    @Prototype
    <K, V> Consumer<K, V> consumer(@Parameter AbstractKafkaConsumerConfiguration<K, V> configuration) {
        String group = configuration.getConfig().getProperty(ConsumerConfig.GROUP_ID_CONFIG, "");
        Optional<VerifiedGroup> verified = listeners.verifiedBy(group);
        return verified.isPresent()
                ? verifying(configuration, group, verified.get())
                : plain.createConsumer(configuration);
    }

    private <K, V> Consumer<K, V> verifying(
            AbstractKafkaConsumerConfiguration<K, V> configuration, String group, VerifiedGroup verified) {
        Verifier verifier = beans.findBean(Verifier.class)
                .orElseThrow(
                        () -> new ConfigurationException(
                                "the group " + group
                                        + " has a listener that takes a VerifiedContext: set keyfabric.validator.url or make a Verifier"));
        Reading<K, V> reading = reading(configuration);
        deadLetters.prepare();
        Properties config = new Properties();
        config.putAll(configuration.getConfig());
        config.remove(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG);
        config.remove(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG);
        Consumer<byte[], byte[]> bytes =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        boolean autoCommit = Boolean.parseBoolean(
                String.valueOf(config.getOrDefault(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "true")));
        VerifyingPoll<K, V> poll = new VerifyingPoll<>(
                bytes,
                reading,
                verified.topics(),
                verified.commits() && !autoCommit,
                ListenerPolicy.of(verified.name(), beans),
                verifier,
                deadLetters,
                new Reports(group, events, System::nanoTime));
        return VerifyingConsumer.of(bytes, poll, reading);
    }

    private static <K, V> Reading<K, V> reading(AbstractKafkaConsumerConfiguration<K, V> configuration) {
        Optional<Deserializer<K>> keys = configuration.getKeyDeserializer();
        Optional<Deserializer<V>> values = configuration.getValueDeserializer();
        if (keys.isPresent() != values.isPresent()) {
            throw new ConfigurationException("set both deserialisers, of keys and of values, or none");
        }
        return new Reading<>(
                keys.orElseGet(() -> configured(configuration.getConfig(), true)),
                values.orElseGet(() -> configured(configuration.getConfig(), false)));
    }

    /** As Kafka makes the deserialisers that its configuration names. */
    @SuppressWarnings("unchecked") // Kafka knows no more of the type of a configured deserialiser.
    private static <T> Deserializer<T> configured(Properties properties, boolean isKey) {
        ConsumerConfig config = new ConsumerConfig(properties);
        Deserializer<T> deserializer = config.getConfiguredInstance(
                isKey ? ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG : ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                Deserializer.class);
        deserializer.configure(config.originals(), isKey);
        return deserializer;
    }
}
