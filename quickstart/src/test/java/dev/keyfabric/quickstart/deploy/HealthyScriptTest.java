package dev.keyfabric.quickstart.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The probe that stands in our images, run as it is. */
class HealthyScriptTest {
    private HttpServer server;

    @BeforeEach
    void listen() throws Exception {
        assumeThat(Path.of("/bin/bash")).exists();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        List.of(200, 503)
                .forEach(status -> server.createContext("/" + status, exchange -> {
                    exchange.sendResponseHeaders(status, -1);
                    exchange.close();
                }));
        server.start();
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    @Test
    void itIsWellOnlyWhereTheAnswerIs200() throws Exception {
        int port = server.getAddress().getPort();
        assertThat(statusOf(port, "/200")).isZero();
        assertThat(statusOf(port, "/503")).isNotZero();
        server.stop(0);
        assertThat(statusOf(port, "/200")).isNotZero();
    }

    private static int statusOf(int port, String path) throws Exception {
        return new ProcessBuilder(
                        ComposeFile.ROOT.resolve("deploy/docker/healthy").toString(), String.valueOf(port), path)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
