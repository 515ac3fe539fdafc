package dev.keyfabric.benchmarks.http;

import dev.keyfabric.benchmarks.peer.PeerNode;
import dev.keyfabric.benchmarks.view.SampleKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A server in a process of its own, with what it has used of the processor so far. */
final class Server implements Ways.Asked, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final Process process;
    private final int port;

    private Server(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Answers 204. */
    static Server bare() throws IOException, InterruptedException {
        return bare(List.of());
    }

    /** Gets a record for each key. */
    static Server rocks(Path folder, int keys) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        return bare(List.of(folder.toString(), String.valueOf(keys)));
    }

    private static Server bare(List<String> arguments) throws IOException, InterruptedException {
        int port = freePort();
        List<String> command = java(System.getProperty("benchmark.jvm", "-Xmx512m"), BareNetty.class);
        command.add(String.valueOf(port));
        command.addAll(arguments);
        return listening(new ProcessBuilder(command), port);
    }

    /** A validator that holds the sample keys, with every other part down. */
    static Server validator(Path folder, int keys) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path tsv = folder.resolve("keys.tsv");
        Files.write(tsv, IntStream.range(0, keys).mapToObj(Server::line).toList());
        int port = freePort();
        ProcessBuilder builder = new ProcessBuilder(java("-Xmx32m", PeerNode.class));
        builder.command().add(1, "-Dnode.classpath=" + System.getProperty("node.classpath"));
        builder.environment().put("PEER_PORT", String.valueOf(port));
        builder.environment().put("PEER_TSV", tsv.toString());
        builder.environment().put("PEER_DIR", folder.toString());
        return listening(builder, port);
    }

    /** Each key is another consumer's: no two of them share a record that is asked for. */
    private static String line(int number) {
        return new SampleKey(number).secret().reveal() + "\t-\t{\"cid\":\"consumer-" + number + "\"}";
    }

    private static List<String> java(String memory, Class<?> main) {
        return new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                memory,
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    }

    private static Server listening(ProcessBuilder builder, int port) throws IOException, InterruptedException {
        Process process = builder.inheritIO().start();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!answers(port)) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                process.destroyForcibly();
                throw new IllegalStateException(builder.command() + " does not listen");
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return new Server(process, port);
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public int port() {
        return port;
    }

    /** Of all its processes. */
    @Override
    public Duration cpu() {
        return process.descendants()
                .map(child -> child.info().totalCpuDuration().orElse(Duration.ZERO))
                .collect(Collectors.reducing(process.info().totalCpuDuration().orElse(Duration.ZERO), Duration::plus));
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
