package dev.keyfabric.registry.topics;

import dev.keyfabric.follower.BusIdentity;
import dev.keyfabric.schemas.topics.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the topics that are missing and checks those that are there; never changes one. */
public final class TopicProvisioner {
    private static final Logger log = LoggerFactory.getLogger(TopicProvisioner.class);

    private static final Duration PAUSE = Duration.ofMillis(50);

    private final TopicSettings settings;

    public TopicProvisioner(TopicSettings settings) {
        this.settings = settings;
    }

    /**
     * Returns when every topic is there, as it must be, and has a leader for every partition.
     *
     * @return which bus it is, with the id of every topic
     * @throws TopicsDifferException naming every difference of every topic
     * @throws TopicsUnavailableException when the bus does not answer in time, or refuses to make a topic
     */
    public BusIdentity provision() {
        long deadline = System.nanoTime() + settings.usableWithin().toNanos();
        Admin admin = connect();
        try {
            create(admin, deadline);
            Map<Topic, TopicDescription> found = describe(admin, deadline);
            check(admin, found, deadline);
            awaitLeaders(admin, deadline);
            String cluster = retry(
                    deadline,
                    "the cluster id",
                    () -> await(admin.describeCluster().clusterId(), deadline));
            return new BusIdentity(
                    cluster,
                    found.entrySet().stream()
                            .collect(Collectors.toMap(
                                    Map.Entry::getKey,
                                    e -> e.getValue().topicId().toString())));
        } finally {
            admin.close(Duration.ZERO); // An orderly close waits a minute for a bus that does not answer.
        }
    }

    /** A name that nobody resolves yet is a bus that is not there yet; any other fault of the settings stays one. */
    private Admin connect() {
        try {
            return Admin.create(settings.clientSettings());
        } catch (KafkaException e) {
            if (e.getCause() instanceof ConfigException fault
                    && String.valueOf(fault.getMessage()).startsWith("No resolvable bootstrap urls")) {
                throw new TopicsUnavailableException("no name in bootstrap.servers can be resolved", e);
            }
            throw e;
        }
    }

    private void create(Admin admin, long deadline) {
        Set<String> present = retry(
                deadline, "the list of topics", () -> await(admin.listTopics().names(), deadline));
        for (Topic topic : Topic.values()) {
            String name = settings.names().nameOf(topic);
            if (present.contains(name)) {
                continue;
            }
            NewTopic wanted = new NewTopic(
                            name, Optional.of(settings.partitions()), Optional.of((short) settings.leastReplicas()))
                    .configs(TopicCheck.settings(topic, settings));
            try {
                await(admin.createTopics(List.of(wanted)).all(), deadline);
                log.info("made a topic topic={} partitions={}", name, settings.partitions());
            } catch (ExecutionException e) {
                // Another instance may have been faster; the check below looks at what it made.
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw new TopicsUnavailableException("cannot make the topic " + name, e.getCause());
                }
            } catch (TimeoutException e) {
                throw new TopicsUnavailableException("the bus did not make the topic " + name + " in time", e);
            }
        }
    }

    /** A topic that was just made may not be known to every broker yet. */
    private Map<Topic, TopicDescription> describe(Admin admin, long deadline) {
        return retry(deadline, "the description of the topics", () -> {
            Map<String, TopicDescription> byName =
                    await(admin.describeTopics(names(Function.identity())).allTopicNames(), deadline);
            Map<Topic, TopicDescription> found = new EnumMap<>(Topic.class);
            byName.forEach((name, description) ->
                    found.put(settings.names().topicOf(name).orElseThrow(), description));
            return found;
        });
    }

    private void check(Admin admin, Map<Topic, TopicDescription> found, long deadline) {
        Map<ConfigResource, Config> configs = retry(
                deadline,
                "the settings of the topics",
                () -> await(
                        admin.describeConfigs(names(name -> new ConfigResource(ConfigResource.Type.TOPIC, name)))
                                .all(),
                        deadline));
        List<String> differences = new ArrayList<>();
        found.forEach((topic, description) -> {
            Config config = configs.get(new ConfigResource(ConfigResource.Type.TOPIC, description.name()));
            differences.addAll(TopicCheck.differences(
                    topic, description, config == null ? new Config(List.of()) : config, settings));
        });
        if (!differences.isEmpty()) {
            throw new TopicsDifferException(differences);
        }
    }

    private void awaitLeaders(Admin admin, long deadline) {
        Map<TopicPartition, OffsetSpec> ends = names(Function.identity()).stream()
                .flatMap(name -> IntStream.range(0, settings.partitions())
                        .mapToObj(partition -> new TopicPartition(name, partition)))
                .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
        retry(
                deadline,
                "a leader for every partition",
                () -> await(admin.listOffsets(ends).all(), deadline));
    }

    private <T> List<T> names(Function<String, T> as) {
        return Arrays.stream(Topic.values())
                .map(settings.names()::nameOf)
                .map(as)
                .toList();
    }

    /** A question to the bus. */
    private interface Question<T> {
        T ask() throws ExecutionException, TimeoutException;
    }

    /** Asks until the bus answers or the deadline passes. */
    private static <T> T retry(long deadline, String what, Question<T> question) {
        while (true) {
            try {
                return question.ask();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof RetriableException) || System.nanoTime() >= deadline) {
                    throw new TopicsUnavailableException("the bus does not tell " + what, e.getCause());
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            } catch (TimeoutException e) {
                throw new TopicsUnavailableException("the bus did not tell " + what + " in time", e);
            }
        }
    }

    private static <T> T await(KafkaFuture<T> future, long deadline) throws ExecutionException, TimeoutException {
        try {
            return future.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TopicsUnavailableException("interrupted");
        }
    }
}
