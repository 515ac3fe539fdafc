package dev.keyfabric.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.quickstart.bus.TopicCopy;
import dev.keyfabric.quickstart.process.Bench;
import dev.keyfabric.quickstart.process.Bench.Node;
import dev.keyfabric.quickstart.story.RegistryClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The backup is the topics and the root key: the drill of docs/operations.md. */
class BackupIT {
    @TempDir
    private Path folder;

    @Test
    void copiedToAnotherClusterTheTopicsAndTheRootKeyAreTheSameFabricAndItGoesOn() throws Exception {
        try (Bench lost = Bench.start(Files.createDirectory(folder.resolve("lost")));
                Bench restored = Bench.start(Files.createDirectory(folder.resolve("restored")))) {
            RegistryClient before = lost.admin(lost.startRegistry("registry"));
            before.registerConsumer("acme", "Acme");
            JsonNode good = before.issueKey("acme", "good");
            JsonNode bad = before.issueKey("acme", "bad");
            before.change(id(bad), "revoke", Map.of("reason", "leaked"));

            TopicCopy.copy(lost.bootstrap(), restored.bootstrap());
            Files.copy(lost.folder("root.key"), restored.folder("root.key"), StandardCopyOption.COPY_ATTRIBUTES);
            RegistryClient after = restored.admin(restored.startRegistry("registry"));
            Node node = restored.startNode("node");
            node.awaitReady();

            assertThat(node.code(good.get("key").asText())).isEqualTo("VALID");
            assertThat(node.code(bad.get("key").asText())).isEqualTo("REVOKED");
            // The story is the same, and goes on.
            assertThat(history(after, good)).isEqualTo(history(before, good));
            assertThat(history(after, bad)).isEqualTo(history(before, bad));
            JsonNode revoked = after.awaitingReceipts(20).change(id(good), "revoke", Map.of("reason", "other"));
            assertThat(revoked.at("/receipt/final").asBoolean()).isTrue();
            assertThat(node.code(good.get("key").asText())).isEqualTo("REVOKED");
        }
    }

    private static String id(JsonNode key) {
        return key.get("keyId").asText();
    }

    private static List<String> history(RegistryClient registry, JsonNode key) {
        return registry.get("/v1/history?subject=" + id(key))
                .body()
                .get("items")
                .findValuesAsText("type");
    }
}
