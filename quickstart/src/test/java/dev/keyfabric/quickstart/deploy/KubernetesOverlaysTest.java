package dev.keyfabric.quickstart.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.quickstart.service.ServiceSetting;
import dev.keyfabric.validation.settings.NodeSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies over the base: each patch meets something that is there, and brings nothing that nobody reads. */
class KubernetesOverlaysTest {
    private static final Path FOLDER = ComposeFile.ROOT.resolve("deploy/kubernetes");
    private static final Map<String, Set<String>> VARIABLES = Map.of(
            "orders", names(Arrays.stream(ServiceSetting.values()).map(ServiceSetting::variable)),
            "validator", names(Arrays.stream(NodeSetting.values()).map(NodeSetting::variable)));

    private static Set<String> names(Stream<String> variables) {
        return variables.collect(Collectors.toCollection(TreeSet::new));
    }

    private static JsonNode kustomization(String overlay) {
        return DeployYaml.one("kubernetes/" + overlay + "/kustomization.yaml");
    }

    private static List<JsonNode> base() {
        List<JsonNode> objects = new ArrayList<>();
        kustomization("base")
                .get("resources")
                .forEach(file -> objects.addAll(DeployYaml.all("kubernetes/base/" + file.asText())));
        return objects;
    }

    private static List<JsonNode> patches(String overlay) {
        List<JsonNode> patches = new ArrayList<>();
        kustomization(overlay)
                .get("patches")
                .forEach(patch -> patches.addAll(DeployYaml.all(
                        "kubernetes/" + overlay + "/" + patch.get("path").asText())));
        return patches;
    }

    private static JsonNode met(JsonNode patch, List<JsonNode> objects) {
        return objects.stream()
                .filter(object -> object.get("kind").equals(patch.get("kind"))
                        && object.at("/metadata/name").equals(patch.at("/metadata/name")))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + patch.get("kind") + " " + patch.at("/metadata/name")));
    }

    private static List<String> texts(JsonNode list, String member) {
        List<String> texts = new ArrayList<>();
        list.forEach(element -> texts.add(element.path(member).asText()));
        return texts;
    }

    /** What a patched container is told that it does not know, what it mounts that is not there, and what it runs. */
    private static List<String> faults(JsonNode patch, JsonNode met) {
        List<String> faults = new ArrayList<>();
        List<String> volumes = texts(patch.at("/spec/template/spec/volumes"), "name");
        JsonNode there = met.at("/spec/template/spec/containers");
        for (JsonNode container : patch.at("/spec/template/spec/containers")) {
            String name = container.get("name").asText();
            if (!texts(there, "name").contains(name)
                    && !container.path("image").asText().matches("[a-z/.-]+:[0-9]+\\.[0-9.]+")) {
                faults.add(name + " is no container of the base, and has no image with a version");
            }
            for (String variable : texts(container.path("env"), "name")) {
                if (!variable.startsWith("KEYFABRIC_KAFKA_")
                        && !variable.equals("JAVA_TOOL_OPTIONS")
                        && !VARIABLES.getOrDefault(name, Set.of()).contains(variable)) {
                    faults.add(name + " does not read " + variable);
                }
            }
            for (String mounted : texts(container.path("volumeMounts"), "name")) {
                if (!volumes.contains(mounted)) {
                    faults.add(name + " mounts " + mounted);
                }
            }
        }
        return faults;
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "production"})
    void everyPatchMeetsAnObjectOfTheBaseAndFitsIt(String overlay) {
        assertThat(texts(kustomization(overlay).get("resources"), "")).hasSize(1);
        assertThat(kustomization(overlay).at("/resources/0").asText()).isEqualTo("../base");
        List<JsonNode> base = base();
        assertThat(patches(overlay))
                .isNotEmpty()
                .allSatisfy(patch -> assertThat(faults(patch, met(patch, base))).isEmpty());
    }

    @Test
    void aPatchThatDoesNotFitIsFound() {
        JsonNode patch = DeployYaml.documents("{kind: StatefulSet, metadata: {name: orders}, spec: {template: {spec:"
                        + " {containers: [{name: validator, env: [{name: KEYFABRIC_NODE_IDD}]},"
                        + " {name: extra, image: nginx, volumeMounts: [{name: x}]}]}}}}")
                .get(0);

        assertThat(faults(patch, met(patch, base())))
                .containsExactly(
                        "validator does not read KEYFABRIC_NODE_IDD",
                        "extra is no container of the base, and has no image with a version",
                        "extra mounts x");
    }

    @Test
    void theGatewaysFilesAreTheShippedOnesButForWhereItListens() throws IOException {
        for (String file : List.of("nginx.conf", "keyfabric.conf", "site/upstreams.conf")) {
            assertThat(FOLDER.resolve("gateway").resolve(file))
                    .hasSameTextualContentAs(
                            ComposeFile.ROOT.resolve("deploy/nginx").resolve(file));
        }
        List<String> generated = new ArrayList<>();
        kustomization("gateway")
                .get("configMapGenerator")
                .forEach(map -> map.get("files").forEach(file -> generated.add(file.asText())));
        assertThat(generated)
                .containsExactlyInAnyOrder("nginx.conf", "keyfabric.conf", "site/listen.conf", "site/upstreams.conf");
        List<String> maps = texts(kustomization("gateway").get("configMapGenerator"), "name");
        JsonNode orders = patches("gateway").get(0);
        orders.at("/spec/template/spec/volumes")
                .forEach(volume -> assertThat(
                                maps.contains(volume.at("/configMap/name").asText()) || volume.has("emptyDir"))
                        .isTrue());
        assertThat(Files.readString(FOLDER.resolve("gateway/site/listen.conf"))).isEqualTo("listen 8000;\n");
        assertThat(orders.at("/spec/template/spec/containers/0/ports/0/containerPort")
                        .asInt())
                .isEqualTo(8000);
    }

    @Test
    void behindTheGatewayTheServiceIsReachedThroughItAlone() {
        JsonNode orders = patches("gateway").get(0);
        assertThat(orders.at("/spec/template/spec/containers/1/env").toString())
                .contains("\"KEYFABRIC_HTTP_HOST\",\"value\":\"127.0.0.1\"");
        JsonNode service = patches("gateway").get(1);
        assertThat(service.at("/spec/ports/0/port").asInt()).isEqualTo(8000);
        assertThat(service.at("/spec/ports/1").toString()).contains("8081", "delete");
        JsonNode network = patches("gateway").get(2);
        assertThat(network.at("/spec/ingress")).hasSize(1);
        assertThat(network.at("/spec/ingress/0/ports")).hasSize(1);
        assertThat(network.at("/spec/ingress/0/ports/0/port").asInt()).isEqualTo(8000);
    }

    @Test
    void aProductionsImagesAreThoseOfTheBaseAndNoSecretStandsInIt() throws IOException {
        assertThat(texts(kustomization("production").get("images"), "name"))
                .isEqualTo(texts(kustomization("base").get("images"), "name"));
        String page = Files.readString(FOLDER.resolve("secrets.md"));
        for (JsonNode volume : patches("production").get(0).at("/spec/template/spec/volumes")) {
            assertThat(page).contains("`" + volume.at("/secret/secretName").asText() + "`");
        }
        assertThat(patches("production").toString()).doesNotContain("password").doesNotContainIgnoringCase("insecure");
    }
}
