package dev.keyfabric.validation.judge;

import dev.keyfabric.validation.view.Applied;
import dev.keyfabric.validation.view.ConsumerRecord;
import dev.keyfabric.validation.view.Held;
import dev.keyfabric.validation.view.KeyRecord;
import dev.keyfabric.validation.view.PlanRecord;
import dev.keyfabric.validation.view.ServiceRecord;
import dev.keyfabric.validation.view.Subjects;
import java.util.List;

/** A view to which something happens while a question is judged: before a secret is looked up, and after a key is read. */
record SubjectsBetween(Subjects real, Runnable beforeHash, Runnable afterKey) implements Subjects {
    @Override
    public List<String> keysByHash(byte[] sha256) {
        beforeHash.run();
        return real.keysByHash(sha256);
    }

    @Override
    public Held<KeyRecord> key(String keyId) {
        Held<KeyRecord> held = real.key(keyId);
        afterKey.run();
        return held;
    }

    @Override
    public Held<ConsumerRecord> consumer(String consumerId) {
        return real.consumer(consumerId);
    }

    @Override
    public Held<PlanRecord> plan(String planId) {
        return real.plan(planId);
    }

    @Override
    public Held<ServiceRecord> service(String serviceId) {
        return real.service(serviceId);
    }

    @Override
    public Applied applied() {
        return real.applied();
    }

    @Override
    public long stalenessMs() {
        return real.stalenessMs();
    }
}
