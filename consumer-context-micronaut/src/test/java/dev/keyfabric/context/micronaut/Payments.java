package dev.keyfabric.context.micronaut;

import dev.keyfabric.context.verify.VerifiedContext;
import io.micronaut.configuration.kafka.annotation.KafkaListener;
import io.micronaut.configuration.kafka.annotation.OffsetReset;
import io.micronaut.configuration.kafka.annotation.Topic;
import io.micronaut.context.annotation.Requires;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The Micronaut recipe of docs/stamps.md. */
final class Payments {
    private Payments() {}

    record Order(String id) {}

    static final List<String> CHARGED = new CopyOnWriteArrayList<>();

    static void charge(VerifiedContext caller, Order order) {
        CHARGED.add(caller.consumerId() + " " + order.id());
    }

    @Requires(property = "listener", value = "payments")
    @KafkaListener(groupId = "payments", offsetReset = OffsetReset.EARLIEST)
    static class PaymentsListener {
        @Topic("orders.created.v1")
        void created(ConsumerRecord<String, Order> record, VerifiedContext caller) {
            charge(caller, record.value());
        }
    }
}
