package dev.keyfabric.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.broker.EmbeddedBroker;
import dev.keyfabric.key.ApiKey;
import dev.keyfabric.registry.Api.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KeyLifeIT {
    private static EmbeddedBroker broker;
    private static KeyRegistry registry;
    private static Api admin;

    @BeforeAll
    static void start() {
        Path folder = Registries.folder("key-life");
        broker = EmbeddedBroker.started(folder.resolve("broker"));
        registry = Registries.ready(Registries.settings(broker.bootstrapServers(), folder.resolve("registry")));
        admin = Registries.admin(registry, folder.resolve("registry"));
    }

    @AfterAll
    static void stop() {
        registry.close();
        broker.close();
    }

    @Test
    void aChangeTakesValuesAwayByNull() {
        admin.send("PUT", "/v1/plans/gold", "{\"name\":\"Gold\"}");
        admin.post("/v1/consumers", "{\"id\":\"clears\",\"name\":\"C\",\"plan\":\"gold\"}");
        String path = "/v1/keys/" + admin.post("/v1/keys", """
                {"consumerId":"clears","name":"k","environment":"live","notBefore":"2020-01-01T00:00:00Z",
                 "expiresAt":"2099-01-01T00:00:00Z"}
                """).at("/keyId");

        Answer consumer = admin.patch("/v1/consumers/clears", "{\"plan\":null}");
        Answer key = admin.patch(path, "{\"expiresAt\":null}");
        Answer both = admin.patch(path, "{\"notBefore\":null,\"name\":\"n\"}");
        Answer again = admin.patch(path, "{\"notBefore\":null}");

        assertThat(consumer.json().get("plan").isNull()).as(consumer.text()).isTrue();
        assertThat(key.json().get("expiresAt").isNull()).as(key.text()).isTrue();
        assertThat(key.at("/notBefore")).isEqualTo("2020-01-01T00:00:00Z");
        assertThat(both.json().get("notBefore").isNull()).isTrue();
        assertThat(both.at("/name")).isEqualTo("n");
        assertThat(again.at("/version")).isEqualTo(both.at("/version"));
    }

    @Test
    void aKeyLivesFromIssueToRevocation() {
        Answer consumer =
                admin.post("/v1/consumers", "{\"id\":\"acme\",\"name\":\"Acme\",\"metadata\":{\"tier\":1.50}}");
        assertThat(consumer.status()).as(consumer.text()).isEqualTo(201);
        assertThat(consumer.at("/consumerId")).isEqualTo("acme");
        assertThat(consumer.at("/status")).isEqualTo("ACTIVE");
        assertThat(consumer.text()).contains("\"tier\":1.50");
        assertThat(consumer.at("/position")).startsWith("consumers.v1-");
        assertThat(consumer.header("ETag")).isEqualTo("\"" + consumer.at("/version") + "\"");
        assertThat(consumer.header("Keyfabric-Command")).hasSize(64);

        admin.send("PUT", "/v1/services/orders", "{\"name\":\"Orders\"}");
        Answer issued = admin.post("/v1/keys", """
                {"consumerId":"acme","name":"first","environment":"live","scopes":["orders:read"],
                 "audiences":["orders"],"ipAllowlist":["10.0.0.0/8"],"expiresAt":"2099-01-01T00:00:00Z",
                 "rateLimits":[{"name":"burst","quota":20,"windowSeconds":1}],"metadata":{"team":"a"}}
                """);
        assertThat(issued.status()).as(issued.text()).isEqualTo(201);
        String keyId = issued.at("/keyId");
        String key = issued.at("/key");
        assertThat(ApiKey.parse(key)).isPresent();
        assertThat(issued.at("/environment")).isEqualTo("live");
        assertThat(issued.at("/secrets/0/lastFour")).isEqualTo(key.substring(key.length() - 4));
        assertThat(issued.at("/rateLimits/0/quota")).isEqualTo("20");

        Answer shown = admin.get("/v1/keys/" + keyId + "?position=" + issued.at("/position"));
        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.text()).doesNotContain(key);
        assertThat(shown.at("/createdBy")).isEqualTo("dev:admin");

        Answer patched = admin.patch("/v1/keys/" + keyId, "{\"name\":\"renamed\"}", "If-Match", shown.header("ETag"));
        assertThat(patched.status()).as(patched.text()).isEqualTo(200);
        assertThat(patched.at("/name")).isEqualTo("renamed");
        Answer conflict = admin.patch("/v1/keys/" + keyId, "{\"name\":\"again\"}", "If-Match", shown.header("ETag"));
        assertThat(conflict.status()).isEqualTo(409);
        assertThat(conflict.at("/code")).isEqualTo("VERSION_CONFLICT");

        Answer rotated = admin.post("/v1/keys/" + keyId + "/rotate", "{\"gracePeriod\":\"PT1H\"}");
        assertThat(rotated.status()).as(rotated.text()).isEqualTo(200);
        assertThat(rotated.at("/key")).isNotEqualTo(key).startsWith("kf_live_");
        assertThat(rotated.json().get("secrets")).hasSize(2);

        assertThat(admin.post("/v1/keys/" + keyId + "/suspend", null).at("/status"))
                .isEqualTo("SUSPENDED");
        assertThat(admin.post("/v1/keys/" + keyId + "/reinstate", "{}").at("/status"))
                .isEqualTo("ACTIVE");

        Answer revoked = admin.post(
                "/v1/keys/" + keyId + "/revoke",
                "{\"reason\":\"leaked\",\"comment\":\"found in a log\"}",
                "Prefer",
                "wait=5");
        assertThat(revoked.status()).as(revoked.text()).isEqualTo(200);
        assertThat(revoked.at("/status")).isEqualTo("REVOKED");
        assertThat(revoked.at("/reason")).isEqualTo("leaked");
        assertThat(revoked.header("Preference-Applied")).isEqualTo("wait");
        assertThat(revoked.at("/receipt/final")).isEqualTo("true");

        Answer again = admin.post("/v1/keys/" + keyId + "/revoke", null);
        assertThat(again.status()).as(again.text()).isEqualTo(200);
        assertThat(again.at("/version")).isEqualTo(revoked.at("/version"));
        assertThat(again.at("/position")).isEqualTo(revoked.at("/position"));

        Answer command = admin.get("/v1/commands/" + revoked.header("Keyfabric-Command"));
        assertThat(command.at("/outcome")).isEqualTo("applied");
        assertThat(command.at("/position")).isEqualTo(revoked.at("/position"));
        Answer receipt = admin.get("/v1/receipts/" + revoked.header("Keyfabric-Command"));
        assertThat(receipt.at("/position")).isEqualTo(revoked.at("/position"));

        Answer illegal = admin.post("/v1/keys/" + keyId + "/reinstate", null);
        assertThat(illegal.status()).isEqualTo(409);
        assertThat(illegal.at("/code")).isEqualTo("ILLEGAL_TRANSITION");
    }
}
