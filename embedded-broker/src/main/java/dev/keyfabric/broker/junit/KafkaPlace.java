package dev.keyfabric.broker.junit;

import dev.keyfabric.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/** Where the broker of the tests is. */
sealed interface KafkaPlace {
    String BOOTSTRAP = "KEYFABRIC_TEST_BOOTSTRAP";
    String ASKED = "kafka";

    /**
     * What was asked for.
     *
     * @param bootstrap value of {@link #BOOTSTRAP}, or null
     * @param asked value of the system property {@link #ASKED}, or null
     */
    static KafkaPlace of(@Nullable String bootstrap, @Nullable String asked) {
        if (bootstrap != null && !bootstrap.isBlank()) {
            return new External(bootstrap.strip());
        }
        return switch (asked == null ? "embedded" : asked.toLowerCase(Locale.ROOT)) {
            case "embedded" -> new Embedded();
            case "container" -> new Container();
            default ->
                throw new IllegalArgumentException(
                        "-D" + ASKED + " must be container or embedded, not \"" + asked + "\"");
        };
    }

    /** Why no broker can be had here; empty where one can. */
    default Optional<String> absence() {
        return Optional.empty();
    }

    Started start();

    /**
     * A broker that answers.
     *
     * @param stop leaves nothing behind
     */
    record Started(Kafka kafka, Runnable stop) {}

    /** Inside this JVM. */
    record Embedded() implements KafkaPlace {
        @Override
        public Started start() {
            EmbeddedBroker broker = EmbeddedBroker.started(
                    Path.of("target", "kafka", UUID.randomUUID().toString()).toAbsolutePath());
            return new Started(new Kafka(broker.bootstrapServers()), broker::close);
        }
    }

    /** A running one. What the tests made there is removed at the end. */
    record External(String bootstrapServers) implements KafkaPlace {
        private static final long SECONDS = 30;

        @Override
        public Started start() {
            Kafka kafka = new Kafka(bootstrapServers);
            return new Started(kafka, () -> removeTopics(kafka));
        }

        private static void removeTopics(Kafka kafka) {
            try (Admin admin = Admin.create(kafka.client())) {
                List<String> ours = admin.listTopics().names().get(SECONDS, TimeUnit.SECONDS).stream()
                        .filter(name -> name.startsWith(kafka.mark()))
                        .toList();
                admin.deleteTopics(ours).all().get(SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new IllegalStateException("topics " + kafka.mark() + "* are left on " + kafka.client(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** In a container of its own. */
    record Container() implements KafkaPlace {
        @Override
        public Optional<String> absence() {
            return ContainerKafka.absence();
        }

        @Override
        public Started start() {
            return ContainerKafka.start();
        }
    }

    /** The settings that make a foreign broker behave as the embedded one does. */
    static Map<String, String> settings() {
        return Map.of(
                "auto.create.topics.enable", "false",
                "group.initial.rebalance.delay.ms", "0",
                "transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
    }
}
