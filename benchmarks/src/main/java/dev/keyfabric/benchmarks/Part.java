package dev.keyfabric.benchmarks;

import dev.keyfabric.benchmarks.http.Ways;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * A registry or a validator as a process of its own, with the compiler that it has in production. The class path that
 * ships stands in the system property {@code fabric.classpath}.
 */
final class Part implements Ways.Asked, AutoCloseable {
    private static final long LOOKED_EVERY_NANOS = 5_000_000;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Process process;
    private final Path log;
    private final String url;
    private final long startedAt;

    private Part(Process process, Path log, String url, long startedAt) {
        this.process = process;
        this.log = log;
        this.url = url;
        this.startedAt = startedAt;
    }

    /**
     * Starts a main class; it is not waited for.
     *
     * @param settings become system properties; the port is added
     */
    static Part start(String main, Map<String, ?> settings, Path log) throws IOException {
        int port = freePort();
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(System.getProperty("benchmark.jvm", "-Xmx512m").split(" ")));
        settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.add("-Dkeyfabric.http.port=" + port);
        command.addAll(List.of("-cp", System.getProperty("fabric.classpath"), main));
        Files.createDirectories(log.toAbsolutePath().getParent());
        long startedAt = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log.toFile()))
                .start();
        return new Part(process, log, "http://127.0.0.1:" + port, startedAt);
    }

    String url() {
        return url;
    }

    @Override
    public int port() {
        return URI.create(url).getPort();
    }

    @Override
    public Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** On the monotonic clock, in nanoseconds. */
    long startedAt() {
        return startedAt;
    }

    /** Waits until it is ready; gives the nanoseconds since the start of its process. */
    long awaitReady(Duration longest) {
        return awaitOk(longest, "/health/readiness");
    }

    /** The same until HTTP answers, which is what the machine makes of any start: nothing of the fabric is asked. */
    long awaitLive(Duration longest) {
        return awaitOk(longest, "/health/liveness");
    }

    /** The same until a request is answered with 200. */
    long awaitOk(Duration longest, String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(5));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        while (!isOk(request.build())) {
            if (!process.isAlive() || System.nanoTime() - startedAt > longest.toNanos()) {
                throw new IllegalStateException("not well, alive: " + process.isAlive() + ", see " + log);
            }
            LockSupport.parkNanos(LOOKED_EVERY_NANOS);
        }
        return System.nanoTime() - startedAt;
    }

    private boolean isOk(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** SIGKILL; returns when the process is gone. */
    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
