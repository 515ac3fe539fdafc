package dev.keyfabric.broker.junit;

import com.github.dockerjava.api.exception.NotFoundException;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.common.utils.AppInfoParser;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** A broker in a container. The one class that knows Testcontainers, which is loaded when it is asked for alone. */
final class ContainerKafka {
    /** The broker is of the version of our clients; {@code -Dkafka.image} names another. */
    private static final String IMAGE = System.getProperty("kafka.image", "apache/kafka:" + AppInfoParser.getVersion());

    private ContainerKafka() {}

    static Optional<String> absence() {
        try {
            if (!DockerClientFactory.instance().isDockerAvailable()) {
                return Optional.of("-Dkafka=container: no container engine answers here");
            }
            DockerClientFactory.lazyClient().inspectImageCmd(IMAGE).exec();
            return Optional.empty();
        } catch (NotFoundException e) {
            return Optional.of("-Dkafka=container: the engine has no image " + IMAGE + ": docker pull " + IMAGE);
        }
    }

    static KafkaPlace.Started start() {
        KafkaContainer container =
                new KafkaContainer(DockerImageName.parse(IMAGE).asCompatibleSubstituteFor("apache/kafka"));
        KafkaPlace.settings().forEach((name, value) -> container.withEnv(variable(name), value));
        container.start();
        return new KafkaPlace.Started(new Kafka(container.getBootstrapServers()), container::stop);
    }

    /** How the image spells a broker's setting. */
    private static String variable(String setting) {
        return "KAFKA_" + setting.toUpperCase(Locale.ROOT).replace('.', '_');
    }
}
