package dev.keyfabric.broker.junit;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one broker of this JVM's tests: started when first needed, let go when the JVM ends. For what test classes share;
 * a test class takes its {@link Kafka} as a parameter.
 */
public final class SharedKafka {
    private static final KafkaPlace PLACE =
            KafkaPlace.of(System.getenv(KafkaPlace.BOOTSTRAP), System.getProperty(KafkaPlace.ASKED));

    private static @Nullable Kafka kafka;

    private SharedKafka() {}

    /** Classes that call this are annotated {@link WithKafka}, so that they do not run where none can be had. */
    public static synchronized Kafka get() {
        Kafka running = kafka;
        if (running == null) {
            KafkaPlace.Started started = PLACE.start();
            Runtime.getRuntime().addShutdownHook(new Thread(started.stop(), "kafka-of-tests"));
            running = started.kafka();
            kafka = running;
        }
        return running;
    }

    /** Asked once, and only by tests that want a broker. */
    static Optional<String> absence() {
        return Absence.REASON;
    }

    private static final class Absence {
        static final Optional<String> REASON = PLACE.absence();
    }
}
