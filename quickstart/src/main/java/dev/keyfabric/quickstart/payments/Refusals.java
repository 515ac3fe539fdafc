package dev.keyfabric.quickstart.payments;

import dev.keyfabric.context.micronaut.RecordRefused;
import dev.keyfabric.quickstart.service.BusinessTopics;
import io.micronaut.context.event.ApplicationEventListener;
import jakarta.inject.Singleton;

/** Hears of the records that were kept from the listener. */
@Singleton
final class Refusals implements ApplicationEventListener<RecordRefused> {
    private final Ledger ledger;

    Refusals(Ledger ledger) {
        this.ledger = ledger;
    }

    /** One that is held back is judged again: nothing has become of it yet. */
    @Override
    public void onApplicationEvent(RecordRefused event) {
        if (event.fate() == RecordRefused.Fate.DEAD_LETTERED) {
            ledger.refuse(new Ledger.RefusedRecord(
                    event.topic(),
                    event.partition(),
                    event.offset(),
                    event.reason().name(),
                    BusinessTopics.deadLettersOf(event.topic())));
        }
    }
}
