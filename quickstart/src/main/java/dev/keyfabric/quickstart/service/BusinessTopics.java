package dev.keyfabric.quickstart.service;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.LoggerFactory;

/** The topics of the shop, on the broker's time. A stamp on a topic of other settings is refused where it is read. */
public final class BusinessTopics {
    public static final String CREATED = "orders.created.v1";
    public static final String CANCELLED = "orders.cancelled.v1";
    private static final String DEAD = ".dead";
    private static final int PARTITIONS = 4;
    private static final long SECONDS = 30;

    private BusinessTopics() {}

    /** Where the records of a topic go that nobody may work on. */
    public static String deadLettersOf(String topic) {
        return topic + DEAD;
    }

    /** Makes those that are missing. Without a broker it gives up after 30 s: clients look for topics again and again. */
    public static void make(Map<String, Object> kafka, List<String> names) {
        try (Admin admin = Admin.create(kafka)) {
            for (var made : admin.createTopics(names.stream()
                            .map(name -> new NewTopic(name, Optional.of(PARTITIONS), Optional.empty())
                                    .configs(Map.of("message.timestamp.type", "LogAppendTime")))
                            .toList())
                    .values()
                    .entrySet()) {
                await(made.getKey(), made.getValue());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(String topic, org.apache.kafka.common.KafkaFuture<Void> made)
            throws InterruptedException {
        try {
            made.get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                LoggerFactory.getLogger(BusinessTopics.class).warn("topic={} not made: {}", topic, e.toString());
            }
        }
    }
}
