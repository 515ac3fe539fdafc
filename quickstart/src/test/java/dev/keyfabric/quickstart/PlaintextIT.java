package dev.keyfabric.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.quickstart.bus.TopicDump;
import dev.keyfabric.quickstart.process.Bench;
import dev.keyfabric.quickstart.process.Bench.Node;
import dev.keyfabric.quickstart.story.HttpJson;
import dev.keyfabric.quickstart.story.RegistryClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlaintextIT {
    @Test
    void noTopicNoFileNoLogAndNoLaterAnswerHoldsAKey(@TempDir Path folder) throws Exception {
        List<String> secrets = new ArrayList<>();
        List<String> answers = new ArrayList<>();
        try (Bench bench = Bench.start(folder)) {
            Node registry = bench.startRegistry("registry");
            Node node = bench.startNode("node");
            RegistryClient admin = bench.admin(registry).awaitingReceipts(10);
            node.awaitReady();
            admin.registerConsumer("acme", "Acme");

            JsonNode issued = admin.issueKey("acme", "k");
            secrets.add(issued.get("key").asText());
            String keyId = issued.get("keyId").asText();
            secrets.add(admin.change(keyId, "rotate", Map.of("gracePeriod", "PT1H"))
                    .get("key")
                    .asText());
            for (String secret : secrets) {
                answers.add(node.validate(secret).body().toString());
                answers.add(misuse(node, registry, secret));
            }
            answers.add(
                    admin.change(keyId, "revoke", Map.of("reason", "leaked")).toString());
            for (String path : List.of("/v1/keys", "/v1/keys/" + keyId, "/v1/nodes", "/health", "/prometheus")) {
                answers.add(admin.get(path).body().toString());
            }

            assertThat(String.join("\n", topics(bench))).doesNotContain(secrets).contains(keyId);
        }
        assertThat(answers).noneMatch(answer -> secrets.stream().anyMatch(answer::contains));
        assertThat(filesHolding(folder, secrets)).isEmpty();
    }

    /** Sends a key where none belongs; returns what was answered. */
    private static String misuse(Node node, Node registry, String secret) {
        StringBuilder answers = new StringBuilder();
        answers.append(node.get("/v1/authorize?audience=orders&key=" + secret).body());
        answers.append(node.get("/v1/key-states/" + secret).body());
        answers.append(node.get("/" + secret).body());
        answers.append(HttpJson.send("POST", node.url() + "/v1/validate", Map.of(), Map.of(secret, secret))
                .body());
        answers.append(
                HttpJson.send("POST", node.url() + "/v1/validate", Map.of(), Map.of("key", secret, "cost", secret))
                        .body());
        answers.append(
                HttpJson.send("GET", registry.url() + "/v1/keys", Map.of("Authorization", "Bearer " + secret), null)
                        .body());
        answers.append(HttpJson.send(
                        "POST", registry.url() + "/login", Map.of(), Map.of("username", secret, "password", secret))
                .body());
        return answers.toString();
    }

    private static List<String> topics(Bench bench) throws Exception {
        List<String> content = new ArrayList<>();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bench.bootstrap()))) {
            Set<String> names = admin.listTopics().names().get();
            assertThat(names).contains("keyfabric.keys.v1", "keyfabric.commands.v1", "keyfabric.history.v1");
            for (String name : names) {
                for (ConsumerRecord<byte[], byte[]> record : TopicDump.raw(bench.bootstrap(), name)) {
                    content.add(text(record.key()));
                    content.add(text(record.value()));
                    for (Header header : record.headers()) {
                        content.add(text(header.value()));
                    }
                }
            }
        }
        return content;
    }

    /** Broker segments, RocksDB, the read model and the processes' logs: every file below the folder. */
    private static List<Path> filesHolding(Path folder, List<String> secrets) throws IOException {
        List<Path> guilty = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = Files.readString(file, StandardCharsets.ISO_8859_1);
                if (secrets.stream().anyMatch(content::contains)) {
                    guilty.add(file);
                }
            }
        }
        return guilty;
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
