package dev.keyfabric.validation.judge;

import dev.keyfabric.validation.view.ConsumerRecord;
import dev.keyfabric.validation.view.Held;
import dev.keyfabric.validation.view.PlanRecord;
import org.jspecify.annotations.Nullable;

/**
 * What the records say to a question, before anything is charged.
 *
 * @param code VALID when no record speaks against it
 * @param found null when no key was found
 * @param consumer of the key, as far as it was read
 * @param plan of the consumer, as far as it was read
 */
record Opinion(
        Code code,
        Finder.@Nullable Found found,
        @Nullable Held<ConsumerRecord> consumer,
        @Nullable Held<PlanRecord> plan,
        AsOf asOf) {
    @Nullable
    String keyId() {
        return found == null ? null : found.keyId();
    }
}
