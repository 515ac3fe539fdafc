package dev.keyfabric.quickstart.story;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/** The two example services, as their callers and operators see them. */
public record ShopClient(Part orders, Part payments) {
    public ShopClient(String ordersUrl, String paymentsUrl) {
        this(new Part("orders", ordersUrl), new Part("payments", paymentsUrl));
    }

    /** One of them. */
    public record Part(String name, String url) {
        public boolean isReady() {
            try {
                return HttpJson.send("GET", url + "/health", Map.of(), null).status() == 200;
            } catch (UncheckedIOException e) {
                return false;
            }
        }
    }

    /** Places an order with a key. */
    public HttpJson.Answer order(String key, String item, int quantity) {
        return HttpJson.send(
                "POST", orders.url() + "/orders", Map.of("X-API-Key", key), Map.of("item", item, "quantity", quantity));
    }

    /** What the worker did, the latest that fits. */
    public Optional<JsonNode> processed(Predicate<JsonNode> fits) {
        return latest("processed", fits);
    }

    /** What the worker refused, the latest that fits. */
    public Optional<JsonNode> refused(Predicate<JsonNode> fits) {
        return latest("refused", fits);
    }

    private Optional<JsonNode> latest(String list, Predicate<JsonNode> fits) {
        JsonNode all = HttpJson.send("GET", payments.url() + "/payments", Map.of(), null)
                .body()
                .path(list);
        return StreamSupport.stream(all.spliterator(), false).filter(fits).reduce((first, second) -> second);
    }
}
