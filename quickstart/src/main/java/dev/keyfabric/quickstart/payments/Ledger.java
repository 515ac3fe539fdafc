package dev.keyfabric.quickstart.payments;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** What was worked on and what was refused, the last thousand of each, in the order of their coming. */
final class Ledger {
    private static final int MOST = 1000;

    private final Deque<Payment> payments = new ArrayDeque<>();
    private final Deque<RefusedRecord> refused = new ArrayDeque<>();
    /** Source and id of the events that were worked on; a real worker keeps them with its payments. */
    private final Set<String> events = new HashSet<>();

    /**
     * A record that was worked on.
     *
     * @param kind the event's type: order.created, order.cancelled
     * @param consumer for whom, proven by the stamp
     * @param producer the service that stamped it, proven too
     * @param repeat whether the event was worked on before: then nothing was charged or paid back
     */
    record Payment(
            String order,
            String kind,
            String consumer,
            String keyId,
            String producer,
            String eventId,
            String txn,
            String topic,
            int partition,
            long offset,
            boolean repeat) {}

    /** A record that was not worked on, by the verifier's reason. */
    record RefusedRecord(String topic, int partition, long offset, String reason, String deadLetterTopic) {}

    /** Notes a payment; a stamp proves where a record comes from, not that it comes for the first time. */
    synchronized Payment pay(Function<Boolean, Payment> payment, String eventSource, String eventId) {
        boolean repeat = !events.add(eventSource + "#" + eventId);
        Payment paid = payment.apply(repeat);
        keep(payments, paid);
        return paid;
    }

    synchronized void refuse(RefusedRecord record) {
        keep(refused, record);
    }

    synchronized List<Payment> payments() {
        return List.copyOf(payments);
    }

    synchronized List<RefusedRecord> refused() {
        return List.copyOf(refused);
    }

    private static <T> void keep(Deque<T> all, T one) {
        all.addLast(one);
        if (all.size() > MOST) {
            all.removeFirst();
        }
    }
}
