package dev.keyfabric.quickstart.story;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.quickstart.Fabric;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A validator loses its disk and gets everything back from the topics. */
final class Rebuild {
    private static final Duration AGREE_LIMIT = Duration.ofSeconds(5);

    private final Fabric fabric;
    private final List<ValidatorClient> validators;
    private final RegistryClient registry;
    private final Narrator narrator;

    Rebuild(Fabric fabric, List<ValidatorClient> validators, RegistryClient registry, Narrator narrator) {
        this.fabric = fabric;
        this.validators = validators;
        this.registry = registry;
        this.narrator = narrator;
    }

    void tell(KeyLife.Keys keys) {
        int last = validators.size() - 1;
        ValidatorClient node = validators.get(last);
        narrator.step("A validator's disk is emptied; it rebuilds everything from the topics");
        fabric.stopValidator(last);
        delete(fabric.validatorData(last));
        fabric.enrolAgain(last);
        narrator.fact("its signing key was on that disk too: an admin gives it an enrolment key for another one");
        long start = System.nanoTime();
        fabric.startValidator(last);
        Story.awaitReady(List.of(node));
        narrator.fact("%s was ready %s after its start", node.name(), Propagation.millis(System.nanoTime() - start));
        int compared = 0;
        for (JsonNode key : registry.get("/v1/keys").body().get("items")) {
            String id = key.get("keyId").asText();
            for (ValidatorClient other : validators) {
                // The enrolment key ends as soon as the node has used it, which may be just now.
                Until.equal(
                        true,
                        () -> state(other, id).equals(state(node, id)),
                        AGREE_LIMIT,
                        other.name() + " and " + node.name() + " agree on " + id);
            }
            compared++;
        }
        if (compared == 0) {
            throw new BrokenPromiseException("the registry lists no keys");
        }
        narrator.fact("it agrees with the others on all %d keys", compared);
        if (!node.code(keys.revoked()).equals("REVOKED")
                || !node.code(keys.good()).equals("VALID")) {
            throw new BrokenPromiseException("the rebuilt view gives other verdicts");
        }
        narrator.fact("the revoked key: REVOKED; the good key: VALID");
    }

    private static Map<String, String> state(ValidatorClient validator, String keyId) {
        JsonNode state = HttpJson.send("GET", validator.url() + "/v1/key-states/" + keyId, Map.of(), null)
                .body();
        return Map.of(
                "status", state.path("status").asText("-"),
                "changedAt", state.path("changedAt").asText("-"),
                "consumerStatus", state.path("consumerStatus").asText("-"));
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
