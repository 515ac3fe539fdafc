package dev.keyfabric.quickstart.story;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.quickstart.Fabric;
import java.time.Duration;
import java.util.List;

/** Every broker is down, and a validator is restarted on its disk. */
final class Outage {
    private final Fabric fabric;
    private final List<ValidatorClient> validators;
    private final Narrator narrator;

    Outage(Fabric fabric, List<ValidatorClient> validators, Narrator narrator) {
        this.fabric = fabric;
        this.validators = validators;
        this.narrator = narrator;
    }

    void tell(KeyLife.Keys keys) {
        narrator.step("All brokers are stopped, then a validator is restarted on its disk");
        ValidatorClient node = validators.get(0);
        fabric.broker().stop();
        long start = System.nanoTime();
        fabric.stopValidator(0);
        fabric.startValidator(0);
        Until.equal("REVOKED", () -> node.code(keys.revoked()), Duration.ofSeconds(30), node.name());
        narrator.fact(
                "%s was stopped, started and answering %s later, with no Kafka",
                node.name(), Propagation.millis(System.nanoTime() - start));
        JsonNode good = node.validate(keys.good());
        if (!good.path("valid").asBoolean(false)) {
            throw new BrokenPromiseException("the good key is not valid from disk: " + good);
        }
        narrator.fact("the revoked key: still REVOKED; the good key: VALID");
        narrator.fact(
                "it says how old its view is: %d ms",
                good.get("asOf").get("stalenessMs").asLong());

        narrator.step("The broker comes back; nobody is restarted");
        fabric.broker().start();
        for (ValidatorClient validator : validators) {
            Until.equal(
                    true, () -> isFresh(validator, keys.good()), Duration.ofSeconds(60), validator.name() + " fresh");
        }
        narrator.fact("every validator is less than 3 s behind again");
    }

    private static boolean isFresh(ValidatorClient validator, String key) {
        JsonNode asOf = validator.validate(key).path("asOf");
        return validator.isReady() && asOf.path("stalenessMs").asLong(Long.MAX_VALUE) < 3000;
    }
}
