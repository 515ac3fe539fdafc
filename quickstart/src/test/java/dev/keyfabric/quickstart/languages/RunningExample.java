package dev.keyfabric.quickstart.languages;

import static org.awaitility.Awaitility.await;

import dev.keyfabric.quickstart.story.HttpJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** An example service as a process of its own. */
final class RunningExample implements AutoCloseable {
    private static final int SECONDS = 20;

    private final Process process;
    private final String url;
    private final Path log;

    RunningExample(Process process, String url, Path log) {
        this.process = process;
        this.url = url;
        this.log = log;
    }

    RunningExample awaitUp() {
        await("the example answers")
                .atMost(Duration.ofSeconds(SECONDS))
                .ignoreException(UncheckedIOException.class)
                .until(() -> send("GET", "/health", Map.of()).status() == 200);
        return this;
    }

    HttpJson.Answer get(String key) {
        return send("GET", "/orders", Map.of("X-API-Key", key));
    }

    HttpJson.Answer post(String key) {
        return send("POST", "/orders", Map.of("Authorization", "Bearer " + key));
    }

    HttpJson.Answer send(String method, String path, Map<String, String> headers) {
        Map<String, String> body = method.equals("POST") ? Map.of("item", "a bell") : null;
        return HttpJson.send(method, url + path, headers, body);
    }

    /** All that it said so far. */
    String log() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
