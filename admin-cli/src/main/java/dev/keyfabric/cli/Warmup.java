package dev.keyfabric.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyfabric.cli.profile.Profile;
import dev.keyfabric.cli.profile.Profiles;
import dev.keyfabric.cli.shell.Pause;
import dev.keyfabric.cli.shell.Shell;
import dev.keyfabric.cli.shell.Terminal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Runs that do what most runs do, against a server of its own on this machine, so that the launcher can archive their classes. */
final class Warmup {
    private static final String ANSWER = "{\"items\":[{\"node\":\"n\",\"live\":true,\"stalenessMs\":1,\"createdAt\":"
            + "\"2026-01-01T00:00:00Z\",\"secrets\":[{\"lastFour\":\"0000\"}]}],\"nextCursor\":null}";

    private Warmup() {}

    public static void main(String[] args) throws IOException {
        Path folder = Files.createTempDirectory("keyfabric-warmup");
        try (ServerSocket server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> answerAll(server), "answers");
            answering.setDaemon(true);
            answering.start();
            URI address = URI.create("http://127.0.0.1:" + server.getLocalPort());
            new Profiles(folder.resolve("keyfabric"))
                    .save("default", new Profile(address, "none", null, null, null, null, null, null, "keyfabric."));
            for (String line :
                    List.of("--help", "key --help", "whoami", "fleet", "key list", "key show key_0", "history")) {
                var unused = Keyfabric.run(shell(folder, List.of(line.split(" "))));
            }
        } finally {
            Files.deleteIfExists(folder.resolve("keyfabric/default.json"));
            Files.deleteIfExists(folder.resolve("keyfabric"));
            Files.deleteIfExists(folder);
        }
    }

    private static Shell shell(Path folder, List<String> line) {
        return new Shell(
                InputStream.nullInputStream(),
                new PrintWriter(OutputStream.nullOutputStream(), false, UTF_8),
                new PrintWriter(OutputStream.nullOutputStream(), false, UTF_8),
                Map.of("XDG_CONFIG_HOME", folder.toString()),
                Terminal.NONE,
                Clock.systemUTC(),
                SecureRandom::new,
                Pause.real(),
                line);
    }

    private static void answerAll(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                BufferedReader head = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
                for (String line = head.readLine(); line != null && !line.isEmpty(); line = head.readLine()) {
                    // A request without a body ends with an empty line.
                }
                socket.getOutputStream()
                        .write(
                                ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
                                                + ANSWER.length() + "\r\n\r\n" + ANSWER)
                                        .getBytes(UTF_8));
            } catch (IOException e) {
                return; // The end of the run: the socket is closed.
            }
        }
    }
}
