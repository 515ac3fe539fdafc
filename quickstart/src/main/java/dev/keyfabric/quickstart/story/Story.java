package dev.keyfabric.quickstart.story;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.quickstart.Fabric;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The main job of the fabric as one tale; ends normally only if each step was as promised. */
public final class Story {
    private static final Duration READY_LIMIT = Duration.ofSeconds(60);

    private final Fabric fabric;
    private final Narrator narrator;

    public Story(Fabric fabric, Narrator narrator) {
        this.fabric = fabric;
        this.narrator = narrator;
    }

    /**
     * Tells it once.
     *
     * @throws BrokenPromiseException at the first step that did not end as it should
     */
    public void tell() {
        List<ValidatorClient> validators = validators();
        awaitReady(validators);
        RegistryClient registry = fabric.admin().awaitingReceipts(10);
        awaitSigned(registry, validators.size());
        KeyLife.Keys keys = new KeyLife(registry, validators, narrator).tell();
        new Outage(fabric, validators, narrator).tell(keys);
        new Rebuild(fabric, validators, registry, narrator).tell(keys);
        awaitSigned(registry, validators.size());
        RawRecords records = new RawRecords(fabric.broker().bootstrapServers());
        new Provenance(fabric.shop(), registry, records, narrator).tell();
    }

    private List<ValidatorClient> validators() {
        List<ValidatorClient> validators = new ArrayList<>();
        for (int i = 0; i < fabric.settings().validators(); i++) {
            validators.add(new ValidatorClient("validator-" + (i + 1), fabric.validatorUrl(i)));
        }
        return validators;
    }

    /** A node that does not sign its positions yet confirms nothing. */
    private static void awaitSigned(RegistryClient registry, int validators) {
        Until.equal(
                validators,
                () -> {
                    int signed = 0;
                    for (JsonNode node : registry.get("/v1/nodes").body().path("items")) {
                        signed += node.path("signed").asBoolean(false) ? 1 : 0;
                    }
                    return signed;
                },
                READY_LIMIT,
                "validators that sign their positions");
    }

    static void awaitReady(List<ValidatorClient> validators) {
        for (ValidatorClient validator : validators) {
            Until.equal(true, validator::isReady, READY_LIMIT, validator.name() + " ready");
        }
    }
}
