package dev.keyfabric.quickstart.process;

import dev.keyfabric.broker.Quorum;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.awaitility.Awaitility;

/** A cluster of three brokers, each a process that may be killed. */
public final class ThreeBrokers implements AutoCloseable {
    private static final int SIZE = 3;
    private static final Duration START_LIMIT = Duration.ofSeconds(90);

    private final Path folder;
    private final Quorum quorum = Quorum.of(freePorts(), freePorts());
    private final Map<Integer, ChildJvm> running = new HashMap<>();

    private ThreeBrokers(Path folder) {
        this.folder = folder;
    }

    /** Started, and all three in the cluster. */
    public static ThreeBrokers start(Path folder) {
        ThreeBrokers brokers = new ThreeBrokers(folder);
        for (int node = Quorum.FIRST; node < Quorum.FIRST + SIZE; node++) {
            brokers.start(node);
        }
        brokers.awaitAll();
        return brokers;
    }

    public String bootstrap() {
        return quorum.bootstrapServers();
    }

    public void start(int node) {
        List<String> arguments =
                List.of(folder.resolve("kafka-" + node).toString(), quorum.text(), String.valueOf(node));
        running.put(
                node,
                ChildJvm.start(
                        BrokerJvm.class, arguments, Map.of(), Map.of(), folder.resolve("kafka-" + node + ".log")));
    }

    /** SIGKILL. */
    public void kill(int node) {
        Objects.requireNonNull(running.remove(node), "broker " + node + " does not run")
                .kill();
    }

    /** The broker that leads a partition now. */
    public int leaderOf(String topic, int partition) {
        try (Admin admin = admin()) {
            TopicDescription description =
                    admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
            return description.partitions().get(partition).leader().id();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits until every replica of every topic, Kafka's own too, is in sync: from then on any one broker can be missed. */
    public void awaitInSync() {
        Awaitility.await("replicas in sync")
                .atMost(START_LIMIT)
                .ignoreExceptions()
                .until(() -> {
                    try (Admin admin = admin()) {
                        Set<String> topics = admin.listTopics(new ListTopicsOptions().listInternal(true))
                                .names()
                                .get();
                        return admin.describeTopics(topics).allTopicNames().get().values().stream()
                                .flatMap(topic -> topic.partitions().stream())
                                .allMatch(partition -> partition.isr().size() == SIZE);
                    }
                });
    }

    private void awaitAll() {
        Awaitility.await("three brokers").atMost(START_LIMIT).ignoreExceptions().until(() -> {
            try (Admin admin = admin()) {
                return admin.describeCluster(new DescribeClusterOptions().timeoutMs(2_000))
                                .nodes()
                                .get()
                                .size()
                        == SIZE;
            }
        });
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", bootstrap()));
    }

    private static List<Integer> freePorts() {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < SIZE; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            sockets.forEach(ThreeBrokers::close);
        }
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        running.values().forEach(ChildJvm::close);
        running.clear();
    }
}
