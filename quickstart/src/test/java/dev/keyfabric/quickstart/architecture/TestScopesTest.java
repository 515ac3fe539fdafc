package dev.keyfabric.quickstart.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * A dependency that a part needs when it runs and the quickstart names for its tests alone is on the class path of every
 * test, and not on that of {@code ./keyfabric}: Maven lets the nearer scope win.
 */
class TestScopesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"validator-node", "key-registry-service", "validation-engine", "consumer-context-micronaut"})
    void whatAPartNeedsToRunIsNotForTestsAloneHere(String part) throws Exception {
        Set<String> needed = dependencies(part, false);

        assertThat(needed).isNotEmpty();
        assertThat(dependencies("quickstart", true)).doesNotContainAnyElementsOf(needed);
    }

    /** The rule must know what it is there for. */
    @Test
    void scopesAreTold() throws Exception {
        assertThat(dependencies("quickstart", true)).contains("com.tngtech.archunit:archunit-junit5");
        assertThat(dependencies("validator-node", false)).contains("io.envoyproxy.controlplane:api");
        assertThat(dependencies("validator-node", true)).doesNotContain("io.envoyproxy.controlplane:api");
    }

    private static Set<String> dependencies(String module, boolean forTests) throws Exception {
        Path pom = Path.of("..", module, "pom.xml");
        NodeList all = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(pom.toFile())
                .getElementsByTagName("dependency");
        Set<String> found = new HashSet<>();
        for (int i = 0; i < all.getLength(); i++) {
            Element dependency = (Element) all.item(i);
            if (text(dependency, "scope").equals("test") == forTests) {
                found.add(text(dependency, "groupId") + ":" + text(dependency, "artifactId"));
            }
        }
        return found;
    }

    private static String text(Element dependency, String name) {
        NodeList found = dependency.getElementsByTagName(name);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent().strip();
    }
}
