package dev.keyfabric.registry;

import dev.keyfabric.follower.FollowerStatus;
import dev.keyfabric.registry.health.RegistryHealth;
import dev.keyfabric.registry.write.WriterStatus;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the link to the bus says about itself, for the health endpoints. */
final class HealthSource implements RegistryHealth.Source {
    private final BusLink bus;

    HealthSource(BusLink bus) {
        this.bus = bus;
    }

    @Override
    public boolean isReady() {
        return bus.isOpen() && bus.isCaughtUp();
    }

    @Override
    public Map<String, Object> details() {
        Map<String, Object> details = new LinkedHashMap<>();
        String waitsFor = bus.waitsFor();
        if (waitsFor != null) {
            details.put("waitsFor", waitsFor);
        }
        WriterStatus writer = bus.writerStatus();
        if (writer != null) {
            details.put("writerRunning", writer.running());
            details.put("partitions", writer.ready());
            details.put("ignoredUnsigned", writer.ignored());
            writer.lastFailure().ifPresent(failure -> details.put("writerFailure", failure));
        }
        details.put("ownKeyActive", bus.isOwnKeyActive());
        FollowerStatus readModel = bus.readModelStatus();
        if (readModel != null) {
            details.put("readModel", readModel.phase().name());
            details.put("readModelBehind", readModel.behind());
            String trouble = readModel.trouble();
            if (trouble != null) {
                details.put("readModelTrouble", trouble);
            }
            details.put("brokerReached", readModel.brokerReached());
        }
        return details;
    }
}
