package dev.keyfabric.quickstart.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A proxy that runs here with what {@code deploy/} ships for it. Addresses are all that is put in. */
enum ProxyProgram {
    NGINX("nginx") {
        @Override
        Command command(Path folder, Addresses addresses) {
            Path shipped = DEPLOY.resolve("nginx");
            copy(shipped.resolve("nginx.conf"), folder.resolve("nginx.conf"));
            copy(shipped.resolve("keyfabric.conf"), folder.resolve("keyfabric.conf"));
            fill(
                    shipped.resolve("site/listen.conf"),
                    folder.resolve("site/listen.conf"),
                    Map.of("127.0.0.1:8000", loopback(addresses.own())));
            fill(
                    shipped.resolve("site/upstreams.conf"),
                    folder.resolve("site/upstreams.conf"),
                    Map.of(
                            "127.0.0.1:8090", loopback(addresses.validator()),
                            "127.0.0.1:8081", loopback(addresses.service())));
            return new Command(
                    List.of("-p", folder + "/", "-c", folder.resolve("nginx.conf") + "", "-g", "daemon off;"),
                    Map.of());
        }
    },
    CADDY("caddy") {
        @Override
        Command command(Path folder, Addresses addresses) {
            return new Command(
                    List.of("run", "--adapter", "caddyfile", "--config", DEPLOY.resolve("caddy/Caddyfile") + ""),
                    Map.of(
                            "KEYFABRIC_PORT", String.valueOf(addresses.own()),
                            "KEYFABRIC_VALIDATOR", loopback(addresses.validator()),
                            "KEYFABRIC_UPSTREAM", loopback(addresses.service()),
                            "HOME", folder.toString()));
        }
    },
    HAPROXY("haproxy") {
        @Override
        Command command(Path folder, Addresses addresses) {
            return new Command(
                    List.of("-db", "-f", DEPLOY.resolve("haproxy/haproxy.cfg") + ""),
                    Map.of(
                            "KEYFABRIC_BIND", loopback(addresses.own()),
                            "KEYFABRIC_VALIDATOR", loopback(addresses.validator()),
                            "KEYFABRIC_UPSTREAM", loopback(addresses.service()),
                            "KEYFABRIC_ASKING", String.valueOf(addresses.own()),
                            "KEYFABRIC_LUA", DEPLOY.resolve("haproxy/keyfabric.lua") + ""));
        }
    };

    private static final Path DEPLOY = Path.of("..", "deploy").toAbsolutePath().normalize();

    /** Where Debian puts servers; not on everybody's path. */
    private static final String SERVERS = ":/usr/sbin:/usr/local/sbin";

    private final String program;

    ProxyProgram(String program) {
        this.program = program;
    }

    /** Arguments, and variables beside this process's own. */
    record Command(List<String> arguments, Map<String, String> environment) {}

    abstract Command command(Path folder, Addresses addresses);

    String program() {
        return program;
    }

    /** Whether a caller's {@code X-Consumer-Anything} goes too; nginx can only take away what it is told by its whole name. */
    boolean takesAwayByPrefix() {
        return this != NGINX;
    }

    /** Whether the fields behind a chunked body end here. HAProxy passes them on, which docs/proxies.md says. */
    boolean dropsTrailers() {
        return this != HAPROXY;
    }

    Optional<Path> installed() {
        return Stream.of((System.getenv("PATH") + SERVERS).split(":", -1))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static String loopback(int port) {
        return "127.0.0.1:" + port;
    }

    private static void copy(Path from, Path to) {
        fill(from, to, Map.of());
    }

    private static void fill(Path from, Path to, Map<String, String> addresses) {
        try {
            String text = Files.readString(from);
            for (Map.Entry<String, String> address : addresses.entrySet()) {
                if (!text.contains(address.getKey())) {
                    throw new IllegalStateException(from + " does not name " + address.getKey());
                }
                text = text.replace(address.getKey(), address.getValue());
            }
            Files.createDirectories(to.getParent());
            Files.writeString(to, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
