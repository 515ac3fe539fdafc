package dev.keyfabric.quickstart.proxy;

import static org.awaitility.Awaitility.await;

import dev.keyfabric.quickstart.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A proxy as a process of its own, behind it a tap before the service. */
final class RunningProxy implements AutoCloseable {
    /** Not a temporary folder of JUnit's: nginx started by root works as nobody, who must be able to get there. */
    private static final Path FOLDER = Path.of("target", "proxies").toAbsolutePath();

    private final ProxyProgram program;
    private final Process process;
    private final int port;
    private final Tap tap;

    private RunningProxy(ProxyProgram program, Process process, int port, Tap tap) {
        this.program = program;
        this.process = process;
        this.port = port;
        this.tap = tap;
    }

    /** Starts it, and returns once it takes connections. */
    static RunningProxy start(ProxyProgram program, Path executable, int validator, int service) {
        Tap tap = Tap.before(service);
        Addresses addresses = new Addresses(FreePorts.free(), validator, tap.port());
        try {
            Path folder = Files.createDirectories(FOLDER.resolve(program.program() + "-" + addresses.own()));
            ProxyProgram.Command command = program.command(folder, addresses);
            List<String> line = new ArrayList<>(List.of(executable.toString()));
            line.addAll(command.arguments());
            ProcessBuilder builder = new ProcessBuilder(line)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.to(folder.resolve("log").toFile()));
            builder.environment().putAll(command.environment());
            RunningProxy proxy = new RunningProxy(program, builder.start(), addresses.own(), tap);
            proxy.awaitOpen(folder.resolve("log"));
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ProxyProgram program() {
        return program;
    }

    int port() {
        return port;
    }

    Tap tap() {
        return tap;
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        tap.close();
    }

    private void awaitOpen(Path log) {
        await(program + " takes connections, see " + log)
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new IllegalStateException(program + " ended: " + Files.readString(log));
                    }
                    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                        return socket.isConnected();
                    } catch (IOException e) {
                        return false;
                    }
                });
    }
}
