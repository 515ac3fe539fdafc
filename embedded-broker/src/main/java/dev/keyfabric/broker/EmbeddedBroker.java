package dev.keyfabric.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/**
 * One Kafka node, broker and controller in one, on loopback, with its data in a folder. It keeps its port and its data
 * over {@link #stop()} and {@link #start()}. {@code KafkaRaftServer} and {@code Formatter} are internal to Kafka and
 * pinned by the build; they are used in this class only.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private final Path data;
    private final Quorum quorum;
    private final int node;
    private final int port;
    private final int controllerPort;
    private final int detourPort;
    private final Map<String, String> extra;
    private final @Nullable Guard guard;
    private @Nullable Integer detour;
    private @Nullable KafkaRaftServer server;

    /**
     * A broker that is not started yet, open to whoever reaches it.
     *
     * @param data made and formatted when it is empty
     * @param port 0 = a free one
     * @param extra broker settings over the defaults
     */
    public EmbeddedBroker(Path data, int port, Map<String, String> extra) {
        this(data, port, extra, null);
    }

    private EmbeddedBroker(Path data, int port, Map<String, String> extra, @Nullable Guard guard) {
        int[] free = freePorts();
        this.data = data;
        this.quorum = Quorum.alone(port == 0 ? free[0] : port, free[1]);
        this.node = Quorum.FIRST;
        this.port = quorum.port(node);
        this.controllerPort = quorum.controllerPort(node);
        this.detourPort = free[2];
        this.extra = Map.copyOf(extra);
        this.guard = guard;
    }

    /** A broker that is one of several, in this process or others, and not started yet; open to whoever reaches it. */
    public EmbeddedBroker(Path data, Quorum quorum, int node) {
        this.data = data;
        this.quorum = quorum;
        this.node = node;
        this.port = quorum.port(node);
        this.controllerPort = quorum.controllerPort(node);
        this.detourPort = 0;
        this.extra = Map.of();
        this.guard = null;
    }

    /** A started broker on a free port. */
    public static EmbeddedBroker started(Path data) {
        EmbeddedBroker broker = new EmbeddedBroker(data, 0, Map.of());
        broker.start();
        return broker;
    }

    /** A started broker on a free port that lets in whom a guard knows, and to what an ACL allows them. */
    public static EmbeddedBroker guarded(Path data, Guard guard) {
        EmbeddedBroker broker = new EmbeddedBroker(data, 0, Map.of(), guard);
        broker.start();
        return broker;
    }

    /** A started broker whose clients may also come through a proxy: who asks there is told to stay with it. */
    public static EmbeddedBroker startedBehind(TcpProxy proxy, Path data) {
        EmbeddedBroker broker = new EmbeddedBroker(data, 0, Map.of());
        broker.detour = proxy.port();
        proxy.leadTo(broker.detourPort);
        broker.start();
        return broker;
    }

    /** Starts, or starts again on the same port and data; returns when clients can connect. */
    public synchronized void start() {
        if (server != null) {
            throw new IllegalStateException("the broker is running");
        }
        format();
        KafkaRaftServer starting = new KafkaRaftServer(KafkaConfig.fromProps(settings(), false), Time.SYSTEM);
        starting.startup();
        server = starting;
    }

    /** Stops in an orderly way; nothing happens when it is not running. */
    public synchronized void stop() {
        KafkaRaftServer stopping = server;
        if (stopping != null) {
            server = null;
            stopping.shutdown();
            stopping.awaitShutdown();
        }
    }

    @Override
    public void close() {
        stop();
    }

    public int port() {
        return port;
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    private Properties settings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", String.valueOf(node));
        settings.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("controller.quorum.voters", quorum.voters());
        settings.put("log.dirs", data.toString());
        settings.put("auto.create.topics.enable", "false");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("offsets.topic.num.partitions", "4");
        String replicas = String.valueOf(quorum.size());
        String inSync = String.valueOf(quorum.size() / 2 + 1);
        settings.put("offsets.topic.replication.factor", replicas);
        settings.put("transaction.state.log.num.partitions", "4");
        settings.put("transaction.state.log.replication.factor", replicas);
        settings.put("transaction.state.log.min.isr", inSync);
        settings.put("share.coordinator.state.topic.num.partitions", "1");
        settings.put("share.coordinator.state.topic.replication.factor", replicas);
        settings.put("share.coordinator.state.topic.min.isr", inSync);
        // A dead writer's transaction must not hold readers back longer than the take-over bound.
        settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
        if (guard != null) {
            settings.putAll(guard.settings(port, controllerPort));
        }
        Integer advertised = detour;
        if (advertised != null) {
            settings.merge("listeners", ",DETOUR://127.0.0.1:" + detourPort, String::concat);
            settings.merge("advertised.listeners", ",DETOUR://127.0.0.1:" + advertised, String::concat);
            settings.merge("listener.security.protocol.map", ",DETOUR:PLAINTEXT", String::concat);
            settings.put("inter.broker.listener.name", "PLAINTEXT");
        }
        settings.putAll(extra);
        Properties properties = new Properties();
        properties.putAll(settings);
        return properties;
    }

    private void format() {
        if (Files.exists(data.resolve("meta.properties"))) {
            return;
        }
        try (PrintStream quiet = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            Files.createDirectories(data);
            new Formatter()
                    .setClusterId(quorum.clusterId())
                    .setNodeId(node)
                    .setDirectories(List.of(data.toString()))
                    .setMetadataLogDirectory(data.toString())
                    .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                    .setIgnoreFormatted(true)
                    .setControllerListenerName("CONTROLLER")
                    .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                    .setScramArguments(guard == null ? List.of() : guard.scramArguments())
                    .setPrintStream(quiet)
                    .run();
        } catch (Exception e) {
            throw new IllegalStateException("cannot prepare the broker's data folder " + data, e);
        }
    }

    /** Different ports: a port that was let go may be handed out again at once. */
    private static int[] freePorts() {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket one = new ServerSocket(0, 1, loopback);
                ServerSocket other = new ServerSocket(0, 1, loopback);
                ServerSocket third = new ServerSocket(0, 1, loopback)) {
            return new int[] {one.getLocalPort(), other.getLocalPort(), third.getLocalPort()};
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
