package dev.keyfabric.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {
    @Test
    void aTopicIsStillThereAfterTheBrokerWasStoppedAndStarted(@TempDir Path data) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.started(data)) {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                admin.createTopics(List.of(new NewTopic("t", Optional.of(2), Optional.empty())))
                        .all()
                        .get();

                broker.stop();
                broker.start();

                assertThat(admin.describeTopics(List.of("t"))
                                .allTopicNames()
                                .get()
                                .get("t")
                                .partitions())
                        .hasSize(2);
            }
        }
    }
}
