package dev.keyfabric.quickstart.orders;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;

/**
 * What somebody wants.
 *
 * @param item 1 to 100 characters
 * @param quantity 1 to 1000
 */
record Order(String id, String item, int quantity) {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** An order from its request: {@code {"item", "quantity"}} and nothing else; empty when it is something else. */
    static Optional<Order> read(String id, byte[] body) {
        try {
            JsonNode order = JSON.readTree(body);
            JsonNode item = order.path("item");
            JsonNode quantity = order.path("quantity");
            boolean good = order.isObject()
                    && order.size() == 2
                    && item.isTextual()
                    && item.textValue().length() >= 1
                    && item.textValue().length() <= 100
                    && quantity.isInt()
                    && quantity.intValue() >= 1
                    && quantity.intValue() <= 1000;
            return good ? Optional.of(new Order(id, item.textValue(), quantity.intValue())) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    String json() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
