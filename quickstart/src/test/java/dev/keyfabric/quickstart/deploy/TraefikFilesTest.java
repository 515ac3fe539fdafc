package dev.keyfabric.quickstart.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What can be said of the files for Traefik without it. */
class TraefikFilesTest {
    private final JsonNode http = DeployYaml.one("traefik/keyfabric.yaml").get("http");
    private final JsonNode asking = http.at("/middlewares/keyfabric-asks/forwardAuth");

    @Test
    void whatIsAskedComesBetweenWhatIsTakenAway() {
        assertThat(http.at("/routers/orders/middlewares"))
                .extracting(JsonNode::asText)
                .containsExactly("keyfabric-alone", "keyfabric-asks", "keyfabric-keeps-the-key");
        assertThat(http.at("/middlewares/keyfabric-keeps-the-key/headers/customRequestHeaders")
                        .toString())
                .isEqualTo("{\"Authorization\":\"\",\"X-Api-Key\":\"\"}");
        assertThat(http.at("/middlewares/keyfabric-alone/headers/customRequestHeaders"))
                .allSatisfy(value -> assertThat(value.asText()).isEmpty());
    }

    @Test
    void nobodyInFrontIsTrustedAndTheKeyIsShown() {
        assertThat(asking.get("trustForwardHeader").asBoolean(true)).isFalse();
        assertThat(asking.get("authRequestHeaders"))
                .extracting(JsonNode::asText)
                .containsExactly("Authorization", "X-Api-Key");
        assertThat(DeployYaml.one("traefik/traefik.yaml")
                        .at("/entryPoints/gateway/forwardedHeaders/insecure")
                        .asBoolean(true))
                .isFalse();
    }

    @Test
    void theCallersOwnIdentityGoesByEveryNameThatAServiceMayTakeForIt() {
        Pattern taken = Pattern.compile(asking.get("authResponseHeadersRegex").asText());
        for (String name : IdentityNames.withAliases("-_.")) {
            assertThat(taken.matcher(name).find()).as(name).isTrue();
            assertThat(taken.matcher(name.toUpperCase(Locale.ROOT)).find())
                    .as(name)
                    .isTrue();
        }
        for (String name :
                List.of("X-Api-Key", "Authorization", "X-Request-Id", "My-X-Consumer-Id", "Txn-Token-Of-Mine")) {
            assertThat(taken.matcher(name).find()).as(name).isFalse();
        }
    }
}
