package dev.keyfabric.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.registry.Api.Answer;
import org.junit.jupiter.api.Test;

/** Services over HTTP and a real broker. */
class ServiceIT {
    private static final Api ADMIN = SharedRegistry.admin();

    @Test
    void aServiceIsDefinedShownFoundAndDefinedAnew() {
        String body = "{\"name\":\"Orders\",\"audiences\":[\"payments\"],\"scopes\":[\"orders:*\"],"
                + "\"routes\":[{\"id\":\"checkout\",\"audience\":\"orders\",\"scopes\":[\"orders:write\"],\"token\":true}],"
                + "\"stalenessBound\":\"PT12H\",\"stampPolicies\":[{\"topic\":\"orders.created.v1\","
                + "\"profile\":\"signed\",\"time\":\"append\",\"maxDelay\":\"PT5M\",\"allowedProducers\":[],"
                + "\"onRevoked\":\"reject-compromised\",\"tombstones\":\"refused\",\"exchange\":false}],"
                + "\"explain\":true,\"metadata\":false";
        Answer defined = ADMIN.send("PUT", "/v1/services/orders-1", body + "}");
        assertThat(defined.status()).as(defined.text()).isEqualTo(200);
        assertThat(defined.at("/serviceId")).isEqualTo("orders-1");
        assertThat(defined.text()).contains(body.substring(body.indexOf("\"audiences\"")));
        assertThat(defined.at("/position")).startsWith("services.v1-");

        Answer shown = ADMIN.get("/v1/services/orders-1?position=" + defined.at("/position"));
        assertThat(shown.json()).isEqualTo(defined.json());
        assertThat(shown.header("ETag")).isEqualTo("\"" + defined.at("/version") + "\"");
        assertThat(ADMIN.get("/v1/services?q=orders-1").json().get("items")).hasSize(1);
        assertThat(ADMIN.send("PUT", "/v1/services/orders-1", body + "}").at("/version"))
                .isEqualTo(defined.at("/version"));

        Answer anew =
                ADMIN.send("PUT", "/v1/services/orders-1", "{\"name\":\"Orders\"}", "If-Match", shown.header("ETag"));
        assertThat(anew.status()).as(anew.text()).isEqualTo(200);
        assertThat(anew.json().get("stampPolicies")).isEmpty();
        assertThat(anew.json().get("stalenessBound").isNull()).isTrue();
        assertThat(ADMIN.send("PUT", "/v1/services/orders-1", "{\"name\":\"x\"}", "If-Match", shown.header("ETag"))
                        .at("/code"))
                .isEqualTo("VERSION_CONFLICT");
    }

    @Test
    void aServiceThatIsNotThereIsNotFound() {
        assertThat(ADMIN.get("/v1/services/nobody").status()).isEqualTo(404);
    }
}
