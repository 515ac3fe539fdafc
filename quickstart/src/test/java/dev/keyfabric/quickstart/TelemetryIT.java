package dev.keyfabric.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyfabric.quickstart.bus.TopicDump;
import dev.keyfabric.quickstart.process.Bench;
import dev.keyfabric.quickstart.process.Bench.Node;
import dev.keyfabric.quickstart.process.Collector;
import dev.keyfabric.quickstart.story.HttpJson;
import dev.keyfabric.quickstart.story.HttpJson.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One request, seen in spans, in the headers of records and in the logs of both processes; the key in none of them. */
class TelemetryIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String CAME = "00-" + TRACE + "-b7ad6b7169203331-01";

    @Test
    void aTraceGoesFromTheRequestToEveryRecordAndNoKeyIsInItOrInALog(@TempDir Path folder) throws Exception {
        String secret;
        String spans;
        try (Collector collector = new Collector();
                Bench bench = Bench.start(folder)) {
            Map<String, Object> more =
                    Map.of("keyfabric.tracing.endpoint", collector.endpoint(), "keyfabric.log.format", "json");
            Node registry = bench.startRegistry("registry", more);
            Node node = bench.startNode("node", more);
            node.awaitReady();
            String bearer = "Bearer " + token(registry, folder);
            post(registry, "/v1/consumers", bearer, Map.of("id", "acme", "name", "Acme"));
            Answer issued = post(
                    registry,
                    "/v1/keys",
                    bearer,
                    Map.of("consumerId", "acme", "name", "k", "environment", "live", "scopes", List.of()));
            assertThat(issued.status()).as(issued.body().toString()).isEqualTo(201);
            secret = issued.body().get("key").asText();

            for (String topic : List.of("commands.v1", "keys.v1", "history.v1", "command-results.v1")) {
                assertThat(traces(bench, topic)).as(topic).contains(TRACE);
            }
            await().atMost(Duration.ofSeconds(20)).until(() -> node.code(secret).equals("VALID"));
            misuse(node, secret);
            byte[] trace = HexFormat.of().parseHex(TRACE);
            String traceBytes = new String(trace, StandardCharsets.ISO_8859_1);
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(collector.content())
                            .contains("POST /v1/keys")
                            .contains("decide issue_key")
                            .contains("POST /v1/validate")
                            .contains("keyfabric.code")
                            .contains("authorize")
                            .contains("keyfabric-registry")
                            .contains("keyfabric-validator")
                            .contains(traceBytes));
            spans = collector.content();
        }
        assertThat(spans).doesNotContain(secret).doesNotContain(secret.substring(8));
        for (String part : List.of("registry", "node")) {
            String log = Files.readString(folder.resolve(part + ".log"));
            assertThat(log).as(part).doesNotContain(secret.substring(8)).isNotEmpty();
            assertThat(log.lines().toList()).as(part).allSatisfy(TelemetryIT::isLine);
        }
    }

    private static void isLine(String text) throws IOException {
        JsonNode line = JSON.readTree(text);
        for (String name : List.of("time", "level", "logger", "thread", "message")) {
            assertThat(line.path(name).isTextual()).as(text).isTrue();
        }
    }

    private static String token(Node registry, Path folder) throws IOException {
        String password = Files.readString(folder.resolve("registry").resolve("admin.password"))
                .strip();
        return HttpJson.send(
                        "POST", registry.url() + "/login", Map.of(), Map.of("username", "admin", "password", password))
                .body()
                .get("access_token")
                .asText();
    }

    private static Answer post(Node registry, String path, String bearer, Map<String, Object> body) {
        return HttpJson.send("POST", registry.url() + path, Map.of("Authorization", bearer, "traceparent", CAME), body);
    }

    /** Sends a key where none belongs, and where one does. */
    private static void misuse(Node node, String secret) {
        node.get("/v1/key-states/" + secret);
        node.get("/" + secret + "?key=" + secret);
        node.get("/v1/authorize?audience=orders&key=" + secret);
        HttpJson.send(
                "GET",
                node.url() + "/v1/authorize?audience=orders",
                Map.of("X-API-Key", secret, "traceparent", secret),
                null);
        HttpJson.send("POST", node.url() + "/v1/validate", Map.of(), Map.of(secret, secret));
    }

    private static Set<String> traces(Bench bench, String topic) {
        return TopicDump.raw(bench.bootstrap(), "keyfabric." + topic).stream()
                .map(TelemetryIT::traceparent)
                .filter(text -> text.length() == 55)
                .map(text -> text.substring(3, 35))
                .collect(Collectors.toSet());
    }

    private static String traceparent(ConsumerRecord<byte[], byte[]> record) {
        Header header = record.headers().lastHeader("traceparent");
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
