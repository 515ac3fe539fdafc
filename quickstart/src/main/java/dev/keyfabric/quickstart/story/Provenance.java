package dev.keyfabric.quickstart.story;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.quickstart.service.BusinessTopics;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** The way of an order from a key to a worker that never sees it, and what becomes of records that somebody copies. */
final class Provenance {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** A second, and what a busy machine needs. */
    private static final Duration REFUSED_WITHIN = Duration.ofSeconds(5);

    private final ShopClient shop;
    private final RegistryClient registry;
    private final RawRecords records;
    private final Narrator narrator;

    Provenance(ShopClient shop, RegistryClient registry, RawRecords records, Narrator narrator) {
        this.shop = shop;
        this.registry = registry;
        this.records = records;
        this.narrator = narrator;
    }

    /**
     * An order that was placed.
     *
     * @param record as it lies on the topic
     */
    private record Placed(String orderId, String keyId, ConsumerRecord<byte[], byte[]> record) {}

    void tell() {
        for (ShopClient.Part part : new ShopClient.Part[] {shop.orders(), shop.payments()}) {
            Until.equal(true, part::isReady, LIMIT, part.name() + " ready");
        }
        String consumer = "shopper-" + UUID.randomUUID().toString().substring(0, 8);
        registry.registerConsumer(consumer, "A shopper");
        narrator.step(
                "Orders are placed with keys; a worker that never sees a key learns for whom, and from which service");
        Placed first = place(consumer, "first");
        Placed second = place(consumer, "second");
        moved(first);
        replayed(first, second);
    }

    private Placed place(String consumer, String name) {
        JsonNode key = registry.issueKey(consumer, name);
        HttpJson.Answer answer = shop.order(key.get("key").asText(), "a bicycle bell", 2);
        if (answer.status() != 201) {
            throw new BrokenPromiseException("the order was answered " + answer.status() + ": " + answer.body());
        }
        String order = answer.body().get("orderId").asText();
        JsonNode payment =
                found(() -> shop.processed(p -> p.path("order").asText().equals(order)), "payment of " + order);
        require(payment, "consumer", consumer);
        require(payment, "producer", "orders");
        require(payment, "keyId", key.get("keyId").asText());
        narrator.fact(
                "payments worked on order %s: for consumer %s, stamped by %s",
                order.substring(0, 8), consumer, payment.get("producer").asText());
        ConsumerRecord<byte[], byte[]> record = records.at(
                answer.body().get("topic").asText(),
                answer.body().get("partition").asInt(),
                answer.body().get("offset").asLong());
        return new Placed(order, key.get("keyId").asText(), record);
    }

    private void moved(Placed order) {
        narrator.step("Somebody copies that record, byte for byte, to the topic of cancelled orders");
        RecordMetadata copy = records.copy(order.record(), BusinessTopics.CANCELLED);
        JsonNode refused = refused(copy, "OTHER_TOPIC");
        narrator.fact(
                "payments paid nothing back: %s, and the record lies in %s",
                refused.get("reason").asText(), refused.get("deadLetterTopic").asText());
    }

    private void replayed(Placed superseded, Placed compromised) {
        narrator.step("One key is revoked as superseded, the other as compromised; then both orders come again");
        registry.change(superseded.keyId(), "revoke", Map.of("reason", "superseded"));
        registry.change(compromised.keyId(), "revoke", Map.of("reason", "compromised"));
        JsonNode refused = refusedInTheEnd(compromised.record(), "KEY_COMPROMISED");
        RecordMetadata good = records.copy(superseded.record(), BusinessTopics.CREATED);
        JsonNode payment = found(() -> shop.processed(p -> isAt(p, good)), "the order of the superseded key");
        require(payment, "repeat", "true");
        narrator.fact("the order of the superseded key: still proven, known already, not charged twice");
        narrator.fact(
                "the order of the compromised key: %s, in %s",
                refused.get("reason").asText(), refused.get("deadLetterTopic").asText());
    }

    /** A consumer may remember for a second how a key stood: what comes within it is known already, and does no harm. */
    private JsonNode refusedInTheEnd(ConsumerRecord<byte[], byte[]> record, String reason) {
        for (long begun = System.nanoTime(); System.nanoTime() - begun < REFUSED_WITHIN.toNanos(); ) {
            RecordMetadata copy = records.copy(record, BusinessTopics.CREATED);
            Until.equal(
                    true,
                    () -> shop.processed(p -> isAt(p, copy)).isPresent()
                            || shop.refused(r -> isAt(r, copy)).isPresent(),
                    LIMIT,
                    "what becomes of " + copy);
            if (shop.refused(r -> isAt(r, copy)).isPresent()) {
                return refused(copy, reason);
            }
        }
        throw new BrokenPromiseException("payments still works on records of a compromised key");
    }

    private JsonNode refused(RecordMetadata where, String reason) {
        JsonNode refused = found(() -> shop.refused(r -> isAt(r, where)), "the refusal of " + where);
        require(refused, "reason", reason);
        if (shop.processed(p -> isAt(p, where)).isPresent()) {
            throw new BrokenPromiseException("payments worked on " + where + " although it was refused");
        }
        return refused;
    }

    private static boolean isAt(JsonNode entry, RecordMetadata where) {
        return entry.path("topic").asText().equals(where.topic())
                && entry.path("partition").asInt(-1) == where.partition()
                && entry.path("offset").asLong(-1) == where.offset();
    }

    private static JsonNode found(Supplier<Optional<JsonNode>> question, String what) {
        Until.equal(true, () -> question.get().isPresent(), LIMIT, what);
        return question.get().orElseThrow(() -> new BrokenPromiseException(what + " is gone again"));
    }

    private static void require(JsonNode entry, String member, String wanted) {
        if (!entry.path(member).asText().equals(wanted)) {
            throw new BrokenPromiseException("wanted " + member + " " + wanted + ", not " + entry);
        }
    }
}
