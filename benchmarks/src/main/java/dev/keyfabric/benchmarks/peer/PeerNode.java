package dev.keyfabric.benchmarks.peer;

import dev.keyfabric.benchmarks.view.SampleBus;
import dev.keyfabric.benchmarks.view.SampleBus.Holding;
import dev.keyfabric.benchmarks.view.SampleKey;
import dev.keyfabric.key.ApiKey;
import dev.keyfabric.key.KeyId;
import dev.keyfabric.key.KeyPrefixes;
import dev.keyfabric.schemas.topics.TopicNames;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A validator process that holds the keys of a file, for a harness that drives it over HTTP. The broker that brought them
 * is gone once the node has them, and the node is started again: what is measured is the node alone, as it answers from its
 * disk with every other part down. Run by {@code benchmarks/peer}.
 *
 * <p>Environment: {@code PEER_PORT}; {@code PEER_TSV}, lines of key, hash and a JSON record with the consumer as
 * {@code cid}; {@code PEER_DIR}, a folder of its own.
 */
public final class PeerNode {
    private static final Pattern CONSUMER = Pattern.compile("\"cid\":\"([A-Za-z0-9._-]+)\"");
    private static final String NODE = "dev.keyfabric.validator.ValidatorNode";
    private static final long READY_WITHIN_S = 600;

    private PeerNode() {}

    /** Without an argument it serves; with one it fills the folder, in a process that takes its memory along when it ends. */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(System.getenv("PEER_DIR"));
        Path bootstrap = folder.resolve("bootstrap");
        if (args.length > 0) {
            Files.writeString(bootstrap, filled(folder, Path.of(System.getenv("PEER_TSV"))));
            System.exit(0);
        }
        List<String> filling = new ArrayList<>(List.of(java(), "-Xmx1g", "-cp", System.getProperty("java.class.path")));
        filling.add("-Dnode.classpath=" + System.getProperty("node.classpath"));
        filling.addAll(List.of(PeerNode.class.getName(), "fill"));
        int filled = ended(new ProcessBuilder(filling).inheritIO().start());
        if (filled != 0) {
            System.exit(filled);
        }
        System.exit(ended(start(folder, System.getenv("PEER_PORT"), Files.readString(bootstrap))));
    }

    /** How a process ended, which ends with this one. */
    private static int ended(Process process) throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return process.waitFor();
    }

    /** Whoever waits for the port must not be answered before there is a view, so another one is used meanwhile. */
    private static String filled(Path folder, Path tsv) throws Exception {
        try (SampleBus bus = new SampleBus(folder.resolve("broker"));
                Stream<String> once = Files.lines(tsv);
                Stream<String> again = Files.lines(tsv)) {
            bus.fill(TopicNames.DEFAULT, once.map(PeerNode::consumer).distinct(), keys(again));
            String port = String.valueOf(freePort());
            Process node = start(folder, port, bus.bootstrapServers());
            awaitReady(node, port);
            node.destroyForcibly().waitFor();
            return bus.bootstrapServers();
        }
    }

    private static Process start(Path folder, String port, String bootstrap) throws IOException {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(List.of(System.getProperty("benchmark.jvm", "-Xmx1g").split(" ")));
        command.addAll(List.of(
                "-Dkeyfabric.node.id=peer",
                "-Dkeyfabric.service=orders",
                "-Dkeyfabric.http.port=" + port,
                "-Dkeyfabric.grpc.port=0",
                // The keys fit into it, as they fit into the caches of what stands beside.
                "-Dkeyfabric.view.memory-mib=" + System.getProperty("benchmark.view-mib", "512"),
                "-Dkeyfabric.data=" + folder.resolve("node"),
                "-Dkeyfabric.kafka.bootstrap.servers=" + bootstrap,
                "-cp",
                System.getProperty("node.classpath"),
                NODE));
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().keySet().removeIf(name -> name.startsWith("KEYFABRIC_"));
        return builder.start();
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static void awaitReady(Process node, String port) throws Exception {
        HttpRequest ready = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/readiness"))
                .build();
        HttpClient client = HttpClient.newHttpClient();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_WITHIN_S);
        while (!isReady(client, ready)) {
            if (!node.isAlive() || System.nanoTime() > deadline) {
                node.destroyForcibly();
                throw new IllegalStateException("the node did not become ready");
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean isReady(HttpClient client, HttpRequest ready) throws InterruptedException {
        try {
            return client.send(ready, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false; // It does not listen yet.
        }
    }

    private static Stream<Holding> keys(Stream<String> lines) {
        AtomicInteger number = new AtomicInteger();
        return lines.map(line -> {
            int n = number.getAndIncrement();
            String consumer = consumer(line);
            KeyId id = KeyId.derive(consumer, "command-" + n);
            ApiKey secret = ApiKey.parse(line.substring(0, line.indexOf('\t')), KeyPrefixes.DEFAULT)
                    .orElseThrow(() -> new IllegalArgumentException("line " + n + " holds no key"));
            return new Holding(id, SampleKey.value(id, consumer, n, secret));
        });
    }

    private static String consumer(String line) {
        Matcher consumer = CONSUMER.matcher(line);
        if (!consumer.find()) {
            throw new IllegalArgumentException("a line without a consumer");
        }
        return consumer.group(1);
    }
}
