package dev.keyfabric.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.quickstart.story.HttpJson;
import dev.keyfabric.quickstart.story.RegistryClient;
import dev.keyfabric.quickstart.story.ShopClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The second validator, bound to another service than orders, does for the gateway's. */
class GatewayIT {
    @Test
    void ordersBehindAGatewayStampsForTheCallerOfTheTokenItWasHanded(@TempDir Path data) {
        try (Fabric fabric = Fabric.start(FreePorts.settings(data, 2), part -> {})) {
            ShopClient shop = fabric.shop();
            await("the shop is open")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> shop.orders().isReady() && shop.payments().isReady());
            String key = issue(fabric.admin().awaitingReceipts(10));
            String token = authorized(fabric.validatorUrl(1), key);

            HttpJson.Answer placed = place(shop, Map.of("Txn-Token", token));

            assertThat(placed.status()).as("%s", placed.body()).isEqualTo(201);
            String order = placed.body().get("orderId").asText();
            JsonNode payment = await("the payment")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> shop.processed(p -> p.path("order").asText().equals(order)), Optional::isPresent)
                    .orElseThrow();
            assertThat(payment.get("consumer").asText()).isEqualTo("acme");
            assertThat(payment.get("producer").asText()).isEqualTo("orders");

            assertThat(place(shop, Map.of("Txn-Token", spoilt(token))).status()).isEqualTo(401);
            assertThat(place(shop, Map.of("Txn-Token", token, "X-API-Key", key)).status())
                    .isEqualTo(401);
            assertThat(place(shop, Map.of("Authorization", "Bearer " + token)).status())
                    .isEqualTo(401);
        }
    }

    private static HttpJson.Answer place(ShopClient shop, Map<String, String> headers) {
        return HttpJson.send("POST", shop.orders().url() + "/orders", headers, Map.of("item", "a bell", "quantity", 1));
    }

    private static String issue(RegistryClient admin) {
        admin.registerConsumer("acme", "Acme");
        HttpJson.Answer issued = admin.post(
                "/v1/keys",
                Map.of(
                        "consumerId", "acme",
                        "name", "k",
                        "environment", "live",
                        "audiences", List.of("orders", "payments"),
                        "scopes", List.of("orders:*")));
        assertThat(issued.status()).as("%s", issued.body()).isEqualTo(201);
        return issued.body().get("key").asText();
    }

    private static String authorized(String validator, String key) {
        HttpJson.Answer answer = HttpJson.send(
                "GET",
                validator + "/v1/authorize?audience=payments&scope=orders:write",
                Map.of("X-API-Key", key),
                null);
        assertThat(answer.status()).isEqualTo(200);
        return answer.header("Txn-Token");
    }

    private static String spoilt(String token) {
        return token.substring(0, token.length() - 4) + (token.endsWith("AAAA") ? "BBBB" : "AAAA");
    }
}
