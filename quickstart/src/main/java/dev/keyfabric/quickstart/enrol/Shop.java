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

    /** Defines both; a definition replaces the one before. */
    public static void define(RegistryClient admin) {
        admin.defineService(
                ORDERS,
                Map.of(
                        "name",
                        "Takes orders",
                        "scopes",
                        List.of("orders:read", "orders:write"),
                        "stampPolicies",
                        List.of(policy(BusinessTopics.CREATED), policy(BusinessTopics.CANCELLED))));
        admin.defineService(PAYMENTS, Map.of("name", "Charges orders and pays back"));
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
