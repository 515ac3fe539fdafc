package dev.keyfabric.quickstart.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A part of the fabric as a process of its own, which can be killed as only processes can. */
public final class ChildJvm implements AutoCloseable {
    private static final int LAST_LINES = 40;

    private final Process process;
    private final Path log;

    private ChildJvm(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts a main class with this JVM's class path.
     *
     * @param properties become system properties
     * @param log takes what the process prints; appended to
     */
    public static ChildJvm start(Class<?> main, Map<String, Object> properties, Path log) {
        return start(main, List.of(), properties, Map.of(), log);
    }

    /**
     * The same with arguments.
     *
     * @param environment added to this process's own
     */
    public static ChildJvm start(
            Class<?> main,
            List<String> arguments,
            Map<String, Object> properties,
            Map<String, String> environment,
            Path log) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(log.toFile()));
            // Says where these tests find a broker; a part would refuse it as a misspelt setting.
            builder.environment().remove("KEYFABRIC_TEST_BOOTSTRAP");
            builder.environment().putAll(environment);
            return new ChildJvm(builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL; returns when the process is gone. */
    public void kill() {
        process.destroyForcibly();
        await();
    }

    /** SIGINT, as Ctrl-C sends it; returns the exit status once the process is gone. */
    public int interrupt() {
        signal("INT");
        await();
        return process.exitValue();
    }

    /** The exit status of a process that ends by itself. */
    public int exitStatus() {
        await();
        return process.exitValue();
    }

    /** SIGTERM; returns when the process is gone. */
    public void terminate() {
        process.destroy();
        await();
    }

    /** SIGSTOP: the process stands still, its connections stay open. */
    public void pause() {
        signal("STOP");
    }

    /** SIGCONT. */
    public void resume() {
        signal("CONT");
    }

    /** Fails with what it printed last when the process has ended: nobody need wait for it any longer. */
    public void assertAlive(String name) {
        if (!process.isAlive()) {
            try {
                List<String> lines = Files.readAllLines(log);
                throw new AssertionError(name + " has ended by itself:\n"
                        + String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size())));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            signal("CONT");
            kill();
        }
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private void await() {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("process " + process.pid() + " does not end");
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException(e);
    }
}
