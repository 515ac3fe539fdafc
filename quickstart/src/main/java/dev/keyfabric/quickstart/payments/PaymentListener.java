package dev.keyfabric.quickstart.payments;

import dev.keyfabric.context.verify.VerifiedContext;
import dev.keyfabric.quickstart.service.BusinessTopics;
import io.micronaut.configuration.kafka.annotation.KafkaListener;
import io.micronaut.configuration.kafka.annotation.OffsetReset;
import io.micronaut.configuration.kafka.annotation.OffsetStrategy;
import io.micronaut.configuration.kafka.annotation.Topic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Works on orders. It gets no record whose stamp does not hold, and knows for whom each one is. */
@KafkaListener(groupId = "payments", offsetReset = OffsetReset.EARLIEST, offsetStrategy = OffsetStrategy.SYNC)
final class PaymentListener {
    private static final Logger LOG = LoggerFactory.getLogger(PaymentListener.class);

    private final Ledger ledger;

    PaymentListener(Ledger ledger) {
        this.ledger = ledger;
    }

    @Topic({BusinessTopics.CREATED, BusinessTopics.CANCELLED})
    void work(ConsumerRecord<String, String> order, VerifiedContext caller) {
        Ledger.Payment done = ledger.pay(
                repeat -> new Ledger.Payment(
                        order.key(),
                        caller.eventType(),
                        caller.consumerId(),
                        caller.keyId().text(),
                        caller.producer(),
                        caller.eventId(),
                        caller.txn().toString(),
                        order.topic(),
                        order.partition(),
                        order.offset(),
                        repeat),
                caller.eventSource(),
                caller.eventId());
        LOG.info(
                "kind={} order={} consumer={} producer={} repeat={}",
                done.kind(),
                done.order(),
                done.consumer(),
                done.producer(),
                done.repeat());
    }
}
