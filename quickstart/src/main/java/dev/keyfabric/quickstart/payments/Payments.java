package dev.keyfabric.quickstart.payments;

import dev.keyfabric.quickstart.service.Beside;
import dev.keyfabric.quickstart.service.BusinessTopics;
import dev.keyfabric.quickstart.service.RunningService;
import dev.keyfabric.quickstart.service.ServiceSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The worker {@code payments}. */
public final class Payments {
    static final String SERVICE = "payments";

    private static final int PORT = 8082;

    private Payments() {}

    /** A running worker, by settings that {@link dev.keyfabric.quickstart.service.ServiceSetting} names. */
    public static RunningService start(Map<String, Object> properties) {
        ServiceSettings settings = ServiceSettings.read(SERVICE, PORT, properties);
        BusinessTopics.make(
                settings.kafka(),
                List.of(
                        BusinessTopics.CREATED,
                        BusinessTopics.CANCELLED,
                        BusinessTopics.deadLettersOf(BusinessTopics.CREATED),
                        BusinessTopics.deadLettersOf(BusinessTopics.CANCELLED)));
        Beside beside = new Beside(settings);
        return RunningService.start(settings, framework(settings), beside, beside.verifier(), new Ledger());
    }

    public static void main(String[] arguments) throws InterruptedException {
        RunningService.run(Payments::start);
    }

    /** The settings of micronaut-kafka, which names each as Kafka does, behind {@code kafka.}. */
    private static Map<String, Object> framework(ServiceSettings settings) {
        Map<String, Object> all = new HashMap<>();
        settings.kafka().forEach((name, value) -> all.put("kafka." + name, value));
        all.put("kafka.enabled", true);
        all.put("kafka.health.enabled", false);
        all.put("kafka.consumers.default.allow.auto.create.topics", false);
        all.put("kafka.consumers.default.isolation.level", "read_committed");
        // Topics that are made late are found soon.
        all.put("kafka.consumers.default.metadata.max.age.ms", 5000);
        return all;
    }
}
