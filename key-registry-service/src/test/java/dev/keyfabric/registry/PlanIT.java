package dev.keyfabric.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.registry.Api.Answer;
import dev.keyfabric.schemas.event.PlanEvent;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Plans over HTTP and a real broker. */
class PlanIT {
    private static final Api ADMIN = SharedRegistry.admin();

    @Test
    void aPlanIsDefinedShownFoundAndDefinedAnew() {
        String body = "{\"name\":\"Gold\",\"rateLimits\":[{\"name\":\"burst\",\"quota\":20,\"windowSeconds\":1}],"
                + "\"quotas\":[{\"name\":\"monthly\",\"quota\":1000000,\"period\":\"month\"}],"
                + "\"maxLifetime\":\"PT24H\",\"rotateEvery\":\"PT1H\"";
        Answer defined = ADMIN.send("PUT", "/v1/plans/gold-1", body + "}");
        assertThat(defined.status()).as(defined.text()).isEqualTo(200);
        assertThat(defined.at("/planId")).isEqualTo("gold-1");
        assertThat(defined.text()).contains(body.substring(body.indexOf("\"rateLimits\"")));
        assertThat(defined.at("/position")).startsWith("plans.v1-");

        Answer shown = ADMIN.get("/v1/plans/gold-1?position=" + defined.at("/position"));
        assertThat(shown.json()).isEqualTo(defined.json());
        assertThat(shown.header("ETag")).isEqualTo("\"" + defined.at("/version") + "\"");
        assertThat(ADMIN.get("/v1/plans?q=gold-1").json().get("items")).hasSize(1);
        assertThat(ADMIN.send("PUT", "/v1/plans/gold-1", body + "}").at("/version"))
                .isEqualTo(defined.at("/version"));

        Answer anew = ADMIN.send("PUT", "/v1/plans/gold-1", "{\"name\":\"Gold\"}", "If-Match", shown.header("ETag"));
        assertThat(anew.status()).as(anew.text()).isEqualTo(200);
        assertThat(anew.json().get("quotas")).isEmpty();
        assertThat(anew.json().get("maxLifetime").isNull()).isTrue();
        assertThat(ADMIN.send("PUT", "/v1/plans/gold-1", "{\"name\":\"x\"}", "If-Match", shown.header("ETag"))
                        .at("/code"))
                .isEqualTo("VERSION_CONFLICT");
    }

    @Test
    void everyDefinitionIsInTheTopicAndInTheHistory() {
        ADMIN.send("PUT", "/v1/plans/gold-2", "{\"name\":\"Gold\"}");
        ADMIN.send("PUT", "/v1/plans/gold-2", "{\"name\":\"Silver\"}");

        assertThat(names(Topic.PLANS)).containsExactly("Gold", "Silver");
        assertThat(names(Topic.HISTORY)).containsExactly("Gold", "Silver");
    }

    @Test
    void aPlanThatIsNotThereIsNotFound() {
        assertThat(ADMIN.get("/v1/plans/nobody").status()).isEqualTo(404);
    }

    private static List<String> names(Topic topic) {
        return Topics.read(SharedRegistry.bootstrapServers(), List.of(topic)).stream()
                .filter(r -> new String(r.key(), StandardCharsets.UTF_8).equals("gold-2"))
                .map(r -> Wire.decode(r.value(), PlanEvent.class).getState().getName())
                .toList();
    }
}
