package dev.keyfabric.cli.shell;

import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * All that a command knows of the world: its streams, its environment, time and chance.
 *
 * @param out what was asked for, and nothing else
 * @param err everything said beside it
 * @param entropy makes a source of chance
 * @param arguments as given, to say how to ask again; they hold no secret
 */
public record Shell(
        InputStream in,
        PrintWriter out,
        PrintWriter err,
        Map<String, String> environment,
        Terminal terminal,
        InstantSource clock,
        Supplier<SecureRandom> entropy,
        Pause pause,
        List<String> arguments) {
    /** Chance, made when it is first needed: most runs need none, and it takes its time. */
    public SecureRandom random() {
        return entropy.get();
    }

    /** The folder of profiles: {@code $XDG_CONFIG_HOME/keyfabric}, or {@code ~/.config/keyfabric}. */
    public Path folder() {
        String given = environment.getOrDefault("XDG_CONFIG_HOME", "");
        Path base = given.startsWith("/")
                ? Path.of(given)
                : Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".config");
        return base.resolve("keyfabric");
    }

    /** A line for people, on standard error. */
    public void say(String line) {
        err.println(line);
        err.flush();
    }
}
