package dev.keyfabric.quickstart.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.quickstart.service.ServiceSetting;
import dev.keyfabric.registry.RegistrySetting;
import dev.keyfabric.validation.settings.NodeSetting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What can be said of the files for Kubernetes without a cluster. */
class KubernetesFilesTest {
    private static final String KAFKA = "KEYFABRIC_KAFKA_";

    private static final Map<String, List<String>> VARIABLES = Map.of(
            "keyfabric/registry",
                    Arrays.stream(RegistrySetting.values())
                            .map(RegistrySetting::variable)
                            .toList(),
            "keyfabric/validator",
                    Arrays.stream(NodeSetting.values())
                            .map(NodeSetting::variable)
                            .toList(),
            "keyfabric/shop",
                    Arrays.stream(ServiceSetting.values())
                            .map(ServiceSetting::variable)
                            .toList());

    private final JsonNode kustomization = DeployYaml.one("kubernetes/base/kustomization.yaml");
    private final List<JsonNode> objects = all();

    private List<JsonNode> all() {
        List<JsonNode> all = new ArrayList<>();
        kustomization.get("resources").forEach(file -> all.addAll(DeployYaml.all("kubernetes/base/" + file.asText())));
        return all;
    }

    private List<JsonNode> ofKind(String kind) {
        return objects.stream()
                .filter(object -> object.get("kind").asText().equals(kind))
                .toList();
    }

    private List<JsonNode> containers() {
        List<JsonNode> containers = new ArrayList<>();
        ofKind("StatefulSet")
                .forEach(set -> set.at("/spec/template/spec/containers").forEach(containers::add));
        return containers;
    }

    private List<String> unknownVariables(JsonNode container) {
        List<String> known = VARIABLES.get(container.get("image").asText());
        List<String> unknown = new ArrayList<>();
        for (JsonNode variable : container.get("env")) {
            String name = variable.get("name").asText();
            if (!known.contains(name) && !name.startsWith(KAFKA)) {
                unknown.add(name);
            }
        }
        return unknown;
    }

    @Test
    void everyVariableIsASettingOfItsPart() {
        assertThat(containers())
                .hasSize(3)
                .allSatisfy(container -> assertThat(unknownVariables(container)).isEmpty());
        JsonNode broken = DeployYaml.documents("{image: keyfabric/validator, env: [{name: KEYFABRIC_NODE_IDD}]}")
                .get(0);
        assertThat(unknownVariables(broken)).containsExactly("KEYFABRIC_NODE_IDD");
    }

    @Test
    void nothingInsecureAndNoSecretStandsInTheFiles() {
        assertThat(objects.toString()).doesNotContainIgnoringCase("insecure").doesNotContain("KEYFABRIC_DEV");
        assertThat(ofKind("Secret")).isEmpty();
    }

    @Test
    void whatIsRestoringIsNotKilledAndGetsNoRequests() {
        for (JsonNode container : containers()) {
            String name = container.get("name").asText();
            assertThat(container.path("livenessProbe").toString()).as(name).doesNotContain("readiness");
            if (!name.equals("orders")) {
                assertThat(container.get("livenessProbe").toString()).as(name).contains("/health/liveness");
                assertThat(container.get("startupProbe").toString()).as(name).contains("/health/liveness");
                assertThat(container.get("readinessProbe").toString()).as(name).contains("/health/readiness");
            }
        }
    }

    @Test
    void aValidatorIsAskedOnLoopbackAlone() {
        JsonNode validator = containers().stream()
                .filter(container -> container.get("name").asText().equals("validator"))
                .findFirst()
                .orElseThrow();
        assertThat(validator.get("env").toString()).doesNotContain("HTTP_HOST");
        assertThat(validator.has("ports")).isFalse();
        assertThat(ofKind("Service"))
                .allSatisfy(service ->
                        assertThat(service.at("/spec/ports").toString()).doesNotContain("8090"));
    }

    @Test
    void everyWorkloadIsLockedDownAndKeepsItsDisk() {
        for (JsonNode set : ofKind("StatefulSet")) {
            assertThat(set.at("/spec/template/spec/securityContext/runAsNonRoot")
                            .asBoolean(false))
                    .isTrue();
            assertThat(set.at("/spec/volumeClaimTemplates")).isNotEmpty();
            Stream.of("containers", "initContainers")
                    .flatMap(kind -> Stream.of(set.at("/spec/template/spec/" + kind)))
                    .forEach(list -> list.forEach(container -> {
                        assertThat(container
                                        .at("/securityContext/readOnlyRootFilesystem")
                                        .asBoolean(false))
                                .isTrue();
                        assertThat(container
                                        .at("/securityContext/capabilities/drop/0")
                                        .asText())
                                .isEqualTo("ALL");
                    }));
        }
    }

    @Test
    void everyBudgetAndPolicyMeansAWorkloadThatIsThere() {
        Set<Object> labels = Set.copyOf(ofKind("StatefulSet").stream()
                .map(set -> (Object) set.at("/spec/template/metadata/labels/app"))
                .toList());
        assertThat(ofKind("PodDisruptionBudget")).hasSameSizeAs(labels);
        ofKind("PodDisruptionBudget")
                .forEach(budget -> assertThat((Object) budget.at("/spec/selector/matchLabels/app"))
                        .isIn(labels));
        assertThat(ofKind("NetworkPolicy").get(0).at("/spec/podSelector")).isEmpty();
        ofKind("NetworkPolicy").stream()
                .map(policy -> (Object) policy.at("/spec/podSelector/matchLabels/app"))
                .filter(app -> !((JsonNode) app).isMissingNode())
                .forEach(app -> assertThat(app).isIn(labels));
    }

    @Test
    void everyImageIsOneThatTheKustomizationNames() {
        assertThat(kustomization.get("images"))
                .extracting(image -> image.get("name").asText())
                .containsExactlyInAnyOrderElementsOf(VARIABLES.keySet());
        assertThat(containers())
                .allSatisfy(container ->
                        assertThat(VARIABLES).containsKey(container.get("image").asText()));
    }
}
