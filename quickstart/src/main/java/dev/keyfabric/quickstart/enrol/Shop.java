package dev.keyfabric.quickstart.enrol;

import dev.keyfabric.quickstart.service.BusinessTopics;
import dev.keyfabric.quickstart.story.RegistryClient;
import java.util.List;
import java.util.Map;

/** The two services of the examples, as the registry is told of them. */
public final class Shop {
    public static final String ORDERS = "orders";
    public static final String PAYMENTS = "payments";

    private Shop() {}

    /** Defines what is not defined yet: a definition would replace the one that somebody has changed meanwhile. */
    public static void define(RegistryClient admin) {
        Map<String, Object> orders = Map.of(
                "name",
                "Takes orders",
                "scopes",
                List.of("orders:*"),
                "stampPolicies",
                List.of(policy(BusinessTopics.CREATED), policy(BusinessTopics.CANCELLED)));
        define(admin, ORDERS, orders);
        define(admin, PAYMENTS, Map.of("name", "Charges orders and pays back"));
    }

    private static void define(RegistryClient admin, String service, Map<String, Object> definition) {
        if (admin.get("/v1/services/" + service).status() == 404) {
            admin.defineService(service, definition);
        }
    }

    /** Signed by the service itself, which is what no named producers mean; dead when the key was compromised. */
    private static Map<String, Object> policy(String topic) {
        return Map.of(
                "topic",
                topic,
                "profile",
                "signed",
                "time",
                "append",
                "maxDelay",
                "PT5M",
                "onRevoked",
                "reject-compromised");
    }
}
