package dev.keyfabric.cli.keys;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.cli.output.Cells;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a key is refused everywhere, as far as the registry's records say it.
 *
 * @param code the verdict's, as validators answer it
 */
record Finding(String code, String words) {
    /**
     * The first reason in the order in which validators decide; empty when the records know of none.
     *
     * @param consumer null where there is no such consumer
     */
    static Optional<Finding> of(JsonNode key, @Nullable JsonNode consumer, Instant now) {
        String status = key.path("status").asText();
        if (!status.equals("ACTIVE")) {
            return Optional.of(new Finding(
                    status,
                    "the key is " + status + " since " + Cells.time(key.path("changedAt")) + " by "
                            + Cells.of(key.path("changedBy")) + ", reason " + Cells.of(key.path("reason"))
                            + ", comment "
                            + Cells.of(key.path("comment"))));
        }
        if (consumer == null) {
            return Optional.of(new Finding("CONSUMER_UNKNOWN", "its consumer is not known"));
        }
        if (consumer.path("status").asText().equals("DELETED")) {
            return Optional.of(new Finding("REVOKED", "its consumer is deleted: every key of it is dead"));
        }
        if (isPast(key.path("expiresAt"), now)) {
            return Optional.of(new Finding("EXPIRED", "it ended at " + Cells.time(key.path("expiresAt"))));
        }
        if (key.path("notBefore").isTextual() && !isPast(key.path("notBefore"), now)) {
            return Optional.of(new Finding("NOT_YET_VALID", "it begins at " + Cells.time(key.path("notBefore"))));
        }
        return consumer.path("status").asText().equals("ACTIVE")
                ? Optional.empty()
                : Optional.of(new Finding(
                        "CONSUMER_SUSPENDED",
                        "its consumer is " + Cells.of(consumer.path("status")) + " since "
                                + Cells.time(consumer.path("changedAt")) + " by "
                                + Cells.of(consumer.path("changedBy"))));
    }

    private static boolean isPast(JsonNode time, Instant now) {
        return time.isTextual() && !Instant.parse(time.asText()).isAfter(now);
    }
}
