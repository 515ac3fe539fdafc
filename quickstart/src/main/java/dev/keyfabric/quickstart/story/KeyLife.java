package dev.keyfabric.quickstart.story;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.key.ApiKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** From registration to revocation: every status a key can have, seen on every validator. */
final class KeyLife {
    private static final int GRACE_SECONDS = 2;

    private final RegistryClient registry;
    private final List<ValidatorClient> validators;
    private final Narrator narrator;

    KeyLife(RegistryClient registry, List<ValidatorClient> validators, Narrator narrator) {
        this.registry = registry;
        this.validators = validators;
        this.narrator = narrator;
    }

    /**
     * What is left at the end: one key that was revoked and one that is good.
     *
     * @param revoked plaintext
     * @param good plaintext
     */
    record Keys(String revoked, String revokedId, String good, String goodId) {
        @Override
        public String toString() {
            return "Keys[revoked=" + revokedId + ", good=" + goodId + "]";
        }
    }

    Keys tell() {
        String consumer = "acme-" + UUID.randomUUID().toString().substring(0, 8);
        narrator.step("A consumer is registered");
        JsonNode registered = registry.registerConsumer(consumer, "Acme Ltd");
        narrator.fact("%s, position %s", consumer, registered.get("position").asText());

        narrator.step("A key is issued; only its hash goes onto the bus");
        JsonNode issued = registry.issueKey(consumer, "checkout");
        String keyId = issued.get("keyId").asText();
        String first = issued.get("key").asText();
        narrator.fact("%s, shown once: %s", keyId, masked(first));
        narrator.fact("position %s", issued.get("position").asText());
        receipt(issued);
        everywhere(first, "VALID");

        String good = registry.issueKey(consumer, "reporting").get("key").asText();
        String second = rotate(keyId, first);
        suspendAndReinstate(keyId, second);
        revoke(keyId, second);
        String goodId = validators.get(0).validate(good).get("keyId").asText();
        return new Keys(second, keyId, good, goodId);
    }

    private String rotate(String keyId, String first) {
        narrator.step("It is rotated with " + GRACE_SECONDS + " s of grace: one event, one key id, two good secrets");
        JsonNode rotated = registry.change(keyId, "rotate", Map.of("gracePeriod", "PT" + GRACE_SECONDS + "S"));
        String second = rotated.get("key").asText();
        receipt(rotated);
        everywhere(first, "VALID");
        everywhere(second, "VALID");
        for (ValidatorClient validator : validators) {
            Until.equal(
                    "SECRET_RETIRED",
                    () -> validator.code(first),
                    Duration.ofSeconds(GRACE_SECONDS + 3),
                    validator.name());
        }
        narrator.fact("the grace is over: the old secret is SECRET_RETIRED on every validator");
        everywhere(second, "VALID");
        return second;
    }

    private void suspendAndReinstate(String keyId, String key) {
        narrator.step("It is suspended, then reinstated");
        Propagation suspended =
                Propagation.of(() -> registry.change(keyId, "suspend", Map.of()), validators, key, "SUSPENDED");
        narrator.fact("refused after: %s", suspended.perNode());
        Propagation reinstated =
                Propagation.of(() -> registry.change(keyId, "reinstate", Map.of()), validators, key, "VALID");
        narrator.fact("good again after: %s", reinstated.perNode());
    }

    private void revoke(String keyId, String key) {
        narrator.step("It is revoked, and the whole fleet signs for it");
        Propagation revoked = Propagation.of(
                () -> registry.change(keyId, "revoke", Map.of("reason", "owner_request")), validators, key, "REVOKED");
        narrator.fact("refused after: %s; receipt after %s", revoked.perNode(), revoked.answered());
        narrator.fact("position %s", revoked.answer().get("position").asText());
        receipt(revoked.answer());
        everywhere(key, "REVOKED");
    }

    private void receipt(JsonNode answer) {
        JsonNode receipt = answer.path("receipt");
        if (!receipt.path("final").asBoolean(false) || receipt.get("confirmed").asInt() != validators.size()) {
            throw new BrokenPromiseException("the receipt is not final: " + receipt);
        }
        narrator.fact(
                "receipt: final, confirmed by %d of %d validators in %d ms",
                receipt.get("confirmed").asInt(),
                validators.size(),
                receipt.get("elapsedMs").asLong());
    }

    private void everywhere(String key, String code) {
        for (ValidatorClient validator : validators) {
            String is = validator.code(key);
            if (!is.equals(code)) {
                throw new BrokenPromiseException(validator.name() + " answers " + is + ", not " + code);
            }
        }
        narrator.fact("%s on every validator: %s", code, masked(key));
    }

    private static String masked(String key) {
        return ApiKey.parse(key)
                .orElseThrow(() -> new BrokenPromiseException("the registry handed out a malformed key"))
                .toString();
    }
}
