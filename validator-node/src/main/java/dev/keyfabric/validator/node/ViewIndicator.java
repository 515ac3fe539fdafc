package dev.keyfabric.validator.node;

import dev.keyfabric.follower.Halt;
import dev.keyfabric.validation.NodeStatus;
import dev.keyfabric.validation.ValidationEngine;
import dev.keyfabric.validation.view.DigestFacts;
import dev.keyfabric.validator.rebuild.RebuildJson;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import org.reactivestreams.Publisher;

/** Ready or not, and why: how far the view is, how old its news are, what it could not take. */
@Singleton
@Readiness
final class ViewIndicator implements HealthIndicator {
    private final ValidationEngine engine;

    ViewIndicator(ValidationEngine engine) {
        this.engine = engine;
    }

    @Override
    public Publisher<HealthResult> getResult() {
        NodeStatus status = engine.status();
        boolean stale = status.stalenessMs() > status.stalenessBoundMs();
        return Publishers.just(
                HealthResult.builder("view", status.ready() && !stale ? HealthStatus.UP : HealthStatus.DOWN)
                        .details(details(status, stale))
                        .build());
    }

    private static Map<String, Object> details(NodeStatus status, boolean stale) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("node", status.nodeId());
        details.put("phase", status.follower().phase().name());
        details.put("answering", status.answering());
        details.put("endReached", status.follower().endReached());
        details.put("behind", status.follower().behind());
        details.put("catchUp", RebuildJson.of(status.follower().catchUp()));
        details.put("position", status.applied().toString());
        details.put("stalenessMs", status.stalenessMs());
        details.put("stalenessBoundMs", status.stalenessBoundMs());
        details.put("stale", stale);
        Halt halted = status.follower().halted();
        if (halted != null) {
            details.put("halted", halted.reason());
        }
        String blocked = status.follower().blocked();
        if (blocked != null) {
            details.put("blocked", blocked);
        }
        String trouble = status.follower().trouble();
        if (trouble != null) {
            details.put("trouble", trouble);
        }
        details.put("rebuild", RebuildJson.of(status.rebuild()));
        details.put("keys", status.view().keys());
        details.put("consumers", status.view().consumers());
        details.put("unreadable", status.view().denied());
        DigestFacts digests = status.view().digests();
        details.put("digests", Map.of("compared", digests.compared(), "differing", digests.differing()));
        Map<String, Object> incidents = new LinkedHashMap<>();
        status.view().incidents().forEach((incident, count) -> incidents.put(incident.name(), count));
        details.put("incidents", incidents);
        return details;
    }
}
